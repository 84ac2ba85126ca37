/** Table `backtest_runs`: what was asked for, how far it is, and what came of it. */

import type { BacktestResults } from '../../contracts/api/backtest-results.ts'
import type { BacktestRow } from '../../contracts/api/backtests.ts'
import type { DatedTrade } from '../../domain/backtest/results.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

export type BacktestSettingsAsked = BacktestRow['settings']

export type NewBacktest = {
  runId: string
  jobId: string
  askedAt: Date
  askedBy: string
  strategy: BacktestRow['strategy']
  startDate: string
  endDate: string
  settings: BacktestSettingsAsked
}

export async function addBacktest(tx: Tx, run: NewBacktest): Promise<void> {
  const { runId, jobId, askedAt, askedBy, strategy, startDate, endDate, settings } = run
  await tx`
    insert into backtest_runs (run_id, job_id, asked_at, asked_by, strategy, first_day, last_day, settings)
    values (${runId}, ${jobId}, ${askedAt}, ${askedBy}, ${strategy}, ${startDate}, ${endDate},
      ${tx.json(settings)})
    on conflict do nothing`
}

/** How many wait or run; their jobs may have been given up. */
export async function countOpenBacktests(tx: Tx): Promise<number> {
  // One asks after the other, so that the count holds.
  await tx`select pg_advisory_xact_lock(hashtextextended('backtest_runs', 0))`
  const [row] = await tx<{ count: number }[]>`
    select count(*) as count from backtest_runs r join jobs j using (job_id)
    where r.state in ('queued', 'running') and j.state = 'queued'`
  return row!.count
}

/** A run as it is delivered: `attempt` tells this delivery from others. */
export type BegunBacktest = Pick<
  NewBacktest,
  'runId' | 'askedAt' | 'strategy' | 'startDate' | 'endDate' | 'settings'
> & { attempt: number; isEnding: boolean }

/** Takes a run for this delivery: one before it writes nothing from here on. Undefined where it has ended or is gone. */
export async function beginBacktest(
  db: Db,
  runId: string,
  now: Date,
): Promise<BegunBacktest | undefined> {
  const [row] = await db<BegunBacktest[]>`
    update backtest_runs set state = 'running', attempt = attempt + 1, begun_at = ${now},
      sessions_done = 0, sessions_total = 0, seconds_left = null
    where run_id = ${runId} and state in ('queued', 'running')
    returning run_id, asked_at, strategy, first_day::text as start_date, last_day::text as end_date,
      settings, attempt, cancel_asked_by is not null as is_ending`
  return row
}

export type BacktestProgress = { done: number; total: number; secondsLeft: number | null }

/** Whether to go on: `superseded` where a later delivery took the run, or it is gone. */
export type ProgressHeard = 'go_on' | 'end' | 'superseded'

export async function tellProgress(
  db: Db,
  { runId, attempt }: BegunBacktest,
  { done, total, secondsLeft }: BacktestProgress,
): Promise<ProgressHeard> {
  const [row] = await db<{ isEnding: boolean }[]>`
    update backtest_runs
    set sessions_total = ${total}, sessions_done = ${done}, seconds_left = ${secondsLeft}
    where run_id = ${runId} and attempt = ${attempt} and state = 'running'
    returning cancel_asked_by is not null as is_ending`
  if (!row) return 'superseded'
  return row.isEnding ? 'end' : 'go_on'
}

/** How a run ended. */
export type EndedBacktest =
  | { state: 'done'; results: BacktestResults; trades: readonly DatedTrade[] }
  | { state: 'failed'; reason: string; says: string }
  | { state: 'cancelled' }

/** Keeps how it ended; false where another delivery has the run, and nothing is kept. */
export async function endBacktest(
  tx: Tx,
  { runId, attempt }: BegunBacktest,
  ended: EndedBacktest,
  { now, seconds }: { now: Date; seconds: number },
): Promise<boolean> {
  const isDone = ended.state === 'done'
  const failed = ended.state === 'failed' ? ended : null
  const { count } = await tx`
    update backtest_runs set state = ${ended.state}, ended_at = ${now}, seconds = ${seconds}, seconds_left = null,
      sessions_done = case when ${isDone} then sessions_total else sessions_done end,
      reason = ${failed?.reason ?? null}, says = ${failed?.says ?? null},
      results = ${isDone ? tx.json(ended.results) : null}
    where run_id = ${runId} and attempt = ${attempt} and state = 'running'`
  if (count === 0) return false
  if (isDone) await saveTrades(tx, runId, ended.trades)
  return true
}

async function saveTrades(tx: Tx, runId: string, trades: readonly DatedTrade[]): Promise<void> {
  const rows = trades.map(({ place, entryDate, exitDate, isOpen, ...trade }) => ({
    ...trade,
    trade_id: deriveId('backtest_trade', runId, place),
    place,
    entry_date: entryDate,
    exit_date: exitDate,
    is_open: isOpen,
  }))
  await tx`
    insert into backtest_trades (trade_id, run_id, place, ticker, entry_date, exit_date, quantity, paid,
      profit, fees, spread, slippage, is_open, why)
    select trade_id, ${runId}, place, ticker, entry_date, exit_date, quantity, paid, profit, fees, spread,
      slippage, is_open, why
    from jsonb_to_recordset(${tx.json(rows)}) as r (trade_id uuid, place integer, ticker text,
      entry_date date, exit_date date, quantity numeric, paid numeric, profit numeric, fees numeric,
      spread numeric, slippage numeric, is_open boolean, why text)`
}

/**
 * Asks that a run end: one that runs hears of it, one that waits ends here. What it was before; undefined where
 * there is no such run.
 */
export async function cancelBacktest(
  tx: Tx,
  runId: string,
  by: string,
  now: Date,
): Promise<string | undefined> {
  const [row] = await tx<{ state: string; isAtWork: boolean }[]>`
    select r.state, r.state = 'running' and coalesce(j.state = 'queued', false) as is_at_work
    from backtest_runs r left join jobs j using (job_id) where run_id = ${runId} for update of r`
  if (!row) return undefined
  const { state, isAtWork } = row
  if (isAtWork) {
    await tx`update backtest_runs set cancel_asked_by = coalesce(cancel_asked_by, ${by}) where run_id = ${runId}`
  } else if (state === 'queued' || state === 'running') {
    await tx`
      update backtest_runs set state = 'cancelled', ended_at = ${now}, cancel_asked_by = ${by}, seconds_left = null
      where run_id = ${runId}`
  }
  return state
}
