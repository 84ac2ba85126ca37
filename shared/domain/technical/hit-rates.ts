/** How often each signal was right, drawn towards what is believed of one that nobody measured. */

import type { TechnicalSignalName } from './signals/technical-signal.ts'

/** How often a signal is right where nothing was measured. */
export const HIT_RATE_UNKNOWN = 0.6
/** As many sessions as that belief weighs. */
const BELIEF_SESSIONS = 50

/** What came of a signal. Companies of one session move together: each session counts once, by its share. */
export type MeasuredHits = {
  /** Sessions in which it fired and its outcome is known. */
  sessions: number
  /** Mean over those of the share that was right, in [0, 1]. */
  share: number
}

export type HitRates = ReadonlyMap<TechnicalSignalName, MeasuredHits>

/** In [0, 1]: `(50 · 0.6 + sessions · share) / (50 + sessions)`. Source: docs/FORMULAS.md, Signal engine. */
export function shrunkRate({ sessions, share }: MeasuredHits): number {
  return (BELIEF_SESSIONS * HIT_RATE_UNKNOWN + sessions * share) / (BELIEF_SESSIONS + sessions)
}
