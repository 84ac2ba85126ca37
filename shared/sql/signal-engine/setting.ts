/** Tables `risk_configs` and `risk_config_changes`, where they tell of the signal engine. */

import type { EngineSetting } from '../../contracts/api/signal-engine.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { SignalEngineMode } from '../../contracts/technical-words.ts'
import { engineModeOf, SIGNAL_ENGINE_SETTING } from '../../domain/signal-engine/mode.ts'
import type { Db } from '../open.ts'

export async function readEngineMode(db: Db): Promise<SignalEngineMode> {
  const [row] = await db<{ value: unknown }[]>`
    select value from risk_configs where name = ${SIGNAL_ENGINE_SETTING}`
  return engineModeOf(row?.value)
}

/** Whether it runs, and who said so last. */
export async function tellEngineSetting(db: Db): Promise<Served<EngineSetting>> {
  const [mode, [changed = null]] = await Promise.all([
    readEngineMode(db),
    db<NonNullable<Served<EngineSetting>['changed']>[]>`
      select at, changed_by as by, reason from risk_config_changes
      where name = ${SIGNAL_ENGINE_SETTING} order by at desc, seq desc limit 1`,
  ])
  return { mode, changed }
}
