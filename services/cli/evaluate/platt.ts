/** Platt's calibration: a logistic curve through how sure a reader was and whether it was right. */

import type { Points } from '#shared/domain/statistics/points.ts'

const STEPS_MAX = 50
const GRID = 20
/** How near 0 and 1 a confidence may lie before its odds say nothing. */
const EDGE = 0.005

/** The fitted curve as points, as an isotonic one is. Source: Platt 1999, with his targets. */
export function platt(seen: readonly { chance: number; right: boolean }[]): Points {
  const hits = seen.filter(({ right }) => right).length
  const goal = { right: (hits + 1) / (hits + 2), wrong: 1 / (seen.length - hits + 2) }
  const rows = seen.map(({ chance, right }) => ({
    x: oddsOf(chance),
    goal: right ? goal.right : goal.wrong,
  }))
  let [slope, offset] = [1, 0]
  for (let step = 0; step < STEPS_MAX; step += 1) {
    // Newton's step; a little is added to the diagonal so that equal confidences fit too.
    let [gs, go, ss, so, oo] = [0, 0, 1e-6, 0, 1e-6]
    for (const { x, goal: wanted } of rows) {
      const p = 1 / (1 + Math.exp(-(slope * x + offset)))
      const [miss, curve] = [p - wanted, Math.max(1e-6, p * (1 - p))]
      gs += miss * x
      go += miss
      ss += curve * x * x
      so += curve * x
      oo += curve
    }
    const det = ss * oo - so * so
    const [ds, dO] = [(oo * gs - so * go) / det, (ss * go - so * gs) / det]
    // Steps are bounded, since far from the goal the curve is flat and a whole step overshoots.
    const bound = Math.min(1, 4 / Math.max(1e-9, Math.abs(ds), Math.abs(dO)))
    slope = Math.max(0, slope - ds * bound)
    offset -= dO * bound
    if (Math.abs(ds) + Math.abs(dO) < 1e-8) break
  }
  return Array.from({ length: GRID + 1 }, (_, at) => {
    const chance = at / GRID
    const p = 1 / (1 + Math.exp(-(slope * oddsOf(chance) + offset)))
    return [chance, Math.round(p * 1e3) / 1e3]
  })
}

function oddsOf(chance: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, chance))
  return Math.log(inside / (1 - inside))
}
