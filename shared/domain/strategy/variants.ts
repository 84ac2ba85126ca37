/** The strategies that have settings, with other settings around theirs: what somebody might have tried instead. */

import { SWEPT_STRATEGIES, type SweptStrategy } from '../../contracts/strategy-words.ts'
import { weightedEnsemble } from './ensemble.ts'
import { reversionRule } from './mean-reversion.ts'
import { momentumRule } from './momentum.ts'
import { newsRuleOf } from './news-driven.ts'
import { strategyOf, type TickerRule } from './rule.ts'
import type { Strategy } from './strategy.ts'

/** Two settings that are varied, each over its values; the first runs along. */
export type VariantAxes = {
  along: { name: string; values: readonly number[] }
  down: { name: string; values: readonly number[] }
}

/** A strategy at one place of the map: which of the values it has of each axis. */
export type Variant = { strategy: Strategy; along: number; down: number }

type VariantMap = VariantAxes & { make(along: number, down: number): Strategy }

const maps: Readonly<Record<SweptStrategy, VariantMap>> = {
  momentum: {
    along: { name: 'sessions of the fast mean', values: [10, 20, 30, 40] },
    down: { name: 'times as many of the slow mean', values: [2, 2.5, 4] },
    make: (fast, times) =>
      byPrices(momentumRule({ fast, slow: fast * times }), `means ${fast} and ${fast * times}`),
  },
  'mean-reversion': {
    along: { name: 'sessions of the RSI', values: [7, 10, 14, 21] },
    down: { name: 'mark to buy under, and 100 less it to sell above', values: [20, 25, 30] },
    make: (period, low) =>
      byPrices(
        reversionRule({ period, low, high: 100 - low }),
        `RSI ${period} at ${low} and ${100 - low}`,
      ),
  },
  'news-driven': {
    along: { name: 'mean score to act above', values: [0.2, 0.3, 0.4, 0.5] },
    down: { name: 'articles in a week at least', values: [1, 2, 4] },
    make: (scoreMin, articlesMin) =>
      strategyOf(
        {
          ...newsRuleOf({ scoreMin, articlesMin }),
          name: `score ${scoreMin} of ${articlesMin} articles`,
        },
        '',
      ),
  },
  ensemble: {
    along: { name: 'combined strength to act from', values: [0.2, 0.3, 0.4, 0.5] },
    down: { name: 'times the weight of news', values: [0.5, 1, 2] },
    make: (readingMin, times) => ({
      ...weightedEnsemble(weightsWith(times), readingMin),
      name: `strength ${readingMin}, news ${times} times`,
    }),
  },
}

/** Shares that add up to 1, that of news so many times each other. */
const weightsWith = (times: number) =>
  new Map([
    ['momentum', 1 / (2 + times)],
    ['mean-reversion', 1 / (2 + times)],
    ['news-driven', times / (2 + times)],
  ])

const mapOf = (name: string): VariantMap | undefined => {
  const known = SWEPT_STRATEGIES.find((one) => one === name)
  return known && maps[known]
}

/** Axes of a strategy of the product by its name; undefined where it has no settings. */
export function axesOf(name: string): VariantAxes | undefined {
  const map = mapOf(name)
  return map && { along: map.along, down: map.down }
}

/** Variants of a strategy of the product by its name, its own settings among them; undefined where it has none. */
export function variantsOf(name: string): readonly Variant[] | undefined {
  const map = mapOf(name)
  return map?.along.values.flatMap((x, along) =>
    map.down.values.map((y, down) => ({ strategy: map.make(x, y), along, down })),
  )
}

function byPrices(rule: TickerRule, name: string): Strategy {
  return strategyOf({ ...rule, name }, '', { ignoresNews: true })
}
