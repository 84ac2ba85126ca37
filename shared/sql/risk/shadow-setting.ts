/** Tables `risk_configs` and `risk_config_changes`, where they tell of parts that may run in shadow. */

import { SHADOW_PARTS, type PartMode, type ShadowPart } from '../../contracts/shadow.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { ShadowSetting } from '../../contracts/api/shadow.ts'
import type { Db } from '../open.ts'

/** Off where nothing is said, or what stands there is no mode of the part. */
export async function readShadowMode<P extends ShadowPart>(db: Db, part: P): Promise<PartMode<P>> {
  const { stored, modes } = SHADOW_PARTS[part]
  const [row] = await db<{ value: unknown }[]>`
    select value from risk_configs where name = ${stored}`
  return modes.find((mode) => mode === row?.value) ?? 'off'
}

export type ShadowTold<P extends ShadowPart> = {
  mode: PartMode<P>
  changed: Served<ShadowSetting>['changed']
}

/** Whether a part runs, and who said so last. */
export async function tellShadowSetting<P extends ShadowPart>(
  db: Db,
  part: P,
): Promise<ShadowTold<P>> {
  const [mode, [changed = null]] = await Promise.all([
    readShadowMode(db, part),
    db<NonNullable<ShadowTold<P>['changed']>[]>`
      select at, changed_by as by, reason from risk_config_changes
      where name = ${SHADOW_PARTS[part].stored} order by at desc, seq desc limit 1`,
  ])
  return { mode, changed }
}
