/** Whether strategies run in shadow, as table `risk_configs` says. */

import { STRATEGY_MODES, type StrategyMode } from '../../../contracts/strategy-words.ts'

/** The name under which it stands there. */
export const STRATEGIES_SETTING = 'strategies_mode'

/** Off where nothing is said, or what stands there is no mode. */
export function strategyModeOf(value: unknown): StrategyMode {
  return STRATEGY_MODES.find((mode) => mode === value) ?? 'off'
}
