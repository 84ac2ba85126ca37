/** Tables `portfolio_snapshots` and `daily_risk_snapshots`: equity as it went, and what it shows. */

import { breakerDefaults } from '../../domain/trading/breakers.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { DAY_MS, MINUTE_MS } from '../../domain/spans.ts'

export type Snapshot = {
  sessionDate: string
  /** Dollars, as decimal text. */
  cash: string
  positionsValue: string
  realised: string
  unrealised: string
  reserve: string
  openPositions: number
  /** Dollars from outside less those that went there, ever. */
  flows?: string
}

/**
 * Stores the account at `now`, and up to which entry of the books it goes: the caller holds the book's lock.
 * Equity and its parts are added up from rounded numbers, so they agree.
 */
export async function saveSnapshot(tx: Tx, made: Snapshot, now: Date): Promise<void> {
  await tx`
    insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
      unrealised_pnl, reserve, active_pool, open_positions, flows, ledger_entry_id)
    select ${now}, ${made.sessionDate}, cash, value, cash + value, ${made.realised}::numeric,
      ${made.unrealised}::numeric, reserve, cash + value - reserve, ${made.openPositions},
      ${made.flows ?? null}::numeric,
      (select max(ledger_entry_id) from ledger_entries where ${ofAccount(tx)})
    from (select round(${made.cash}::numeric, 6) as cash, round(${made.positionsValue}::numeric, 6) as value,
      ${made.reserve}::numeric as reserve) as rounded
    on conflict (account_id, taken_at) do update set cash = excluded.cash, positions_value = excluded.positions_value,
      equity = excluded.equity, realised_pnl = excluded.realised_pnl, unrealised_pnl = excluded.unrealised_pnl,
      reserve = excluded.reserve, active_pool = excluded.active_pool,
      open_positions = excluded.open_positions, flows = excluded.flows,
      ledger_entry_id = excluded.ledger_entry_id
  `
}

/**
 * What the session is measured from, as it stands now: money paid in or taken out moves it. Keeps the
 * lowest equity seen since. True in the session's first round.
 */
export async function openDay(
  tx: Tx,
  { sessionDate, baseline, equity }: { sessionDate: string; baseline: string; equity: string },
): Promise<boolean> {
  const [row] = await tx<{ isFirst: boolean }[]>`
    insert into daily_risk_snapshots as day (session_date, opening_equity, lowest_equity)
    values (${sessionDate}, ${baseline}, ${equity})
    on conflict (account_id, session_date) do update set opening_equity = excluded.opening_equity,
      lowest_equity = least(day.lowest_equity, excluded.lowest_equity)
    returning xmax = 0 as is_first
  `
  return row?.isFirst ?? false
}

/**
 * Highest equity up to the newest snapshot, which carries it; `least` at least. Dollars; what was paid in
 * or taken out since, up to `flows`, moves it.
 */
export async function readHighestEquity(db: Db, least: string, flows?: string): Promise<string> {
  const [row] = await db<{ equity: string }[]>`
    select greatest(highest_equity + coalesce(${flows ?? null}::numeric - flows, 0),
      ${least}::numeric) as equity
    from portfolio_snapshots where ${ofAccount(db)} order by taken_at desc limit 1
  `
  return row?.equity ?? least
}

/** Equity as the round before `now` left it, moved by `flows` in the same way; null before the first. */
export async function readEquityBefore(db: Db, flows: string, now: Date): Promise<string | null> {
  const [row] = await db<{ equity: string }[]>`
    select equity + coalesce(${flows}::numeric - flows, 0) as equity from portfolio_snapshots
    where taken_at < ${now} and ${ofAccount(db)} order by taken_at desc limit 1`
  return row?.equity ?? null
}

/** The highest of snapshots taken at or after `since`, `least` at least; moved by `flows` in the same way. */
export async function readHighestEquitySince(
  db: Db,
  since: Date,
  least: string,
  flows?: string,
): Promise<string> {
  const [row] = await db<{ equity: string }[]>`
    select greatest(max(equity + coalesce(${flows ?? null}::numeric - flows, 0)), ${least}::numeric) as equity
    from portfolio_snapshots where taken_at >= ${since} and ${ofAccount(db)}
  `
  return row?.equity ?? least
}

/** True where a session that was seen has no snapshot from after its close, nor any later one. */
export async function lacksClosing(db: Db, sessionDate: string, closesAt: Date): Promise<boolean> {
  const [row] = await db<{ lacks: boolean }[]>`
    select taken_at < ${closesAt} and session_date = ${sessionDate} as lacks from portfolio_snapshots
    where ${ofAccount(db)} order by taken_at desc limit 1`
  return row?.lacks ?? false
}

/** True when a fill was recorded that no snapshot has seen. */
export async function hasUnseenFills(db: Db): Promise<boolean> {
  const [row] = await db<{ unseen: boolean }[]>`
    select coalesce((select max(recorded_at) from order_fills where ${ofAccount(db)}) > coalesce(
      (select max(taken_at) from portfolio_snapshots where ${ofAccount(db)}), '-infinity'), false) as unseen
  `
  return row?.unseen ?? false
}

/**
 * Standard deviation of equity's returns from snapshot to snapshot: of the last half hour, and the
 * mean of the half hours of the days before (`breakerDefaults`), those with positions open.
 *
 * Undefined with too few returns now, or too few such half hours.
 */
export async function readVolatility(
  db: Db,
  now: Date,
): Promise<{ realised: number; mean: number } | undefined> {
  const { volatilityDays, halfHourMinutes, halfHourReturnsMin, halfHoursMin } = breakerDefaults
  const from = new Date(now.getTime() - volatilityDays * DAY_MS)
  const recent = new Date(now.getTime() - halfHourMinutes * MINUTE_MS)
  const [row] = await db<
    { realised: number | null; returns: number; mean: number | null; halfHours: number }[]
  >`
    with returns as (
      select taken_at, open_positions,
        (equity / lag(equity) over (partition by session_date order by taken_at) - 1)::float8 as gain
      from portfolio_snapshots
      where taken_at > ${from} and taken_at <= ${now} and equity > 0 and ${ofAccount(db)}
    ), half_hours as (
      select stddev_samp(gain) as moved from returns
      where taken_at <= ${recent} and open_positions > 0
      group by date_bin(make_interval(mins => ${halfHourMinutes}), taken_at, timestamptz 'epoch')
      having count(gain) >= ${halfHourReturnsMin}
    )
    select (select stddev_samp(gain) from returns where taken_at > ${recent}) as realised,
      (select count(gain) from returns where taken_at > ${recent}) as returns,
      (select avg(moved) from half_hours) as mean, (select count(*) from half_hours) as half_hours
  `
  if (!row || row.realised === null || row.mean === null) return undefined
  if (row.returns < halfHourReturnsMin || row.halfHours < halfHoursMin) return undefined
  return { realised: row.realised, mean: row.mean }
}
