/**
 * The chance that the best of several variants was chosen by chance: combinatorially symmetric cross-validation.
 *
 * Returns are cut into an even number of blocks. For each way to take half of them the best variant of that half is
 * looked up in the other half; it is overfitted where it is there no better than the median.
 * Source: Bailey, Borwein, López de Prado and Zhu, The Probability of Backtest Overfitting (2015).
 */

import { sharpeOf } from './sharpe.ts'

const overfittingDefaults = { blocks: 10, returnsMin: 40 }

export type Overfitting = {
  /** In [0, 1]; a half is what choosing without any skill gives. */
  chance: number
  /** Mean Sharpe ratio, a year's, of the chosen one in the half it was chosen by, and in the other. */
  inSample: number
  outOfSample: number
  /** Ways that blocks were halved. */
  splits: number
}

/** `returns` of each variant over the same sessions; null of fewer than two variants or too few sessions. */
export function overfittingOf(
  returns: readonly (readonly number[])[],
  blocks = overfittingDefaults.blocks,
): Overfitting | null {
  const sessions = returns[0]?.length ?? 0
  if (returns.some(({ length }) => length !== sessions))
    throw new RangeError('Measure overfitting: expected returns over the same sessions of each')
  if (blocks < 2 || blocks % 2 !== 0)
    throw new RangeError(`Measure overfitting: expected an even number of blocks, found ${blocks}`)
  if (returns.length < 2 || sessions < overfittingDefaults.returnsMin) return null
  const edges = Array.from({ length: blocks + 1 }, (_, at) => Math.round((at * sessions) / blocks))
  const halves = halvesOf(blocks)
  let [overfitted, inside, outside] = [0, 0, 0]
  for (const half of halves) {
    const scores = returns.map((values) =>
      [true, false].map((isIn) => scoreOf(values, edges, half, isIn)),
    )
    const best = scores.reduce((top, [score], at) => (score! > scores[top]![0]! ? at : top), 0)
    const there = scores[best]![1]!
    const elsewhere = scores.map(([, score]) => score ?? 0)
    const worse = elsewhere.filter((score) => score < there).length
    const same = elsewhere.filter((score) => score === there).length
    const rank = (worse + (same + 1) / 2) / (returns.length + 1)
    if (rank <= 0.5) overfitted += 1
    inside += scores[best]![0]!
    outside += there
  }
  const splits = halves.length
  return {
    chance: overfitted / splits,
    inSample: inside / splits,
    outOfSample: outside / splits,
    splits,
  }
}

/** What never moved has no ratio: as good as none. */
function scoreOf(
  values: readonly number[],
  edges: readonly number[],
  half: ReadonlySet<number>,
  isIn: boolean,
): number {
  const kept = edges
    .slice(0, -1)
    .flatMap((from, block) =>
      half.has(block) === isIn ? values.slice(from, edges[block + 1]) : [],
    )
  return sharpeOf(kept) ?? 0
}

/** Every way to take half of so many blocks. */
function halvesOf(blocks: number): ReadonlySet<number>[] {
  const found: ReadonlySet<number>[] = []
  for (let mask = 0; mask < 2 ** blocks; mask += 1) {
    const half = new Set<number>()
    for (let block = 0; block < blocks; block += 1) if ((mask >> block) & 1) half.add(block)
    if (half.size === blocks / 2) found.push(half)
  }
  return found
}
