/**
 * Tables `risk_configs` and `risk_config_changes`: the limits in force, and who changed them. The mode
 * among them is that of `trading_mode`.
 */

import type { LimitChangeRow } from '../../contracts/api/limits.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Sort } from '../../contracts/api/words.ts'
import {
  closedLimits,
  limitNames,
  parseLimits,
  type LimitName,
  type Limits,
} from '../../domain/risk/limits.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { askRow, goOnWithin, inOrderWithin } from '../page.ts'

/**
 * The limits in force.
 *
 * @throws RangeError when one is missing or unsound: then no order may leave.
 */
export async function readLimits(db: Db): Promise<Limits> {
  return parseLimits(await readStored(db))
}

/** The same, where one that cannot be read lets nothing pass: sales are judged by none of them. */
export async function readClosedLimits(db: Db): Promise<Limits> {
  return closedLimits(await readStored(db))
}

async function readStored(db: Db): Promise<Map<string, unknown>> {
  const rows = await db<{ name: string; value: unknown }[]>`
    select name, value from risk_configs where name <> 'mode'
    union all select 'mode', to_jsonb(mode) from trading_mode`
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/**
 * The most positions an installation asks for, taken on until a person has changed the limit: while
 * it stands as the migrations or an earlier start left it.
 */
export async function adoptPositionsMax(db: Db, positionsMax: number): Promise<void> {
  const wanted = String(positionsMax)
  await db`
    update risk_configs set value = ${wanted}::text::jsonb, changed_at = clock_timestamp(),
      changed_by = ${`environment:${wanted}`}
    where name = 'positions_max' and value <> ${wanted}::text::jsonb
      and ((changed_by = 'install' and value = '10') or changed_by = 'environment:' || value::text)
  `
}

/**
 * The most positions, as a person says; what an installation asks for no longer counts. It is a change
 * of a limit like every other, and kept with them.
 */
export async function limitPositions(
  tx: Tx,
  positionsMax: number,
  why: Why,
  now: Date,
): Promise<void> {
  const { positionsMax: before } = await readLimits(tx)
  await changeLimits(tx, [{ name: 'positionsMax', before, after: positionsMax }], why, now)
}

/** Who changes a limit, and why. */
type Why = { by: string; byId: string; reason: string }

export type LimitChange = { name: LimitName; before: string | number; after: string | number }

/** Holds the limits until the transaction ends, so that of two changes at once the second sees the first. */
export async function lockLimits(tx: Tx): Promise<void> {
  await tx`select from risk_configs order by name for update`
}

/**
 * Changes limits, and keeps who did and why.
 *
 * @throws RangeError where what results is no sound set of limits.
 */
export async function changeLimits(
  tx: Tx,
  changes: readonly LimitChange[],
  why: Why,
  now: Date,
): Promise<Limits> {
  for (const { name, before, after } of changes) {
    const stored = limitNames[name]
    const id = deriveId('limit', stored, now.toISOString(), JSON.stringify([before, after]))
    await tx`
      update risk_configs set value = ${JSON.stringify(after)}::text::jsonb, changed_at = clock_timestamp(),
        changed_by = ${why.by}
      where name = ${stored}`
    await tx`
      insert into risk_config_changes
        (risk_config_change_id, name, before, after, at, changed_by, changed_by_id, reason)
      values (${id}, ${stored}, ${JSON.stringify(before)}::text::jsonb, ${JSON.stringify(after)}::text::jsonb,
        ${now}, ${why.by}, ${why.byId}, ${why.reason})`
  }
  return readLimits(tx)
}

const listed = {
  table: 'risk_config_changes',
  as: 'risk_config_changes',
  id: 'risk_config_change_id',
}
const ORDER = ['at', ['risk_config_change_id']] as const

/** Changes by when they were made. */
export async function listLimitChanges(
  db: Db,
  { sort, limit, after }: { sort: Sort; limit: number; after?: string | undefined },
): Promise<Served<LimitChangeRow>[]> {
  await askRow(db, listed, after)
  return db<Served<LimitChangeRow>[]>`
    select risk_config_change_id, name, before, after, at, changed_by, reason from risk_config_changes
    where true ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}
  `
}
