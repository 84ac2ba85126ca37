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
  readableLimits,
  type LimitName,
  type Limits,
} from '../../domain/risk/limits.ts'
import type { Db, Tx } from '../open.ts'
import { askRow, goOnWithin, inOrderWithin } from '../page.ts'
import { changeConfig, type Why } from './config-changes.ts'

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

/** What can be read of them, and what cannot: for those who are to see and to correct it. */
export async function readStatedLimits(db: Db) {
  return readableLimits(await readStored(db))
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
  const { limits, odd } = await readStatedLimits(tx)
  const before = limits.positionsMax ?? odd.find(({ name }) => name === 'positionsMax')?.found
  await changeLimits(tx, [{ name: 'positionsMax', before, after: positionsMax }], why, now)
}

/** What stood before may be no sound limit, or nothing. */
export type LimitChange = { name: LimitName; before: unknown; after: string | number }

/** Holds the limits until the transaction ends, so that of two changes at once the second sees the first. */
export async function lockLimits(tx: Tx): Promise<void> {
  await tx`select from risk_configs order by name for update`
}

/**
 * Changes limits, and keeps who did and why. Others may stay unreadable.
 *
 * @throws RangeError where one that is changed is no sound limit.
 */
export async function changeLimits(
  tx: Tx,
  changes: readonly LimitChange[],
  why: Why,
  now: Date,
): Promise<void> {
  for (const { name, before, after } of changes)
    await changeConfig(tx, { stored: limitNames[name], before, after }, why, now)
  const { odd } = await readStatedLimits(tx)
  const own = odd.find(({ name }) => changes.some((change) => change.name === name))
  if (own) throw new RangeError(`Change risk limit "${own.stored}": wanted ${own.wanted}`)
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
