/**
 * How much of a recommendation may turn out otherwise: a word for people, nothing trades by it.
 *
 * Source: docs/FORMULAS.md, Recommendations, risk.
 */

import type { RECOMMENDATION_RISKS } from '../../contracts/sets.ts'
import type { Judged } from './eligibility.ts'

export type RiskClass = (typeof RECOMMENDATION_RISKS)[number]

const riskClassDefaults = {
  high: { contradiction: 0.35, confidence: 0.5, volatilityRatio: 1.5, owners: 2 },
  low: { contradiction: 0.1, confidence: 0.7, volatilityRatio: 1.2, owners: 3 },
}

/**
 * High where one of four numbers is bad, low where all four are good, else medium. `owners` are those with
 * a record; `volatilityRatio` is the market's, 1 where it is calm.
 */
export function riskClassOf(
  { contradiction, confidence }: Pick<Judged, 'contradiction' | 'confidence'>,
  { owners, volatilityRatio }: { owners: number; volatilityRatio: number },
  { high, low }: typeof riskClassDefaults = riskClassDefaults,
): RiskClass {
  const isHigh =
    contradiction > high.contradiction ||
    confidence < high.confidence ||
    volatilityRatio > high.volatilityRatio ||
    owners < high.owners
  if (isHigh) return 'high'
  const isLow =
    contradiction <= low.contradiction &&
    confidence >= low.confidence &&
    volatilityRatio <= low.volatilityRatio &&
    owners >= low.owners
  return isLow ? 'low' : 'medium'
}
