/** The steps of the signal engine in words. */

import { EngineSetting } from '#shared/contracts/api/signal-engine.ts'

export type EngineStep = EngineSetting['mode']

/** From the one that does least. */
export const engineSteps: readonly EngineStep[] = EngineSetting.entries.mode.options

export const ENGINE_STEPS: Readonly<Record<EngineStep, string>> = {
  off: 'Off: no ticker is evaluated',
  shadow: 'Shadow: each tracked ticker is evaluated after its session, and what both say is kept',
}
