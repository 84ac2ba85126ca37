/** The versions of the scoring. One that has summed up never changes; a change is a new version. */

import { rankOf } from './evidence.ts'
import { scoringDefaults, type Scoring } from './scoring.ts'
import { summarise, type Trend } from './trend.ts'
import { weigh, type Signal, type View, type WeighedSignal } from './weight.ts'

/** One version: its numbers, and the formulas that use them. */
export type ScoringRules = {
  name: string
  numbers: Scoring
  weigh: (signal: Signal, view: View) => WeighedSignal
  rank: (weighed: WeighedSignal, numbers: Scoring) => number
  summarise: (ticker: string, signals: readonly Signal[], view: View) => Trend
}

export const scoring1: ScoringRules = {
  name: 'scoring-1',
  numbers: scoringDefaults,
  weigh,
  rank: rankOf,
  summarise,
}
