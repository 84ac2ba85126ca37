/**
 * Which rules judge, and which judged before.
 *
 * Whatever is made by rules stores their version. Old versions stay, so that an order can be
 * computed again by the rules of its day (docs/guides/add-a-check.md).
 */

import type { RecommendationRules } from '../recommendation/action.ts'
import {
  recommendation1,
  recommendation2,
  recommendation3,
  recommendation4,
} from '../recommendation/rules.ts'
import type { RiskRules } from '../risk/evaluate.ts'
import { risk1, risk2 } from '../risk/rules.ts'
import {
  scoring1,
  scoring2,
  scoring3,
  scoring4,
  scoring5,
  type ScoringRules,
} from '../signal/rules.ts'
import { trading1, trading2, trading3, type TradingRules } from '../trading/rules.ts'

export type Versions<Rule> = {
  /** The one that judges now. */
  current: Rule
  /** Each one there ever was, by the name it is stored under. */
  known: ReadonlyMap<string, Rule>
}

export type Rules = {
  risk: Versions<RiskRules>
  scoring: Versions<ScoringRules>
  recommendation: Versions<RecommendationRules>
  trading: Versions<TradingRules>
}

/** The rules of this release. */
export const rules: Rules = {
  risk: versions(risk1, risk2),
  // Trends were first stored under a name of another form.
  scoring: versions(
    { ...scoring1, name: 'scoring-v1' },
    scoring1,
    scoring2,
    scoring3,
    scoring4,
    scoring5,
  ),
  recommendation: versions(recommendation1, recommendation2, recommendation3, recommendation4),
  trading: versions(trading1, trading2, trading3),
}

/** Versions in their order; the last one judges now. */
export function versions<Rule extends { name: string }>(
  ...all: readonly [Rule, ...Rule[]]
): Versions<Rule> {
  const known = new Map(all.map((rule) => [rule.name, rule]))
  if (known.size !== all.length) throw new RangeError('List rule versions: two have one name')
  return { current: all.at(-1) ?? all[0], known }
}
