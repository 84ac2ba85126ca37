/** Who has a weight in the ensemble: the product's strategies, and those of one's own that are there. */

import { MEMBER_STRATEGIES } from '../../../contracts/strategy-words.ts'
import { learningDefaults, type MemberWeights } from './learn.ts'

/**
 * Weights once others are there: who is new begins with an equal one, the others keep among themselves the proportions
 * they had, and none falls under the floor. The same where nobody came or went.
 *
 * @param own names of those of one's own, at most ten.
 */
export function withMembers(
  before: MemberWeights,
  own: readonly string[],
  weightMin = learningDefaults.weightMin,
): MemberWeights {
  const names = [...new Set<string>([...MEMBER_STRATEGIES, ...own])]
  const isSame =
    names.length === Object.keys(before).length && names.every((name) => name in before)
  if (isSame) return before
  const fresh = names.filter((name) => !(name in before))
  const kept = names.filter((name) => name in before)
  const left = kept.length / names.length
  const mass = kept.reduce((sum, name) => sum + before[name]!, 0)
  const scaled = kept.map((name) => [name, (before[name]! / mass) * left] as const)
  const raised = raise(new Map(scaled), left, weightMin)
  const equal = 1 / names.length
  return Object.fromEntries(
    names.map((name) => [name, fresh.includes(name) ? equal : raised.get(name)!]),
  )
}

/** Those under the floor are put on it, and the others give what that takes, in proportion. */
function raise(
  weights: ReadonlyMap<string, number>,
  total: number,
  floor: number,
): Map<string, number> {
  let low = new Set<string>()
  for (;;) {
    const free = [...weights].filter(([name]) => !low.has(name))
    const mass = free.reduce((sum, [, weight]) => sum + weight, 0)
    const room = total - low.size * floor
    const found = new Map(
      [...weights].map(([name, weight]) => [name, low.has(name) ? floor : (weight / mass) * room]),
    )
    const under = [...found].filter(([name, weight]) => !low.has(name) && weight < floor - 1e-12)
    if (under.length === 0) return found
    low = new Set([...low, ...under.map(([name]) => name)])
  }
}
