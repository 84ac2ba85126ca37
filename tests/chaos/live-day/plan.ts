/** What is to happen on a live day, drawn from its seed. */

import { previousSession, sessionOf } from '#shared/domain/market/calendar.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { deriveId } from '#shared/host/ids.ts'
import { comeToSplit } from '../../../services/world/contents/actions.ts'
import { openQuotes } from '../../../services/world/contents/quotes.ts'
import { openRandom, type Random } from '../../../services/world/contents/random.ts'
import type { Quotes } from '../../../services/world/contents/world.ts'
import { openWorld } from '../../../services/world/open.ts'

/** A half session, and a whole one. */
export const DAYS = { half: '2026-11-27', full: '2026-11-30' }
/** Real time for everything to start, and for the first reading, before the bell. */
const STARTS_MS = 200_000

export type LiveDayOptions = {
  seed: number
  /** How many times faster than the wall the day goes. */
  speed: number
  day: string
}
export type Stop = { ticker: string; level: number; crossedAt: Date }
/** Stands for the symbol of whatever is held when the lever is pulled. */
export const HELD = 'held'
export type Lever = {
  at: Date
  name: string
  method?: string
  path: string
  body: { [field: string]: unknown }
}

export type Plan = {
  seed: number
  day: string
  startsAt: Date
  session: { opensAt: Date; closesAt: Date }
  quotes: Quotes
  /** Held before the day begins: ticker and shares. */
  held: { ticker: string; quantity: number }[]
  split: { symbol: string; from: number; to: number }
  stops: Stop[]
  levers: Lever[]
}

const HOLDINGS = 9
const STOPS = 4
const OUTAGE_SECONDS = 60

export async function makePlan({ seed, speed, day }: LiveDayOptions): Promise<Plan> {
  const world = await openWorld({ seed, from: day })
  const random = openRandom(seed, 'live-day')
  const session = sessionOf(day)!
  const before = previousSession(session.opensAt)
  const quotes = openQuotes(world)
  const tickers = shuffled(
    world.companies.map(({ ticker }) => ticker),
    random,
  ).slice(0, HOLDINGS)
  const held = tickers.map((ticker) => ({
    ticker,
    quantity: Math.max(2, Math.floor(400 / quotes.lastTrade(ticker, before.closesAt)!.price)),
  }))
  const [splits, pays, ...others] = tickers as [string, string, ...string[]]
  const split = { symbol: splits, from: 1, to: random.pick([2, 3, 4]) }
  comeToSplit(world, { ticker: splits, exDate: day, from: split.from, to: split.to })
  const stops = [splits, ...others]
    .flatMap((ticker) => stopOn(ticker, { quotes, session }, random))
    .slice(0, STOPS)
  const atMinute = momentsOf(session, random)
  const sale = { type: 'market', time_in_force: 'day', side: 'sell' }
  const outages = (['refuse', 'unavailable', 'refuse'] as const).map((how): Lever => ({
    at: atMinute(),
    name: `outage (${how})`,
    path: 'world/outage',
    body: { seconds: OUTAGE_SECONDS, how },
  }))
  const far = Math.max(1, Math.floor(quotes.lastTrade(pays, before.closesAt)!.price / 2))
  return {
    seed,
    day,
    startsAt: new Date(session.opensAt.getTime() - STARTS_MS * speed),
    session,
    quotes,
    held,
    split,
    stops,
    levers: [
      ...outages,
      {
        at: atMinute(),
        name: 'dividend',
        path: 'world/dividend',
        body: { symbol: HELD, amount: '0.37' },
      },
      { at: atMinute(), name: 'withdrawal', path: 'world/transfer', body: { amount: '-123.45' } },
      {
        at: atMinute(),
        name: 'foreign sale',
        path: 'v2/orders',
        body: { ...sale, symbol: HELD, qty: '1', client_order_id: 'by-hand-sale' },
      },
      {
        at: atMinute(),
        name: 'foreign order that stays open',
        path: 'v2/orders',
        body: {
          ...sale,
          side: 'buy',
          type: 'limit',
          limit_price: String(far),
          symbol: pays,
          qty: '1',
          client_order_id: 'by-hand-open',
        },
      },
    ].sort((a, b) => a.at.getTime() - b.at.getTime()),
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((one) => ({ one, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)
}

/** Moments of the session that lie at least two minutes apart, well within it. */
function momentsOf({ opensAt, closesAt }: Plan['session'], random: Random): () => Date {
  const minutes = Math.round((closesAt.getTime() - opensAt.getTime()) / MINUTE_MS)
  const free = shuffled(
    Array.from({ length: Math.floor((minutes - 30) / 3) }, (_, index) => 12 + index * 3),
    random,
  )
  return () => new Date(opensAt.getTime() + free.shift()! * MINUTE_MS + random.whole(0, 59) * 1000)
}

/** A level that the path of the day first comes to at a minute drawn among its new lows. */
function stopOn(
  ticker: string,
  { quotes, session }: Pick<Plan, 'quotes' | 'session'>,
  random: Random,
): Stop[] {
  const { opensAt, closesAt } = session
  const lows: Stop[] = []
  let least = Infinity
  for (let at = opensAt.getTime(); at < closesAt.getTime() - 15 * MINUTE_MS; at += MINUTE_MS) {
    const { price } = quotes.lastTrade(ticker, new Date(at))!
    // Levels are cut to cents by nobody: a hair over the price, so that equal is below.
    if (price < least && at >= opensAt.getTime() + 10 * MINUTE_MS)
      lows.push({ ticker, level: price, crossedAt: new Date(at) })
    least = Math.min(least, price)
  }
  return lows.length === 0 ? [] : [random.pick(lows)]
}

/** The journal of an account that bought its holdings in the session before. */
export function journalOf({ held, session }: Plan): string {
  const before = previousSession(session.opensAt)
  return held
    .map(({ ticker, quantity }, index) => {
      const clientOrderId = `before-${index}`
      const line = {
        what: 'submit',
        orderId: deriveId('alpaca-order', clientOrderId),
        clientOrderId,
        symbol: ticker,
        side: 'buy',
        type: 'market',
        timeInForce: 'day',
        quantity: String(quantity),
        limitPrice: null,
        stopPrice: null,
        submittedAt: new Date(before.opensAt.getTime() + index * MINUTE_MS).toISOString(),
      }
      return `${JSON.stringify(line)}\n`
    })
    .join('')
}
