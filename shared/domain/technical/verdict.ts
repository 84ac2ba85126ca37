/** What a pipeline of the signal engine says of a ticker, and how often two of them say the same. */

import type {
  AGREEMENT_WARNINGS,
  DIFFERENCE_CODES,
  VERDICT_CODES,
  VERDICTS,
} from '../../contracts/technical-words.ts'

export type SignalVerdict = (typeof VERDICTS)[number]

/** Why a pipeline does not say buy; docs/CODES.md tells each. */
export type VerdictCode = (typeof VERDICT_CODES)[number]

export type DifferenceCode = (typeof DIFFERENCE_CODES)[number]

export type Agreement = {
  /** In [0, 1]; null where nothing was compared. */
  share: number | null
  of: number
  isLow: boolean
  warning: (typeof AGREEMENT_WARNINGS)[number] | null
}

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
 * Of the last 100 evaluations, oldest first, the share in which both said the same; where it is under a half of ten or
 * more it is low, and warned of.
 */
export function agreementOf(agreed: readonly boolean[]): Agreement {
  const last = agreed.slice(-WINDOW)
  const of = last.length
  if (of === 0) return { share: null, of, isLow: false, warning: null }
  const share = last.filter(Boolean).length / of
  const isLow = of >= JUDGED_MIN && share < AGREEMENT_MIN
  return { share, of, isLow, warning: isLow ? 'pipelines_disagree' : null }
}
