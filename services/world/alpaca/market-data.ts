/** The routes of Alpaca's market data API: latest trades and quotes, snapshots, bars. */

import {
  newYorkDate,
  newYorkInstant,
  previousSession,
  sessionAt,
  sessionOf,
} from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { askedMoment } from '../http/asked-moment.ts'
import type { Call, Reply } from './trading.ts'
import type { Quotes, World } from '../contents/world.ts'

const MINUTE = 60_000
const PAGE_MAX = 10_000

type Market = { world: World; quotes: Quotes; now: Date }

/** Answers one call; nothing later than the business moment is ever told. */
export function marketData(world: World, quotes: Quotes, clock: Clock): (call: Call) => Reply {
  return ({ method, path, query }) => {
    if (method !== 'GET') return { status: 405, body: { message: 'method not allowed' } }
    const symbols = query.get('symbols')?.split(',').filter(Boolean) ?? []
    if (symbols.length === 0)
      return { status: 400, body: { message: 'symbols parameter is required' } }
    const market = { world, quotes, now: clock.now() }
    if (path === '/v2/stocks/trades/latest')
      return ok({ trades: collect(symbols, (one) => trade(one, market)) })
    if (path === '/v2/stocks/quotes/latest')
      return ok({ quotes: collect(symbols, (one) => quote(one, market)) })
    if (path === '/v2/stocks/snapshots') return ok(collect(symbols, (one) => snapshot(one, market)))
    if (path === '/v2/stocks/bars') return bars(symbols, query, market)
    return { status: 404, body: { message: 'endpoint not found.' } }
  }
}

function ok(body: unknown): Reply {
  return { status: 200, body }
}

function collect<T>(symbols: string[], read: (symbol: string) => T | undefined): Record<string, T> {
  const all: Record<string, T> = {}
  for (const symbol of symbols) {
    const found = read(symbol)
    if (found !== undefined) all[symbol] = found
  }
  return all
}

function trade(symbol: string, { quotes, now }: Market) {
  const last = quotes.lastTrade(symbol, now)
  if (!last) return undefined
  return {
    t: last.at.toISOString(),
    x: 'V',
    p: last.price,
    s: 100,
    c: ['@'],
    i: last.at.getTime(),
    z: 'C',
  }
}

/** A cent either side of the last trade. */
function quote(symbol: string, { quotes, now }: Market) {
  const last = quotes.lastTrade(symbol, now)
  if (!last) return undefined
  const side = (cents: number) => Math.max(0.01, Math.round(last.price * 100 + cents) / 100)
  return {
    t: last.at.toISOString(),
    bx: 'V',
    bp: side(-1),
    bs: 1,
    ax: 'V',
    ap: side(1),
    as: 1,
    c: ['R'],
    z: 'C',
  }
}

function snapshot(symbol: string, market: Market) {
  const latestTrade = trade(symbol, market)
  if (!latestTrade) return undefined
  const session = sessionAt(market.now) ?? previousSession(market.now)
  const minute = new Date(Math.floor(Date.parse(latestTrade.t) / MINUTE) * MINUTE)
  return {
    latestTrade,
    latestQuote: quote(symbol, market),
    minuteBar: minuteBar(symbol, minute, market),
    dailyBar: dayBar(symbol, session.date, market),
    prevDailyBar: dayBar(symbol, previousSession(session.opensAt).date, market),
  }
}

/** A closed session's real bar; the running one as far as it went. */
function dayBar(symbol: string, date: string, market: Market) {
  const bar = market.world.bars.get(symbol)?.find((one) => one.date === date)
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

function minuteBar(symbol: string, from: Date, market: Market) {
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
  { quotes }: Market,
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

/** `1Day` or `1Min`, oldest first; `page_token` counts the bars already given. */
function bars(symbols: string[], query: URLSearchParams, market: Market): Reply {
  const timeframe = query.get('timeframe')
  const start = askedMoment(query.get('start'), newYorkInstant(newYorkDate(market.now), '00:00'))
  const end = askedMoment(query.get('end'), market.now)
  const limit = Math.min(Number(query.get('limit') ?? 1000), PAGE_MAX)
  const skip = Number(query.get('page_token') ?? 0)
  if (timeframe !== '1Day' && timeframe !== '1Min') {
    return { status: 400, body: { message: `invalid timeframe: ${timeframe ?? ''}` } }
  }
  if (!start || !end) {
    return { status: 400, body: { message: 'invalid start or end' } }
  }
  const read = timeframe === '1Day' ? dayBars : minuteBars
  const all = symbols
    .toSorted()
    .flatMap((symbol) => read(symbol, start, end, market).map((bar) => ({ symbol, bar })))
  const page: Record<string, unknown[]> = {}
  for (const { symbol, bar } of all.slice(skip, skip + limit)) (page[symbol] ??= []).push(bar)
  return ok({
    bars: page,
    next_page_token: skip + limit < all.length ? String(skip + limit) : null,
  })
}

function dayBars(symbol: string, start: Date, end: Date, market: Market) {
  return (market.world.bars.get(symbol) ?? []).flatMap(({ date }) => {
    const at = newYorkInstant(date, '00:00')
    const bar = at >= start && at <= end ? dayBar(symbol, date, market) : undefined
    return bar ? [bar] : []
  })
}

function minuteBars(symbol: string, start: Date, end: Date, market: Market) {
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
