/** Whether the signal engine runs, as table `risk_configs` says. */

import { SIGNAL_ENGINE_MODES, type SignalEngineMode } from '../../contracts/technical-words.ts'

/** The name under which it stands there. */
export const SIGNAL_ENGINE_SETTING = 'signal_engine_mode'

/** Off where nothing is said, or what stands there is no mode. */
export function engineModeOf(value: unknown): SignalEngineMode {
  return SIGNAL_ENGINE_MODES.find((mode) => mode === value) ?? 'off'
}
