/** Whose doing a trade is: its strategy's own, or of the ensemble those that spoke its way. */

import type { MemberStrategy, ShadowStrategy } from '../../../contracts/strategy-words.ts'

/**
 * Shares of 1 by strategy. Of the ensemble in proportion to the strength of each that was long as it was decided.
 *
 * @param said readings at that close.
 * @param members those that the ensemble heard then.
 */
export function creditsOf(
  strategy: ShadowStrategy,
  said: readonly { strategy: ShadowStrategy; reading: number }[],
  members: readonly MemberStrategy[],
): Partial<Record<MemberStrategy, number>> {
  if (strategy !== 'ensemble') return { [strategy]: 1 }
  const strengths = members.flatMap((name) => {
    const reading = said.findLast((one) => one.strategy === name)?.reading ?? 0
    return reading > 0 ? [{ name, reading }] : []
  })
  const all = strengths.reduce((sum, { reading }) => sum + reading, 0)
  return Object.fromEntries(strengths.map(({ name, reading }) => [name, reading / all]))
}
