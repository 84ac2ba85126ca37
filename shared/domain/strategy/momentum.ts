/** Momentum: long where the price is above its mean and that above the longer one, short where all is reversed. */

import { simpleMean } from '../technical/indicators/averages.ts'
import { strategyOf, type TickerRule } from './rule.ts'

/** Sessions of the two means. Source: docs/FORMULAS.md, Strategies. */
export const momentumDefaults = { fast: 20, slow: 50 }

/** Strength is how far the price lies from the short mean, as a share of it. */
export function momentumRule({ fast, slow } = momentumDefaults): TickerRule {
  return {
    name: 'momentum',
    open() {
      const [near, far] = [simpleMean(fast), simpleMean(slow)]
      return ({ close, basis }) => {
        const price = close * basis
        const [short, long] = [near(price), far(price)]
        const strength = Math.abs(price - short) / short
        if (price > short && short > long) return strength
        return price < short && short < long ? -strength : 0
      }
    },
  }
}

export const momentum = strategyOf(
  momentumRule(),
  'long above rising means of 20 and 50 sessions, out below falling ones',
  { ignoresNews: true },
)
