/** Alpaca's bars: days and minutes of several symbols, page by page, and the last minute of each. */

import {
  newYorkDate,
  newYorkInstant,
  sessionAt,
  sessionOf,
} from '#shared/domain/market/calendar.ts'
import { asTraded } from '../contents/actions.ts'
import type { Quotes, World } from '../contents/world.ts'
import { askedMoment } from '../http/asked-moment.ts'
import type { Reply } from './trading.ts'

const MINUTE = 60_000
const PAGE_MAX = 10_000

export type WorldMarket = { world: World; quotes: Quotes; now: Date }

/** The last whole minute of each symbol in the running session; none where there is no session. */
export function latestBars(symbols: string[], market: WorldMarket): Reply {
  const session = sessionAt(market.now)
  const at = new Date(Math.floor(market.now.getTime() / MINUTE - 1) * MINUTE)
  const found: Record<string, unknown> = {}
  for (const symbol of symbols) {
    const bar = session && at >= session.opensAt ? minuteBar(symbol, at, market) : undefined
    if (bar) found[symbol] = bar
  }
  return { status: 200, body: { bars: found } }
}

/** `1Day` or `1Min`, oldest first, as traded unless told; `page_token` counts the bars already given. */
export function bars(symbols: string[], query: URLSearchParams, market: WorldMarket): Reply {
  const timeframe = query.get('timeframe')
  const start = askedMoment(query.get('start'), newYorkInstant(newYorkDate(market.now), '00:00'))
  const end = askedMoment(query.get('end'), market.now)
  const limit = Math.min(Number(query.get('limit') ?? 1000), PAGE_MAX)
  const skip = Number(query.get('page_token') ?? 0)
  if (timeframe !== '1Day' && timeframe !== '1Min') {
    return { status: 400, body: { message: `invalid timeframe: ${timeframe ?? ''}` } }
  }
  const adjustment = query.get('adjustment') ?? 'raw'
  if (!/^(?:raw|split|dividend|all)$/.test(adjustment))
    return { status: 400, body: { message: `invalid adjustment: ${adjustment}` } }
  if (!start || !end) {
    return { status: 400, body: { message: 'invalid start or end' } }
  }
  const isRaw = adjustment === 'raw'
  const read = timeframe === '1Day' ? dayBars(isRaw) : minuteBars
  const all = symbols
    .toSorted()
    .flatMap((symbol) => read(symbol, start, end, market).map((bar) => ({ symbol, bar })))
  const page: Record<string, unknown[]> = {}
  for (const { symbol, bar } of all.slice(skip, skip + limit)) (page[symbol] ??= []).push(bar)
  const next = skip + limit < all.length ? String(skip + limit) : null
  return { status: 200, body: { bars: page, next_page_token: next } }
}

const dayBars = (isRaw: boolean) => (symbol: string, start: Date, end: Date, market: WorldMarket) =>
  (market.world.bars.get(symbol) ?? []).flatMap(({ date }) => {
    const at = newYorkInstant(date, '00:00')
    const bar = at >= start && at <= end ? dayBar(symbol, date, market, isRaw) : undefined
    return bar ? [bar] : []
  })

function minuteBars(symbol: string, start: Date, end: Date, market: WorldMarket) {
  const until = Math.min(end.getTime(), market.now.getTime())
  const found = []
  const first = Math.ceil(start.getTime() / MINUTE) * MINUTE
  for (let at = first; at <= until && found.length < PAGE_MAX; at += MINUTE) {
    const from = new Date(at)
    const bar = sessionAt(from) ? minuteBar(symbol, from, market) : undefined
    if (bar) found.push(bar)
  }
  return found
}

/** A closed session's real bar; the running one as far as it went. */
export function dayBar(symbol: string, date: string, market: WorldMarket, isRaw = true) {
  const { world } = market
  const known = world.bars.get(symbol)?.find((one) => one.date === date)
  const bar = known && isRaw ? asTraded(world, symbol, known) : known
  const session = sessionOf(date)
  if (!bar || !session || session.opensAt > market.now) return undefined
  const t = newYorkInstant(date, '00:00').toISOString()
  if (session.closesAt <= market.now) {
    const vw = (bar.open + bar.high + bar.low + bar.close) / 4
    return {
      t,
      o: bar.open,
      h: bar.high,
      l: bar.low,
      c: bar.close,
      v: Math.round(bar.volume),
      n: 1,
      vw,
    }
  }
  const length = session.closesAt.getTime() - session.opensAt.getTime()
  const share = (market.now.getTime() - session.opensAt.getTime()) / length
  return pathBar(symbol, session.opensAt, market.now, Math.round(bar.volume * share), t, market)
}

export function minuteBar(symbol: string, from: Date, market: WorldMarket) {
  const to = new Date(Math.min(from.getTime() + MINUTE - 1, market.now.getTime()))
  return pathBar(symbol, from, to, 100, from.toISOString(), market)
}

/** A bar of the trades seen at each minute of [from, to]. */
function pathBar(
  symbol: string,
  from: Date,
  to: Date,
  volume: number,
  t: string,
  { quotes }: WorldMarket,
) {
  const prices: number[] = []
  for (let at = from.getTime(); ; at += MINUTE) {
    const seen = quotes.lastTrade(symbol, new Date(Math.min(at, to.getTime())))
    if (seen) prices.push(seen.price)
    if (at >= to.getTime()) break
  }
  const [first] = prices
  const last = prices.at(-1)
  if (first === undefined || last === undefined) return undefined
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length
  return {
    t,
    o: first,
    h: Math.max(...prices),
    l: Math.min(...prices),
    c: last,
    v: volume,
    n: prices.length,
    vw: mean,
  }
}
