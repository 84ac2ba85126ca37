/** The closes that a run went over, for the chart of its trades. */

import type { BacktestPrices } from '#shared/contracts/api/backtests.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { adjustBar } from '#shared/domain/market/adjust.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { readPastBars } from '#shared/sql/backtest/past.ts'
import { readBacktestRow } from '#shared/sql/backtest/told-runs.ts'
import { readSplits } from '#shared/sql/market/actions.ts'
import type { Db } from '#shared/sql/open.ts'

/** Undefined where there is no such run; no closes of a ticker that it did not go over. */
export async function readBacktestPrices(
  db: Db,
  runId: string,
  ticker: string,
): Promise<Served<BacktestPrices> | undefined> {
  const run = await readBacktestRow(db, runId)
  if (!run) return undefined
  if (!run.settings.tickers.includes(ticker)) return { ticker, closes: [] }
  const { startDate, endDate, askedAt } = run
  const [bars, splits] = await Promise.all([
    readPastBars(db, ticker, { from: startDate, to: endDate, asOf: askedAt }),
    readSplits(db, [ticker], askedAt),
  ])
  const on = newYorkDate(askedAt)
  const closes = bars.map((bar) => {
    const { sessionDate: date, close } = adjustBar(bar, splits.get(ticker) ?? [], on)
    return { date, close }
  })
  return { ticker, closes }
}
