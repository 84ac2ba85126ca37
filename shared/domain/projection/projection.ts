/**
 * Where a trend goes from here, in a day, a week and a month.
 *
 *   S = Σ w·x / Σ w over what is known of: momentum (0.5), the world (0.3), upcoming catalysts (0.2)
 *
 * Source: docs/FORMULAS.md, Projections. Pure.
 */

import type { Duration } from '../document/reading/reading.ts'
import { clamp, roundScore } from '../score.ts'
import type { Scoring } from '../signal/scoring.ts'
import { directionOf, type TrendDirection } from '../signal/direction.ts'
import type { Trend } from '../signal/trend.ts'
import { hoursBetween } from '../signal/window.ts'

export const projectionDefaults = {
  weights: { momentum: 0.5, macro: 0.3, catalyst: 0.2 },
  momentumShare: 0.5,
  /** Days in which an event of the world loses half of what it does. */
  halfLifeDays: { short_term: 1, medium_term: 7, long_term: 30 } satisfies Record<Duration, number>,
  horizonConfidence: { '1d': 1, '7d': 0.85, '30d': 0.65 },
  confidenceMin: 0.3,
}

export const PROJECTED = ['1d', '7d', '30d'] as const
export type ProjectedHorizon = (typeof PROJECTED)[number]

type InputName = keyof typeof projectionDefaults.weights

export type ProjectionInputs = {
  trend: Pick<Trend, 'sentimentMean' | 'confidence' | 'contradiction' | 'direction' | 'asOf'>
  /** Mean sentiment of the trend before; null where there was none. */
  previousMean: number | null
  macro: readonly { direction: number; score: number; duration: Duration; occurredAt: Date }[]
  /** What upcoming catalysts did in the past, each in [−1, 1]; empty where none has a pattern. */
  catalysts: readonly number[]
}

export type Projection = {
  horizon: ProjectedHorizon
  direction: TrendDirection
  strength: number
  confidence: number
  lowConfidence: boolean
  /** The world's share of Σ |w·x|, in [0, 1]. */
  macroContributionPct: number
  divergesFromCurrent: boolean
  /** Each input that was known, and its weight. */
  components: Partial<Record<InputName, { value: number; weight: number }>>
}

/** The projection of one horizon. */
export function project(
  horizon: ProjectedHorizon,
  inputs: ProjectionInputs,
  scoring: Scoring,
  confidenceMin: number = projectionDefaults.confidenceMin,
): Projection {
  const { weights, horizonConfidence } = projectionDefaults
  const { trend } = inputs
  const known = Object.entries(valuesOf(inputs)).filter(
    (each): each is [InputName, number] => each[1] !== null,
  )
  const total = known.reduce((sum, [name]) => sum + weights[name], 0)
  const sum = known.reduce((signed, [name, value]) => signed + weights[name] * value, 0)
  const mean = total === 0 ? 0 : clamp(roundScore(sum / total), -1, 1)
  const moved = known.reduce((all, [name, value]) => all + Math.abs(weights[name] * value), 0)
  const world = Math.abs(weights.macro * (valuesOf(inputs).macro ?? 0))
  const share = known.length / Object.keys(weights).length
  const confidence = roundScore(trend.confidence * horizonConfidence[horizon] * (0.5 + 0.5 * share))
  return {
    horizon,
    direction: directionOf({ sentimentMean: mean, contradiction: trend.contradiction }, scoring),
    strength: Math.abs(mean),
    confidence,
    lowConfidence: confidence < confidenceMin,
    macroContributionPct: moved === 0 ? 0 : roundScore(world / moved),
    divergesFromCurrent: mean * trend.sentimentMean < 0,
    components: Object.fromEntries(
      known.map(([name, value]) => [name, { value, weight: weights[name] }]),
    ),
  }
}

function valuesOf({ trend, previousMean, macro, catalysts }: ProjectionInputs) {
  const gained = previousMean === null ? 0 : trend.sentimentMean - previousMean
  return {
    momentum: roundScore(
      clamp(trend.sentimentMean + projectionDefaults.momentumShare * gained, -1, 1),
    ),
    macro: macroMean(macro, trend.asOf),
    catalyst:
      catalysts.length === 0
        ? null
        : roundScore(catalysts.reduce((sum, value) => sum + value, 0) / catalysts.length),
  }
}

/** Impacts weighted by how much of them is left; null where there is none. */
function macroMean(macro: ProjectionInputs['macro'], asOf: Date): number | null {
  let signed = 0
  let total = 0
  for (const { direction, score, duration, occurredAt } of macro) {
    const halfLives =
      hoursBetween(occurredAt, asOf) / (24 * projectionDefaults.halfLifeDays[duration])
    const left = 2 ** -Math.max(0, halfLives)
    signed += left * direction * score
    total += left
  }
  return total === 0 ? null : clamp(roundScore(signed / total), -1, 1)
}
