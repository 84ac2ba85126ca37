/** Mean reversion: long what fell too fast, short what rose too fast, by Wilder's relative strength index. */

import { relativeStrength } from '../technical/indicators/momentum.ts'
import { strategyOf, type TickerRule } from './rule.ts'

/** Sessions, and the marks. Source: docs/FORMULAS.md, Strategies. */
const reversionDefaults = { period: 14, low: 30, high: 70 }

/** Strength is how far the index lies beyond its mark, over 30. */
export function reversionRule({ period, low, high } = reversionDefaults): TickerRule {
  return {
    name: 'mean-reversion',
    open() {
      const strengthOf = relativeStrength(period)
      return ({ close, basis }) => {
        const index = strengthOf(close * basis)
        if (index < low) return (low - index) / 30
        return index > high ? -(index - high) / 30 : 0
      }
    },
  }
}

export const meanReversion = strategyOf(
  reversionRule(),
  'long under a relative strength of 30, out above 70',
  { ignoresNews: true },
)
