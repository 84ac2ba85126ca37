/**
 * Which signals contradict each other, the weightiest pairs first.
 *
 * Source: docs/FORMULAS.md, Signals, disagreements.
 */

import { roundScore } from '../score.ts'
import type { Layer } from './scoring.ts'
import type { WeighedSignal } from './weight.ts'

export type DisagreeingPair = {
  /** Impact ids and layers of the two. */
  positive: string
  positiveLayer: Layer
  negative: string
  negativeLayer: Layer
  /** The mass that the two take from each other: that of the lighter one. */
  mass: number
}

const PAIRS_MAX = 5

/** The k-th heaviest signal for against the k-th heaviest against, at most five pairs. */
export function disagreementsOf(weighed: readonly WeighedSignal[]): DisagreeingPair[] {
  const positive = heaviest(weighed, 1)
  const negative = heaviest(weighed, -1)
  return positive.slice(0, negative.length).map((one, index) => {
    const other = negative[index]!
    return {
      positive: one.signal.impactId,
      positiveLayer: one.signal.layer,
      negative: other.signal.impactId,
      negativeLayer: other.signal.layer,
      mass: roundScore(Math.min(one.mass, other.mass)),
    }
  })
}

function heaviest(weighed: readonly WeighedSignal[], sentiment: 1 | -1): WeighedSignal[] {
  return weighed
    .filter(({ signal, mass }) => signal.sentiment === sentiment && mass > 0)
    .sort(
      (one, other) =>
        other.mass - one.mass || (one.signal.impactId < other.signal.impactId ? -1 : 1),
    )
    .slice(0, PAIRS_MAX)
}
