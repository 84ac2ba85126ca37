/** Fills, marks, snapshots and the reserve: what the account is worth and how that came about. */

import type { Fill } from '../../domain/ledger/ledger.ts'
import type { TierName } from '../../domain/trading/tiers.ts'
import type { Db, Tx } from '../open.ts'

export type EngineConfig = {
  mode: 'paper' | 'live' | 'disabled'
  paused: boolean
  riskTier: TierName
}

/**
 * How the engine is set.
 *
 * @throws RangeError when the row is missing: then nothing may be traded.
 */
export async function readEngineConfig(db: Db): Promise<EngineConfig> {
  const [row] = await db<EngineConfig[]>`
    select case when (select value from risk_configs where name = 'mode') = '"disabled"' then 'disabled'
      else mode end as mode, paused, risk_tier
    from trading_engine_config
  `
  if (!row) throw new RangeError('Read trading_engine_config: it holds no row')
  return row
}

/** Lets one round at a time write, until the transaction ends; a second engine waits and then sees. */
export async function lockRound(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('trading-engine'))`
}

/** Pauses or resumes entries; kept until changed. */
export async function setPaused(tx: Tx, paused: boolean, by: string, now: Date): Promise<void> {
  await tx`update trading_engine_config set paused = ${paused}`
  await tx`
    insert into audit_events (business_at, actor, action, entity_type, entity_id)
    values (${now}, ${by}, ${paused ? 'pause' : 'resume'}, 'service', 'trading-engine')
  `
}

/** The tier an installation asks for, taken on until the engine or a person has changed it. */
export async function adoptTier(db: Db, tier: TierName): Promise<void> {
  await db`
    update trading_engine_config set risk_tier = ${tier}
    where risk_tier <> ${tier} and not exists (select from risk_tier_history)
  `
}

/** Every fill, oldest first; the order is total. */
export function readFills(db: Db): Promise<Fill[]> {
  return db<Fill[]>`
    select execution_id, ticker, side, quantity, price, fee, filled_at
    from order_fills order by filled_at, case side when 'buy' then 0 else 1 end, execution_id collate "C"
  `
}

/** Tickers that fills leave shares of. */
export async function readHeldTickers(db: Db): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select ticker from order_fills group by ticker
    having sum(case side when 'buy' then quantity else -quantity end) > 0 order by ticker collate "C"
  `
  return rows.map(({ ticker }) => ticker)
}

/** Dollars the account opened with; undefined before the broker was first read. */
export async function readDeposit(db: Db): Promise<string | undefined> {
  const [row] = await db<{ openedWith: string }[]>`
    select opened_with from broker_accounts order by synced_at desc, account_id limit 1
  `
  return row?.openedWith
}

/** Sector and newest mark of each ticker the broker says is held. */
export function readMarks(
  db: Db,
): Promise<{ ticker: string; sector: string; markPrice: string; markedAt: Date }[]> {
  return db`
    select ticker, coalesce(nullif(positions.sector, ''), companies.sector, '') as sector, mark_price, marked_at
    from positions left join companies using (ticker) order by ticker collate "C"
  `
}

/** Moves marks forward; an older price never replaces a newer one. */
export async function saveMarks(
  tx: Tx,
  marks: ReadonlyMap<string, { price: string; at: Date }>,
): Promise<void> {
  for (const [ticker, { price, at }] of marks) {
    await tx`
      update positions set mark_price = ${price}, marked_at = ${at}
      where ticker = ${ticker} and marked_at < ${at}
    `
  }
}

export type Snapshot = {
  sessionDate: string
  /** Dollars, as decimal text. */
  cash: string
  positionsValue: string
  realised: string
  unrealised: string
  reserve: string
  openPositions: number
}

/** Stores the account at `now`; equity and its parts are added up from rounded numbers, so they agree. */
export async function saveSnapshot(tx: Tx, made: Snapshot, now: Date): Promise<void> {
  await tx`
    insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
      unrealised_pnl, reserve, active_pool, open_positions)
    select ${now}, ${made.sessionDate}, cash, value, cash + value, ${made.realised}::numeric,
      ${made.unrealised}::numeric, reserve, cash + value - reserve, ${made.openPositions}
    from (select round(${made.cash}::numeric, 6) as cash, round(${made.positionsValue}::numeric, 6) as value,
      ${made.reserve}::numeric as reserve) as rounded
    on conflict (taken_at) do update set cash = excluded.cash, positions_value = excluded.positions_value,
      equity = excluded.equity, realised_pnl = excluded.realised_pnl, unrealised_pnl = excluded.unrealised_pnl,
      reserve = excluded.reserve, active_pool = excluded.active_pool, open_positions = excluded.open_positions
  `
}

/** The session's first equity, stored the first time; keeps the lowest seen since. */
export async function openDay(tx: Tx, sessionDate: string, equity: string): Promise<string> {
  const [row] = await tx<{ openingEquity: string }[]>`
    insert into daily_risk_snapshots as day (session_date, opening_equity, lowest_equity)
    values (${sessionDate}, ${equity}, ${equity})
    on conflict (session_date) do update set lowest_equity = least(day.lowest_equity, excluded.lowest_equity)
    returning opening_equity
  `
  return row?.openingEquity ?? equity
}

/** True when a fill was recorded that no snapshot has seen. */
export async function hasUnseenFills(db: Db): Promise<boolean> {
  const [row] = await db<{ unseen: boolean }[]>`
    select coalesce(max(recorded_at) > coalesce((select max(taken_at) from portfolio_snapshots), '-infinity'), false) as unseen
    from order_fills
  `
  return row?.unseen ?? false
}

/** Dollars in the reserve: the ledger's sum. */
export async function readReserve(db: Db): Promise<string> {
  const [row] = await db<{ balance: string }[]>`select balance from reserve_balance`
  return row?.balance ?? '0'
}

/** Executions whose profit was already shared with the reserve. */
export async function readSiphoned(db: Db): Promise<Set<string>> {
  const rows = await db<{ closingExecutionId: string }[]>`
    select closing_execution_id from reserve_pool_ledger where closing_execution_id is not null
  `
  return new Set(rows.map(({ closingExecutionId }) => closingExecutionId))
}

/** Adds an entry to the reserve; one for each closing execution, a second changes nothing. */
export async function addToReserve(
  tx: Tx,
  entry: { amount: string; trigger: 'siphon' | 'high_water'; executionId: string | null },
  now: Date,
): Promise<void> {
  await tx`
    insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
    select ${now}, ${entry.amount}::numeric, balance + ${entry.amount}::numeric, ${entry.trigger}, ${entry.executionId}::text
    from reserve_balance
    on conflict (closing_execution_id) do nothing
  `
}
