/** Random: buys and sells by chance alone; what every other strategy must be better than. */

import { randomOf } from '../statistics/chance.ts'
import type { Strategy, Target } from './strategy.ts'

const randomDefaults = {
  /** Chance of a ticker that is not held to be bought at a close, of one held to be sold: ten sessions on average. */
  buys: 0.02,
  sells: 0.1,
  weight: 0.048,
}

export const randomEntries: Strategy = {
  name: 'random',
  summary: 'buys and sells by chance, from a seed',
  ignoresNews: true,
  open({ seed }) {
    const random = randomOf(seed)
    return ({ bars, holdings, waiting }) =>
      bars.flatMap(({ ticker }): Target[] => {
        const drawn = random()
        if (waiting.has(ticker)) return []
        if (holdings.has(ticker))
          return drawn < randomDefaults.sells ? [{ ticker, weight: 0, why: 'chance' }] : []
        const { buys, weight } = randomDefaults
        return drawn < buys ? [{ ticker, weight, why: 'chance' }] : []
      })
  },
}
