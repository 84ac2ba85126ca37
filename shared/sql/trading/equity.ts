/** Table `portfolio_snapshots` looked back on: peaks, and how much equity moves. */

import type { TierName } from '../../domain/trading/tiers.ts'
import type { Db, Tx } from '../open.ts'

/** Highest equity ever snapshotted, `least` at least. Dollars. */
export async function readHighestEquity(db: Db, least: string): Promise<string> {
  const [row] = await db<{ equity: string }[]>`
    select greatest(max(equity), ${least}::numeric) as equity from portfolio_snapshots
  `
  return row?.equity ?? least
}

/** The same of snapshots taken at or after `since`. */
export async function readHighestEquitySince(db: Db, since: Date, least: string): Promise<string> {
  const [row] = await db<{ equity: string }[]>`
    select greatest(max(equity), ${least}::numeric) as equity from portfolio_snapshots where taken_at >= ${since}
  `
  return row?.equity ?? least
}

/** True when this New York date has a snapshot. */
export async function hasSnapshotOf(db: Db, sessionDate: string): Promise<boolean> {
  const [row] = await db<{ has: boolean }[]>`
    select exists (select from portfolio_snapshots where session_date = ${sessionDate}) as has
  `
  return row?.has ?? false
}

const RETURNS_MIN = 10
const HALF_HOURS_MIN = 20

/**
 * Standard deviation of equity's returns from snapshot to snapshot: of the last 30 minutes, and the
 * mean of the half hours of the 20 days before, those with positions open.
 *
 * Undefined with fewer than 10 returns now, or fewer than 20 such half hours.
 */
export async function readVolatility(
  db: Db,
  now: Date,
): Promise<{ realised: number; mean: number } | undefined> {
  const [from, recent] = [
    new Date(now.getTime() - 20 * 86_400_000),
    new Date(now.getTime() - 30 * 60_000),
  ]
  const [row] = await db<
    { realised: number | null; returns: number; mean: number | null; halfHours: number }[]
  >`
    with returns as (
      select taken_at, open_positions,
        (equity / lag(equity) over (partition by session_date order by taken_at) - 1)::float8 as gain
      from portfolio_snapshots where taken_at > ${from} and taken_at <= ${now} and equity > 0
    ), half_hours as (
      select stddev_samp(gain) as moved from returns
      where taken_at <= ${recent} and open_positions > 0
      group by date_bin('30 minutes', taken_at, timestamptz 'epoch') having count(gain) >= ${RETURNS_MIN}
    )
    select (select stddev_samp(gain) from returns where taken_at > ${recent}) as realised,
      (select count(gain) from returns where taken_at > ${recent}) as returns,
      (select avg(moved) from half_hours) as mean, (select count(*) from half_hours) as half_hours
  `
  if (!row || row.realised === null || row.mean === null) return undefined
  if (row.returns < RETURNS_MIN || row.halfHours < HALF_HOURS_MIN) return undefined
  return { realised: row.realised, mean: row.mean }
}

/** Moves the engine to another tier, and keeps why. */
export async function changeTier(
  tx: Tx,
  made: { from: TierName; to: TierName; reason: string; numbers: Record<string, number> },
  now: Date,
): Promise<void> {
  await tx`update trading_engine_config set risk_tier = ${made.to}`
  await tx`
    insert into risk_tier_history (at, from_tier, to_tier, reason, numbers)
    values (${now}, ${made.from}, ${made.to}, ${made.reason}, ${tx.json(made.numbers)})
  `
}
