/**
 * Whether a trend says enough to recommend anything.
 *
 * Source: docs/FORMULAS.md, Recommendations, eligibility.
 */

import type { TrendDirection } from '../signal/trend.ts'
import type { Check, IneligibilityCode } from './codes.ts'

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

/** Five checks in their order; a number equal to its limit passes. */
export function eligibilityChecks(
  { direction, strength, confidence, contradiction, evidenceCount }: Judged,
  limits: EligibilityLimits = eligibilityDefaults,
): Check<IneligibilityCode>[] {
  const { confidenceMin, strengthMin, contradictionMax, evidenceMin } = limits
  return [
    {
      name: 'confidence',
      code: 'low_confidence',
      found: confidence,
      limit: confidenceMin,
      passed: confidence >= confidenceMin,
    },
    {
      name: 'strength',
      code: 'low_trend_strength',
      found: strength,
      limit: strengthMin,
      passed: strength >= strengthMin,
    },
    {
      name: 'contradiction',
      code: 'high_contradiction',
      found: contradiction,
      limit: contradictionMax,
      passed: contradiction <= contradictionMax,
    },
    {
      name: 'evidence',
      code: 'insufficient_evidence',
      found: evidenceCount,
      limit: evidenceMin,
      passed: evidenceCount >= evidenceMin,
    },
    {
      name: 'direction',
      code: 'neutral_direction',
      found: direction,
      limit: 'not neutral',
      passed: direction !== 'neutral',
    },
  ]
}
