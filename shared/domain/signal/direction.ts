/**
 * Which way many signals point together.
 *
 * Source: docs/FORMULAS.md, Signals, trend.
 */

import type { TREND_DIRECTIONS } from '../../contracts/sets.ts'
import { clamp, roundScore } from '../score.ts'
import type { Scoring } from './scoring.ts'
import type { WeighedSignal } from './weight.ts'

export type TrendDirection = (typeof TREND_DIRECTIONS)[number]

/** The two masses every score of a trend is made of, and their balance. */
type Balance = { sentimentMean: number; contradiction: number }

/** Weighted mean sentiment in [-1, 1] and contradiction in [0, 1]; both 0 when nothing weighs. */
export function balanceOf(weighed: readonly Pick<WeighedSignal, 'mass' | 'signal'>[]): Balance {
  let positive = 0
  let negative = 0
  let total = 0
  for (const { mass, signal } of weighed) {
    total += mass
    if (signal.sentiment > 0) positive += mass
    if (signal.sentiment < 0) negative += mass
  }
  const larger = Math.max(positive, negative)
  return {
    sentimentMean: total === 0 ? 0 : clamp(roundScore((positive - negative) / total), -1, 1),
    contradiction: larger === 0 ? 0 : roundScore(Math.min(positive, negative) / larger),
  }
}

/** The direction, its rules tested in this order: mixed, bullish, bearish, else neutral. */
export function directionOf(
  { sentimentMean, contradiction }: Balance,
  scoring: Scoring,
): TrendDirection {
  const torn = contradiction > scoring.mixedContradictionMin
  if (torn && Math.abs(sentimentMean) < scoring.mixedMeanMax) return 'mixed'
  if (sentimentMean >= scoring.directedMeanMin) return 'bullish'
  if (sentimentMean <= -scoring.directedMeanMin) return 'bearish'
  return 'neutral'
}
