/**
 * The closes of the days of a run, for the chart of its trades: as they stand now, since of a bar that was revised
 * the record keeps no earlier one.
 */

import type { BacktestPrices } from '#shared/contracts/api/backtests.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { adjustBar } from '#shared/domain/market/adjust.ts'
import { newYorkDate, shiftDate } from '#shared/domain/market/calendar.ts'
import { countBarsSince, readPastBars } from '#shared/sql/backtest/past.ts'
import { readBacktestRow } from './told-runs.ts'
import { readSplits } from '#shared/sql/market/actions.ts'
import type { Db } from '#shared/sql/open.ts'

/** Undefined where there is no such run; no closes of a ticker that it did not go over. */
export async function readBacktestPrices(
  db: Db,
  runId: string,
  ticker: string,
  now: Date,
): Promise<Served<BacktestPrices> | undefined> {
  const run = await readBacktestRow(db, runId)
  if (!run) return undefined
  if (!run.settings.tickers.includes(ticker)) return { ticker, closes: [], since: 0 }
  const { startDate: from, endDate, askedAt } = run
  // The day on which it was asked had no close yet.
  const before = shiftDate(newYorkDate(askedAt), -1)
  const to = endDate < before ? endDate : before
  const [bars, splits, since] = await Promise.all([
    readPastBars(db, ticker, { from, to, asOf: now }),
    readSplits(db, [ticker], now),
    countBarsSince(db, ticker, { from, to, since: askedAt }),
  ])
  const on = newYorkDate(now)
  const closes = bars.map((bar) => {
    const { sessionDate: date, close } = adjustBar(bar, splits.get(ticker) ?? [], on)
    return { date, close }
  })
  return { ticker, closes, since }
}
