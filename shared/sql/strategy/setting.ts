/** Tables `risk_configs` and `risk_config_changes`, where they tell of the strategies in shadow. */

import type { StrategySetting } from '../../contracts/api/strategies.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { StrategyMode } from '../../contracts/strategy-words.ts'
import { STRATEGIES_SETTING, strategyModeOf } from '../../domain/strategy/shadow/mode.ts'
import type { Db } from '../open.ts'

export async function readStrategyMode(db: Db): Promise<StrategyMode> {
  const [row] = await db<{ value: unknown }[]>`
    select value from risk_configs where name = ${STRATEGIES_SETTING}`
  return strategyModeOf(row?.value)
}

/** Whether they run, and who said so last. */
export async function tellStrategySetting(db: Db): Promise<Served<StrategySetting>> {
  const [mode, [changed = null]] = await Promise.all([
    readStrategyMode(db),
    db<NonNullable<Served<StrategySetting>['changed']>[]>`
      select at, changed_by as by, reason from risk_config_changes
      where name = ${STRATEGIES_SETTING} order by at desc, seq desc limit 1`,
  ])
  return { mode, changed }
}
