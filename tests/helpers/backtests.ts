/** Backtests in the record: prices to run them over, and one that is done. */

import { reportBacktest } from '#shared/domain/backtest/report.ts'
import { datedTrades, resultsOf } from '#shared/domain/backtest/results.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { sweep } from '#shared/domain/backtest/sweep.ts'
import { axesOf, variantsOf } from '#shared/domain/strategy/variants.ts'
import { newYorkInstant, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { momentum } from '#shared/domain/strategy/momentum.ts'
import { deriveId } from '#shared/host/ids.ts'
import { addBacktest, beginBacktest, endBacktest } from '#shared/sql/backtest/runs.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { feedOf, FROM, walk, type Row } from './backtest-feed.ts'

const tickers = ['AAPL', 'XOM']

export const SEEDED_BACKTEST = deriveId('test', 'backtest')

/** A year of chance, run by momentum. */
export async function seedBacktest(sql: Sql): Promise<string> {
  const askedAt = new Date('2024-03-14T13:00:00Z')
  const random = randomOf(7)
  const feed = feedOf(Object.fromEntries(tickers.map((ticker) => [ticker, walk(250, random)])))
  const settings = { ...backtestDefaults, from: FROM }
  const report = reportBacktest(momentum, feed, settings, { count: 7 })
  const runId = SEEDED_BACKTEST
  const jobId = await askFor(sql, { runId, askedAt, endDate: report.run.dates.at(-1)! })
  const run = (await beginBacktest(sql, runId, askedAt))!
  const notes = [{ code: 'no_bars', about: 'MSFT' }]
  const swept = { sweep: sweep(variantsOf('momentum')!, feed, settings), axes: axesOf('momentum')! }
  const results = resultsOf(report, swept, notes)
  const trades = datedTrades(report.run, feed)
  await sql.begin(async (tx) => {
    await tx`update backtest_runs set sessions_total = 500 where run_id = ${runId}`
    await endBacktest(tx, run, { state: 'done', results, trades }, { now: askedAt, seconds: 1.25 })
    await tx`update jobs set state = 'done', settled_at = now() where job_id = ${jobId}`
  })
  return runId
}

type Asked = {
  runId: string
  askedAt: Date
  endDate: string
  startDate?: string
  strategy?: string
  tickers?: string[]
  sweep?: boolean
  asTracked?: boolean
}

/** A run that waits, with its job; returns the job's id. */
export async function askFor(sql: Sql, asked: Asked): Promise<string> {
  const { runId, askedAt, endDate, startDate = FROM, strategy = 'momentum', sweep = false } = asked
  const { asTracked = false } = asked
  const handover = { to: 'backtest', job: { run_id: runId } } as const
  const cause = { key: `query-api:backtest:${runId}`, now: askedAt }
  const [jobId] = await enqueue(sql, [handover], cause)
  const riskTier = strategy === 'recorded' ? ('moderate' as const) : null
  const said = {
    initialCapital: '100000',
    riskTier,
    seed: 1,
    trials: 7,
    costs: true,
    sweep,
    asTracked,
  }
  await sql.begin((tx) =>
    addBacktest(tx, {
      runId,
      jobId: jobId!,
      askedAt,
      askedBy: 'ann',
      strategy,
      startDate,
      endDate,
      settings: { ...said, tickers: asked.tickers ?? tickers },
    }),
  )
  return jobId!
}

/** Rows of one ticker as bars of sessions from `from` on, fetched each at its midnight; returns their days. */
export async function putRows(
  sql: Sql,
  ticker: string,
  rows: readonly Row[],
  { from = FROM, basis = 'raw', fetchedAt }: PutRows = {},
): Promise<string[]> {
  const days: string[] = []
  const bars = []
  for (let date = from; days.length < rows.length; date = shiftDate(date, 1)) {
    if (!sessionOf(date)) continue
    const row = rows[days.length]
    days.push(date)
    if (!row) continue
    const [open, high, low, close, volume = 1_000_000] = row
    const price = (value: number) => value.toFixed(6)
    bars.push({
      ticker,
      timespan: '1d',
      starts_at: newYorkInstant(date, '00:00'),
      session_date: date,
      open: price(open),
      high: price(Math.max(high, open, close)),
      low: price(low),
      close: price(close),
      volume: String(volume),
      basis,
      fetched_at: fetchedAt ?? newYorkInstant(shiftDate(date, 1), '00:00'),
    })
  }
  await sql`insert into market_snapshots ${sql(bars)}`
  return days
}

type PutRows = { from?: string; basis?: 'raw' | 'adjusted'; fetchedAt?: Date }
