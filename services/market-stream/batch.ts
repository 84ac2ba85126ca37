/** What was heard and is not stored yet: bounded, and of each ticker the newest alone. */

import { readStreamMessage, type ToldQuote } from '#shared/clients/alpaca/read-stream.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import type { NewMinuteBar } from '#shared/domain/market/bar.ts'
import type { StreamReject } from '#shared/sql/market/streams.ts'

export type Heard = {
  minutes: Map<string, NewMinuteBar>
  quotes: Map<string, ToldQuote>
  rejects: Map<string, StreamReject>
  /** When the newest of it came. */
  heardAt: Date | null
}

export type HeardBatch = {
  hear(items: readonly unknown[], now: Date): void
  /** Hands over what there is, and begins anew. */
  cut(): Heard
  /** Takes back what could not be stored; what came since is newer. */
  restore(heard: Heard): void
  /** The earliest minute that was let go for want of room, once; null where none was. */
  takeLost(): Date | null
}

/** Minutes held while PostgreSQL is away: half an hour of 500 tickers. */
const MINUTES_MAX = 15_000
const REJECTS_MAX = 200
const ITEM_MAX = 4_096

/** @param isTracked of other tickers nothing is kept. */
export function openBatch(
  isTracked: (ticker: string) => boolean,
  minutesMax: number = MINUTES_MAX,
): HeardBatch {
  let held = empty()
  let lost: Date | null = null
  const bound = () => {
    for (const [key, { startsAt }] of held.minutes) {
      if (held.minutes.size <= minutesMax) break
      held.minutes.delete(key)
      if (lost === null || startsAt < lost) lost = startsAt
    }
  }
  return {
    hear(items, now) {
      held.heardAt = now
      for (const item of items) keep(held, item, now, isTracked)
      bound()
    },
    cut() {
      const all = held
      held = empty()
      return all
    },
    restore(before) {
      const since = held
      held = before
      for (const [key, minute] of since.minutes) held.minutes.set(key, minute)
      for (const quote of since.quotes.values()) merge(held, quote)
      for (const reject of since.rejects.values()) refuse(held, reject)
      held.heardAt = since.heardAt ?? before.heardAt
      bound()
    },
    takeLost() {
      const from = lost
      lost = null
      return from
    },
  }
}

function empty(): Heard {
  return { minutes: new Map(), quotes: new Map(), rejects: new Map(), heardAt: null }
}

function keep(held: Heard, item: unknown, now: Date, isTracked: (ticker: string) => boolean): void {
  const message = readStreamMessage(item, now)
  if (message.kind === 'reject')
    refuse(held, { reason: message.reason, item: textOf(item), times: 1 })
  else if (message.kind === 'minute' && isTracked(message.minute.ticker)) {
    const { ticker, startsAt } = message.minute
    held.minutes.set(`${ticker} ${startsAt.getTime()}`, message.minute)
  } else if (message.kind === 'quote' && isTracked(message.quote.ticker)) merge(held, message.quote)
}

/** Trades and offers have moments of their own: the later of each stands. */
function merge({ quotes }: Heard, { ticker, trade, offers }: ToldQuote): void {
  const known = quotes.get(ticker)
  const lastTrade = later(known?.trade, trade)
  const lastOffers = later(known?.offers, offers)
  quotes.set(ticker, {
    ticker,
    ...(lastTrade ? { trade: lastTrade } : {}),
    ...(lastOffers ? { offers: lastOffers } : {}),
  })
}

function later<T extends { at: Date }>(old: T | undefined, told: T | undefined): T | undefined {
  return !old || (told && told.at >= old.at) ? (told ?? old) : old
}

/** A flood of odd messages is counted under the last of them that there was room for. */
function refuse({ rejects }: Heard, { reason, item, times }: StreamReject): void {
  const key = `${reason} ${item}`
  const known = rejects.get(key)
  if (known) known.times += times
  else if (rejects.size < REJECTS_MAX) rejects.set(key, { reason, item, times })
  else {
    const same = [...rejects.values()].find((one) => one.reason === reason)
    if (same) same.times += times
  }
}

function textOf(item: unknown): string {
  return beginning(typeof item === 'string' ? item : JSON.stringify(item), ITEM_MAX)
}
