/** How a pair of competitors is read: once, from either side, or from one side alone. */

import type { Relationship } from '../../contracts/sets.ts'

/** False where one company depends on the other: what happens to the first matters to the second alone. */
export function isSymmetric(type: Relationship): boolean {
  return type !== 'supply_chain_adjacent'
}

/** The pair as it is kept: in the alphabet's order where it holds both ways, else as it was given. */
export function keptPair(
  type: Relationship,
  pair: readonly [ticker: string, competitor: string],
): readonly [string, string] {
  const [ticker, competitor] = pair
  return isSymmetric(type) && competitor < ticker ? [competitor, ticker] : pair
}
