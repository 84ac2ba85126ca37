/**
 * Several rules as one: the mean of their signed strengths, weighted, over those that fired.
 *
 * Source: docs/FORMULAS.md, Strategies.
 */

import { momentumRule } from './momentum.ts'
import { reversionRule } from './mean-reversion.ts'
import { newsRule } from './news-driven.ts'
import { strategyOf, type RuleReading, type TickerRule } from './rule.ts'

const ensembleDefaults = {
  /** Of a rule without a weight. */
  weight: 0.1,
  /** At which the ensemble speaks. */
  readingMin: 0.3,
}

/** Weights by the rules' names; in (0, 1]. */
export type RuleWeights = ReadonlyMap<string, number>

function ensembleRule(rules: readonly TickerRule[], weights: RuleWeights): TickerRule {
  return {
    name: 'ensemble',
    open() {
      const parts = rules.map((rule) => ({
        read: rule.open(),
        weight: weights.get(rule.name) ?? ensembleDefaults.weight,
      }))
      return (bar, news) => {
        const readings = parts.map(({ read, weight }) => ({ reading: read(bar, news), weight }))
        return combined(readings)
      }
    },
  }
}

/** In [−1, 1] of strengths that are; 0 where none fired. */
export function combined(
  readings: readonly { reading: RuleReading; weight: number }[],
): RuleReading {
  const fired = readings.filter(({ reading }) => reading !== 0)
  const mass = fired.reduce((sum, { weight }) => sum + weight, 0)
  if (mass === 0) return 0
  return fired.reduce((sum, { reading, weight }) => sum + reading * weight, 0) / mass
}

/** The rules that an ensemble hears, in their order. */
const memberRules: readonly TickerRule[] = [momentumRule(), reversionRule(), newsRule]

export const equalWeights: RuleWeights = new Map(
  memberRules.map(({ name }) => [name, 1 / memberRules.length]),
)

export const weightedEnsemble = (weights: RuleWeights, readingMin = ensembleDefaults.readingMin) =>
  strategyOf(
    ensembleRule(memberRules, weights),
    'momentum, mean reversion and news by their weights, from a combined strength of 0.3 on',
    { readingMin },
  )

export const ensemble = {
  ...weightedEnsemble(equalWeights),
  summary:
    'momentum, mean reversion and news with equal weights, from a combined strength of 0.3 on',
}
