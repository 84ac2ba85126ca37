/**
 * Spearman's rank correlation, ties sharing their mean rank, of samples that count several times.
 *
 * Both orders are found once; every resample then only counts anew, so that a thousand draws cost a
 * thousand walks and no sorting. Source: docs/FORMULAS.md, How good is it.
 */

export type Pairs = { x: readonly number[]; y: readonly number[] }

/** In [−1, 1]; null where fewer than three pairs count, or one side does not move. */
export type Correlation = (counts?: readonly number[]) => number | null

const PAIRS_MIN = 3

/** How closely the order of `x` is that of `y`, for whatever each pair counts (once by default). */
export function rankCorrelation({ x, y }: Pairs): Correlation {
  if (x.length !== y.length)
    throw new RangeError(`Correlate ranks: ${x.length} values against ${y.length}`)
  const [orderX, orderY] = [orderOf(x), orderOf(y)]
  const once = x.map(() => 1)
  return (counts = once) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (total < PAIRS_MIN) return null
    const [ranksX, ranksY] = [ranksOf(x, orderX, counts), ranksOf(y, orderY, counts)]
    const middle = (total + 1) / 2
    let [xx, yy, xy] = [0, 0, 0]
    for (let at = 0; at < x.length; at += 1) {
      const count = counts[at]!
      const [dx, dy] = [ranksX[at]! - middle, ranksY[at]! - middle]
      xx += count * dx * dx
      yy += count * dy * dy
      xy += count * dx * dy
    }
    return xx === 0 || yy === 0 ? null : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
  }
}

function orderOf(values: readonly number[]): number[] {
  return values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
}

/** The rank of each value where it stands `counts` times; equal values share the mean of theirs. */
function ranksOf(
  values: readonly number[],
  order: readonly number[],
  counts: readonly number[],
): Float64Array {
  const ranks = new Float64Array(values.length)
  let before = 0
  for (let from = 0; from < order.length;) {
    let [to, tied] = [from, 0]
    while (to < order.length && values[order[to]!] === values[order[from]!]) {
      tied += counts[order[to]!]!
      to += 1
    }
    for (let at = from; at < to; at += 1) ranks[order[at]!] = before + (tied + 1) / 2
    before += tied
    from = to
  }
  return ranks
}
