/** What a trade came to, in words. */

import type { TradeRow } from '#shared/contracts/api/trades.ts'
import { wordsFor } from '../../../text/codes.ts'

/** `+1.25 R`: in dollars that were at risk as it was entered. */
export function inRisks(multiple: number): string {
  const size = Math.abs(multiple).toFixed(2)
  return `${Number(size) === 0 ? '' : multiple > 0 ? '+' : '−'}${size} R`
}

/** What its lowest and highest were seen on, or why they are not known. */
export function seenOn({ pricesFrom, pricesLack }: TradeRow): string {
  if (pricesLack !== null) return `Not known: ${wordsFor(pricesLack).toLowerCase()}.`
  if (pricesFrom === null) return 'Being worked out.'
  return `Seen on prices of ${pricesFrom.replaceAll('_', ' ')} while it was held.`
}
