/** Parts that may run in shadow: beside what trades, which hears nothing of them until a person says so. */

/** Whether a part runs at all, and whether what it says is only kept. */
export const SHADOW_MODES = ['off', 'shadow'] as const

/** What the signal engine says may also keep entries back. */
export const SIGNAL_ENGINE_MODES = [...SHADOW_MODES, 'traded'] as const

/** Each part: the name under which its mode stands in table `risk_configs`, and its modes from the one that does least. */
export const SHADOW_PARTS = {
  signal_engine: { stored: 'signal_engine_mode', modes: SIGNAL_ENGINE_MODES },
  strategies: { stored: 'strategies_mode', modes: SHADOW_MODES },
} as const
export type ShadowPart = keyof typeof SHADOW_PARTS
export type PartMode<P extends ShadowPart> = (typeof SHADOW_PARTS)[P]['modes'][number]

/** Of a part that runs. */
export type RunningMode<P extends ShadowPart> = Exclude<PartMode<P>, 'off'>
