/** Opens, closes and volumes of every company with bars, on one basis, for returns over sessions. */

import type { PricedSession } from '../../domain/quality/returns.ts'
import type { Db } from '../open.ts'
import { readBarsBefore } from '../market/bars.ts'

export type TradedSession = PricedSession & { volume: number }

/** Of how many companies the bars are asked at once. */
const AT_ONCE = 8

/** The newest `count` sessions of each company known before `asOf`, by ticker and session. */
export async function readPricedSessions(
  db: Db,
  count: number,
  asOf: Date,
): Promise<Map<string, Map<string, TradedSession>>> {
  const tickers = await readTickersWithBars(db)
  const priced = new Map<string, Map<string, TradedSession>>()
  for (let from = 0; from < tickers.length; from += AT_ONCE) {
    const some = tickers.slice(from, from + AT_ONCE)
    const bars = await Promise.all(some.map((ticker) => readBarsBefore(db, ticker, count, asOf)))
    for (const [place, ticker] of some.entries()) priced.set(ticker, pricedBySession(bars[place]!))
  }
  return priced
}

async function readTickersWithBars(db: Db): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select ticker from companies where exists (
      select from market_snapshots bar where bar.ticker = companies.ticker and bar.timespan = '1d')
    order by ticker collate "C"`
  return rows.map(({ ticker }) => ticker)
}

function pricedBySession(
  bars: Awaited<ReturnType<typeof readBarsBefore>>,
): Map<string, TradedSession> {
  return new Map(
    bars.map(({ sessionDate, open, close, volume }) => [
      sessionDate,
      { sessionDate, open: Number(open), close: Number(close), volume: Number(volume) },
    ]),
  )
}
