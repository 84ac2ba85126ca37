/**
 * Whether a trend says enough to recommend anything.
 *
 * Source: docs/FORMULAS.md, Recommendations, eligibility.
 */

import type { TrendDirection } from '../signal/direction.ts'
import type { RecommendationCheck, IneligibilityCode } from './codes.ts'

export const eligibilityDefaults = {
  confidenceMin: 0.35,
  strengthMin: 0.1,
  contradictionMax: 0.6,
  evidenceMin: 2,
}
export type EligibilityLimits = typeof eligibilityDefaults

/** The numbers of a trend that are judged, and how many of its signals take a side. */
export type Judged = {
  direction: TrendDirection
  strength: number
  confidence: number
  contradiction: number
  evidenceCount: number
}

export type EligibilityCheck = (
  trend: Judged,
  limits: EligibilityLimits,
) => RecommendationCheck<IneligibilityCode>

/** Five checks in their order; a number equal to its limit passes. */
export const eligibilityChecks: readonly EligibilityCheck[] = [
  ({ confidence: found }, { confidenceMin: limit }) => ({
    name: 'confidence',
    code: 'low_confidence',
    found,
    limit,
    passed: found >= limit,
  }),
  ({ strength: found }, { strengthMin: limit }) => ({
    name: 'strength',
    code: 'low_trend_strength',
    found,
    limit,
    passed: found >= limit,
  }),
  ({ contradiction: found }, { contradictionMax: limit }) => ({
    name: 'contradiction',
    code: 'high_contradiction',
    found,
    limit,
    passed: found <= limit,
  }),
  ({ evidenceCount: found }, { evidenceMin: limit }) => ({
    name: 'evidence',
    code: 'insufficient_evidence',
    found,
    limit,
    passed: found >= limit,
  }),
  ({ direction }) => ({
    name: 'direction',
    code: 'neutral_direction',
    found: direction,
    limit: 'not neutral',
    passed: direction !== 'neutral',
  }),
]
