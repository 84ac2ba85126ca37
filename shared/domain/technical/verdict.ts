/** What a pipeline of the signal engine says of a ticker, and how often two of them say the same. */

import type { DIFFERENCE_CODES, VERDICT_CODES, VERDICTS } from '../../contracts/technical-words.ts'

export type SignalVerdict = (typeof VERDICTS)[number]

/** Why a pipeline does not say buy; docs/CODES.md tells each. */
export type VerdictCode = (typeof VERDICT_CODES)[number]

export type DifferenceCode = (typeof DIFFERENCE_CODES)[number]

const WINDOW = 100
const AGREEMENT_MIN = 0.5
/** Of fewer evaluations a share under a half tells nothing: of one, every second would be none. */
const JUDGED_MIN = 10

/** Where one buys and the other does not; undefined where they do not differ so. */
export function differenceOf(
  heuristic: SignalVerdict,
  probabilistic: SignalVerdict,
): DifferenceCode | undefined {
  if (heuristic === 'buy' && probabilistic !== 'buy') return 'heuristic_buy_probabilistic_disagrees'
  if (probabilistic === 'buy' && heuristic !== 'buy') return 'probabilistic_buy_heuristic_disagrees'
  return undefined
}

/**
 * Of the last 100 evaluations, oldest first, the share in which both said the same; low where it is under a half of
 * ten or more.
 */
export function agreementOf(agreed: readonly boolean[]): {
  share: number | null
  of: number
  isLow: boolean
} {
  const last = agreed.slice(-WINDOW)
  if (last.length === 0) return { share: null, of: 0, isLow: false }
  const share = last.filter(Boolean).length / last.length
  return { share, of: last.length, isLow: last.length >= JUDGED_MIN && share < AGREEMENT_MIN }
}
