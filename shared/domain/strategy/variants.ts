/** The strategies that have settings, with other settings around theirs: what somebody might have tried instead. */

import { reversionRule } from './mean-reversion.ts'
import { momentumRule } from './momentum.ts'
import { strategyOf, type TickerRule } from './rule.ts'
import type { Strategy } from './strategy.ts'

const MEANS = [10, 20, 30, 40].flatMap((fast) =>
  [2, 2.5, 4].map((times) => ({ fast, slow: fast * times })),
)
const REVERSIONS = [7, 10, 14, 21].flatMap((period) =>
  [20, 25, 30].map((low) => ({ period, low, high: 100 - low })),
)

/** Variants of a strategy of the product by its name, its own settings among them; undefined where it has none. */
export function variantsOf(name: string): readonly Strategy[] | undefined {
  if (name === 'momentum')
    return MEANS.map((means) => named(momentumRule(means), `means ${means.fast} and ${means.slow}`))
  if (name === 'mean-reversion')
    return REVERSIONS.map((marks) =>
      named(reversionRule(marks), `RSI ${marks.period} at ${marks.low} and ${marks.high}`),
    )
  return undefined
}

function named(rule: TickerRule, name: string): Strategy {
  return strategyOf({ ...rule, name }, '', { ignoresNews: true })
}
