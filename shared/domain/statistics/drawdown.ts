/** How far a curve has fallen from its highest. */

/** The deepest fall as a share of the highest before it, in [0, 1]; 0 of a curve that never falls. */
export function deepestDrawdown(curve: readonly number[]): number {
  let [highest, deepest] = [0, 0]
  for (const value of curve) {
    if (value > highest) highest = value
    else if (highest > 0) deepest = Math.max(deepest, 1 - value / highest)
  }
  return deepest
}
