/** Table `risk_configs`: the limits in force; the mode among them is that of `trading_mode`. */

import { parseLimits, type Limits } from '../../domain/risk/limits.ts'
import type { Db, Tx } from '../open.ts'

/**
 * The limits in force.
 *
 * @throws RangeError when one is missing or unsound: then no order may leave.
 */
export async function readLimits(db: Db): Promise<Limits> {
  const rows = await db<{ name: string; value: unknown }[]>`
    select name, value from risk_configs where name <> 'mode'
    union all select 'mode', to_jsonb(mode) from trading_mode`
  return parseLimits(new Map(rows.map(({ name, value }) => [name, value])))
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

/** The most positions, as a person says; what an installation asks for no longer counts. */
export async function limitPositions(tx: Tx, positionsMax: number, by: string): Promise<void> {
  await tx`
    update risk_configs set value = ${String(positionsMax)}::text::jsonb, changed_by = ${by},
      changed_at = clock_timestamp()
    where name = 'positions_max'
  `
}
