/** Whose doing a trade is: its strategy's own, or of the ensemble those that spoke its way. */

import {
  MEMBER_STRATEGIES,
  type MemberStrategy,
  type ShadowStrategy,
} from '../../../contracts/strategy-words.ts'

/**
 * Shares of 1 by strategy. Of the ensemble in proportion to the strength of each that was long as it was decided.
 *
 * @param said readings at that close.
 */
export function creditsOf(
  strategy: ShadowStrategy,
  said: readonly { strategy: ShadowStrategy; reading: number }[],
): Partial<Record<MemberStrategy, number>> {
  if (strategy !== 'ensemble') return { [strategy]: 1 }
  const strengths = MEMBER_STRATEGIES.flatMap((name) => {
    const reading = said.findLast((one) => one.strategy === name)?.reading ?? 0
    return reading > 0 ? [{ name, reading }] : []
  })
  const all = strengths.reduce((sum, { reading }) => sum + reading, 0)
  return Object.fromEntries(strengths.map(({ name, reading }) => [name, reading / all]))
}
