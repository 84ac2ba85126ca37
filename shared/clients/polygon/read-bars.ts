/** Reads Polygon's bars one by one, and says of each refused one why. */

import {
  isFinite,
  minuteOn,
  readPrices,
  sessionOn,
  type Numbers,
} from '../../domain/market/read-bar.ts'
import type { NewBar, NewMinuteBar, RejectedBar } from '../../domain/market/bar.ts'
import { MINUTE_MS } from '../../domain/spans.ts'

export type ReadBars = { bars: NewBar[]; rejects: RejectedBar[] }
export type ReadMinutes = { minutes: NewMinuteBar[]; rejects: RejectedBar[] }

type TickerOf = (item: object) => string | undefined

/**
 * Sorts out what a page of daily bars holds, in any order and with any holes. Only sessions that
 * had closed at `now` count: the bar of a running session is half a bar, and is passed over.
 *
 * @param tickerOf the ticker of an item, or undefined where it is not ours.
 */
export function readBars(items: readonly unknown[], tickerOf: TickerOf, now: Date): ReadBars {
  const { kept, rejects } = sortOut(items, tickerOf, (item, ticker) => readDay(item, ticker, now))
  return { bars: kept, rejects }
}

/**
 * The same of minutes: those that are over at `now`. Minutes before the open and after the close are
 * marked, or passed over unless `extended`.
 */
export function readMinutes(
  items: readonly unknown[],
  tickerOf: TickerOf,
  { now, extended }: { now: Date; extended: boolean },
): ReadMinutes {
  const read = (item: object, ticker: string) => readMinute(item, ticker, now)
  const { kept, rejects } = sortOut(items, tickerOf, read)
  return { minutes: extended ? kept : kept.filter(({ isExtended }) => !isExtended), rejects }
}

/** A bar, why it is none, or `running` where it is not over. */
type Read<B> = B | string
const RUNNING = 'running'

function sortOut<B extends NewBar & { startsAt?: Date }>(
  items: readonly unknown[],
  tickerOf: TickerOf,
  read: (item: object, ticker: string) => Read<B>,
): { kept: B[]; rejects: RejectedBar[] } {
  const kept = new Map<string, B>()
  const rejects: RejectedBar[] = []
  for (const item of items) {
    const isObject = typeof item === 'object' && item !== null && !Array.isArray(item)
    const ticker = isObject ? tickerOf(item) : ''
    if (ticker === undefined) continue
    const bar = isObject ? read(item, ticker) : 'not_a_bar'
    if (bar === RUNNING) continue
    if (typeof bar === 'string') rejects.push({ ticker, payload: item ?? null, reason: bar })
    // Given twice: the last one stands.
    else kept.set(`${ticker} ${bar.startsAt?.getTime() ?? bar.sessionDate}`, bar)
  }
  return { kept: [...kept.values()], rejects }
}

function readDay(item: object, ticker: string, now: Date): Read<NewBar> {
  const { t, ...numbers } = item as Numbers & { t: unknown }
  const prices = readPrices(numbers)
  if (prices === 'number_missing' || !isFinite(t)) return 'number_missing'
  const session = sessionOn(t)
  if (!session) return 'no_session'
  if (session.closesAt > now) return RUNNING
  return typeof prices === 'string' ? prices : { ticker, sessionDate: session.date, ...prices }
}

function readMinute(item: object, ticker: string, now: Date): Read<NewMinuteBar> {
  const { t, ...numbers } = item as Numbers & { t: unknown }
  const prices = readPrices(numbers)
  if (prices === 'number_missing' || !isFinite(t)) return 'number_missing'
  const minute = minuteOn(t)
  if (!minute) return 'no_session'
  if (t + MINUTE_MS > now.getTime()) return RUNNING
  if (typeof prices === 'string') return prices
  const { session, startsAt, isExtended } = minute
  return { ticker, sessionDate: session.date, startsAt, isExtended, ...prices }
}
