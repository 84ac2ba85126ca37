/** The share of claims that prices bore out, with its interval, how many were tried, and what that says. */

import type { BorneOut } from '#shared/contracts/api/quality.ts'
import { meaningBorneOut, rangeBorneOut, shareBorneOut, whyNotCounted } from '../text/borne-out.ts'

type Counted = Pick<BorneOut, 'tried' | 'borneOut' | 'interval'>

/** Nothing where nothing is counted, and why on hover. */
export function BorneOutShare({ record }: { record: Counted | null }) {
  const why = whyNotCounted(record)
  if (record === null || why !== undefined)
    return (
      <span className="text-muted" title={why}>
        –<span className="sr-only">{why}</span>
      </span>
    )
  return (
    <span title={meaningBorneOut(record)}>
      {shareBorneOut(record)}
      <span className="block text-12 text-muted">{rangeBorneOut(record)}</span>
    </span>
  )
}
