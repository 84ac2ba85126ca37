/** Shares that were counted, each with how sure one can be of it. */

import type { CountedShare } from '../../contracts/api/report-body.ts'
import { shareInterval } from '../statistics/share-interval.ts'
import type { SignalOutcome } from './facts.ts'
import { rounded } from './growth.ts'

/** `hits` of `tried`, with Wilson's interval. */
export function countedShare(name: string, hits: number, tried: number): CountedShare {
  const { low, high } = shareInterval(hits, tried)
  return { name, hits, tried, low: rounded(low), high: rounded(high) }
}

/** How often sessions went the way that trends said, by `nameOf`, the most tried first. What took no side, or did not move, is not tried. */
export function borneOutBy(
  outcomes: readonly SignalOutcome[],
  nameOf: (outcome: SignalOutcome) => string,
): CountedShare[] {
  const tried = outcomes.filter(({ trend, move }) => trend !== 0 && move !== 0)
  return [...Map.groupBy(tried, nameOf)]
    .map(([name, some]) => {
      const hits = some.filter(({ trend, move }) => Math.sign(trend) === Math.sign(move)).length
      return countedShare(name, hits, some.length)
    })
    .toSorted((a, b) => b.tried - a.tried || (a.name < b.name ? -1 : 1))
}
