/** Tables `risk_configs` and `risk_config_changes`, where they tell of parts that may run in shadow. */

import {
  SHADOW_MODES,
  SHADOW_PARTS,
  type ShadowMode,
  type ShadowPart,
} from '../../contracts/shadow.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { ShadowSetting } from '../../contracts/api/shadow.ts'
import type { Db } from '../open.ts'

/** Off where nothing is said, or what stands there is no mode. */
export async function readShadowMode(db: Db, part: ShadowPart): Promise<ShadowMode> {
  const [row] = await db<{ value: unknown }[]>`
    select value from risk_configs where name = ${SHADOW_PARTS[part]}`
  return SHADOW_MODES.find((mode) => mode === row?.value) ?? 'off'
}

/** Whether a part runs, and who said so last. */
export async function tellShadowSetting(db: Db, part: ShadowPart): Promise<Served<ShadowSetting>> {
  const [mode, [changed = null]] = await Promise.all([
    readShadowMode(db, part),
    db<NonNullable<Served<ShadowSetting>['changed']>[]>`
      select at, changed_by as by, reason from risk_config_changes
      where name = ${SHADOW_PARTS[part]} order by at desc, seq desc limit 1`,
  ])
  return { mode, changed }
}
