/**
 * What a check saved or cost, with how sure that is: 95 % by resampling whole sessions of a ticker.
 *
 * What is said of one ticker in one session moves together, however often it was said: it counts as
 * one draw. Source: docs/FORMULAS.md, What checks save (Efron 1979, cluster bootstrap).
 */

const savedDefaults = {
  /** With fewer clusters an interval would say more than is known. */
  clustersMin: 8,
  draws: 1000,
  share: 0.95,
}

/** Purchases of one ticker in one session that were not made, and what they would have brought; dollars. */
export type Unmade = { cluster: string; n: number; profit: number }

export type Saved = {
  /** Purchases, and tickers' sessions of them. */
  n: number
  clusters: number
  /** Dollars saved by not buying, all together; less than 0: what it cost. */
  saved: number
  mean: number
  /** Of all together; null where too few say nothing. */
  interval: { from: number; to: number } | null
}

/** The same for the same purchases, in whatever order. */
export function savedBy(unmade: readonly Unmade[]): Saved {
  const sorted = [...unmade].sort((a, b) => (a.cluster < b.cluster ? -1 : 1))
  const clusters = sorted.map(({ profit }) => -profit)
  const n = unmade.reduce((total, one) => total + one.n, 0)
  const saved = clusters.reduce((total, sum) => total + sum, 0)
  return {
    n,
    clusters: clusters.length,
    saved,
    mean: n === 0 ? 0 : saved / n,
    interval: clusters.length < savedDefaults.clustersMin ? null : intervalOf(clusters),
  }
}

function intervalOf(clusters: readonly number[]): { from: number; to: number } {
  const next = drawsFrom(clusters.length)
  const totals = Array.from({ length: savedDefaults.draws }, () => {
    let total = 0
    for (let drawn = 0; drawn < clusters.length; drawn++) total += clusters[next(clusters.length)]!
    return total
  }).sort((a, b) => a - b)
  const tail = (1 - savedDefaults.share) / 2
  const at = (share: number) => totals[Math.round(share * (totals.length - 1))]!
  return { from: at(tail), to: at(1 - tail) }
}

/** Whole numbers below a bound, the same each time (mulberry32). */
function drawsFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return Math.floor((((word ^ (word >>> 14)) >>> 0) / 4294967296) * below)
  }
}
