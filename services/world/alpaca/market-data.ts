/** The routes of Alpaca's market data API: latest trades and quotes, snapshots, bars. */

import { previousSession, sessionAt } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { bars, dayBar, latestBars, minuteBar, type WorldMarket } from './bars.ts'
import type { Call, Reply } from './trading.ts'
import type { Quotes, World } from '../contents/world.ts'

const MINUTE = 60_000

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
    if (path === '/v2/stocks/bars/latest') return latestBars(symbols, market)
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

export function trade(symbol: string, { quotes, now }: WorldMarket) {
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
export function quote(symbol: string, { quotes, now }: WorldMarket) {
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

function snapshot(symbol: string, market: WorldMarket) {
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
