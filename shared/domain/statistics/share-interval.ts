/**
 * How sure one can be of a share that was counted: Wilson's score interval, 95 %.
 *
 * It holds for few trials and for shares near 0 and 1, where the plain one does not.
 * Source: Wilson 1927; docs/FORMULAS.md, How good is it.
 */

import type { Interval } from './day-bootstrap.ts'

const Z_95 = 1.959964

/** The interval of `hits` of `tried`, within [0, 1]; of none tried all of it. */
export function shareInterval(hits: number, tried: number): Interval {
  if (!(hits >= 0 && hits <= tried))
    throw new RangeError(`Weigh a share: ${hits} of ${tried} is no share`)
  if (tried === 0) return { low: 0, high: 1 }
  const [share, z2] = [hits / tried, Z_95 ** 2]
  const middle = (share + z2 / (2 * tried)) / (1 + z2 / tried)
  const half =
    (Z_95 / (1 + z2 / tried)) * Math.sqrt((share * (1 - share)) / tried + z2 / (4 * tried ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
