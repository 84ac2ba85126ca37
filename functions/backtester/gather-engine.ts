/** What the signal engine said of the tickers of a run, where recommendations are played and it has a say. */

import type { BacktestFeed, PastEvaluation } from '#shared/domain/backtest/feed.ts'
import type { PlayedBacktest } from '#shared/domain/backtest/played.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { BegunBacktest } from '#shared/sql/backtest/runs.ts'
import { readPastEvaluations, readEngineBegun } from '#shared/sql/backtest/past-engine.ts'
import type { Sql } from '#shared/sql/open.ts'

/** Before the first day: the evaluation that the first look hears. */
const EARLIER_DAYS = 7

/** Nothing where nobody asks it, or where it never said a word. */
export async function gatherEngine(
  sql: Sql,
  { settings, startDate, endDate, askedAt }: BegunBacktest,
  strategy: PlayedBacktest,
): Promise<Pick<BacktestFeed, 'engine'>> {
  if (!('means' in strategy) || strategy.means.engineMode !== 'traded') return {}
  const since = await readEngineBegun(sql)
  if (since === null || since >= askedAt) return {}
  const from = newYorkInstant(shiftDate(startDate, -EARLIER_DAYS), '00:00')
  const until = newYorkInstant(shiftDate(endDate, 1), '00:00')
  const to = until < askedAt ? until : askedAt
  const said = new Map<string, PastEvaluation[]>()
  for (const ticker of settings.tickers)
    said.set(ticker, await readPastEvaluations(sql, ticker, { from, to }))
  return { engine: { since, said } }
}
