/** Backtests as people see them; one whose job was given up has failed. */

import type {
  BacktestAnswer,
  BacktestRow,
  BacktestTradeRow,
} from '#shared/contracts/api/backtests.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'

const runs = { table: 'backtest_runs', as: 'r', id: 'run_id' }
const trades = { table: 'backtest_trades', as: 't', id: 'trade_id' }

type Page = { sort: Sort; limit: number; after?: string | undefined }

export async function listBacktests(
  db: Db,
  {
    state,
    strategy,
    sort,
    limit,
    after,
  }: Page & { state?: string | undefined; strategy?: string | undefined },
): Promise<Served<BacktestRow>[]> {
  await askRow(db, runs, after)
  const order = ['asked_at', 'run_id'] as const
  return db<Served<BacktestRow>[]>`
    select ${told(db)}, ${made(db)} from ${from(db)}
    where true ${state === undefined ? db`` : db`and ${stateOf(db)} = ${state}`}
      ${strategy === undefined ? db`` : db`and r.strategy = ${strategy}`}
      ${goOnAfter(db, runs, order, { after, sort })}
    ${inOrder(db, runs, order, sort)} limit ${limit}`
}

export async function readBacktestRow(
  db: Db,
  runId: string,
): Promise<Served<BacktestRow> | undefined> {
  const [row] = await db<Served<BacktestRow>[]>`
    select ${told(db)}, ${made(db)} from ${from(db)} where r.run_id = ${runId}`
  return row
}

export async function readBacktest(
  db: Db,
  runId: string,
): Promise<Served<BacktestAnswer> | undefined> {
  const [row] = await db<Served<BacktestAnswer>[]>`
    select ${told(db)}, r.results from ${from(db)} where r.run_id = ${runId}`
  return row
}

/** Undefined where there is no such run. */
export async function listBacktestTrades(
  db: Db,
  runId: string,
  { ticker, sort, limit, after }: Page & { ticker?: string | undefined },
): Promise<Served<BacktestTradeRow>[] | undefined> {
  const [run] = await db`select 1 from backtest_runs where run_id = ${runId}`
  if (!run) return undefined
  await askRow(db, trades, after)
  const order = ['place', 'trade_id'] as const
  return db<Served<BacktestTradeRow>[]>`
    select t.trade_id, t.place, t.ticker, t.entry_date::text as entry_date, t.exit_date::text as exit_date,
      trim_scale(t.quantity) as quantity, trim_scale(t.paid) as paid, trim_scale(t.profit) as profit,
      trim_scale(t.fees) as fees, trim_scale(t.spread) as spread, trim_scale(t.slippage) as slippage,
      t.is_open, t.why
    from backtest_trades t
    where t.run_id = ${runId} ${ticker === undefined ? db`` : db`and t.ticker = ${ticker}`}
      ${goOnAfter(db, trades, order, { after, sort })}
    ${inOrder(db, trades, order, sort)} limit ${limit}`
}

function from(db: Db) {
  return db`backtest_runs r left join jobs j using (job_id)`
}

/** Without a job that waits nobody will ever run it. */
function isLost(db: Db) {
  return db`(r.state in ('queued', 'running') and j.state is distinct from 'queued')`
}

function stateOf(db: Db) {
  return db`(case when ${isLost(db)} then 'failed' else r.state end)`
}

function told(db: Db) {
  return db`r.run_id, r.asked_at, r.asked_by, r.strategy, r.first_day::text as start_date,
    r.last_day::text as end_date, r.settings, ${stateOf(db)} as state,
    case when ${isLost(db)} then 'job_lost' else r.reason end as reason,
    case when ${isLost(db)} then coalesce(j.last_error, 'its job is gone') else r.says end as says,
    r.state = 'running' and not ${isLost(db)} and r.cancel_asked_by is not null as is_ending,
    r.sessions_done, r.sessions_total, r.seconds_left, r.seconds, r.ended_at`
}

function made(db: Db) {
  return db`r.total_return as return, r.benchmark_return, r.sharpe_deflated`
}
