/** What a reading of prices says: which way, how strongly, how surely. */

import type { TECHNICAL_SIGNALS } from '../../../contracts/technical-words.ts'
import type { Bars } from '../indicators/series.ts'

export type TechnicalSignalName = (typeof TECHNICAL_SIGNALS)[number]

export type TechnicalSignal = {
  name: TechnicalSignalName
  direction: 'bullish' | 'bearish'
  /** Both in [0, 1]. */
  strength: number
  confidence: number
}

/** Undefined where it does not fire, as with too few bars. Bars are whole, oldest first, without gaps. */
export type SignalReader = (bars: Bars) => TechnicalSignal | undefined

/** Held in [0, 1]; a signal without strength does not fire. */
export function fired(
  name: TechnicalSignalName,
  direction: TechnicalSignal['direction'],
  strength: number,
  surety: number,
): TechnicalSignal | undefined {
  const held = Math.min(1, Math.max(0, strength))
  return held > 0 ? { name, direction, strength: held, confidence: held * surety } : undefined
}
