/** Parts that may run in shadow: beside what trades, which hears nothing of them. */

/** Whether a part runs at all, and whether what it says is only kept. */
export const SHADOW_MODES = ['off', 'shadow'] as const
export type ShadowMode = (typeof SHADOW_MODES)[number]

/** Each part, and the name under which its mode stands in table `risk_configs`. */
export const SHADOW_PARTS = {
  signal_engine: 'signal_engine_mode',
  strategies: 'strategies_mode',
} as const
export type ShadowPart = keyof typeof SHADOW_PARTS
