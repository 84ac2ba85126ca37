/** An entry that waits: how long it still may, and the two answers with what each comes to. */

import type { ApprovalListRow } from '#shared/contracts/api/approvals.ts'
import { useBusinessNow } from '../../../api/business-time.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { brief, dollars, exact, shares, span } from '../../../text/format.ts'
import { Action } from '../../../parts/steer/action.tsx'

type Row = ApprovalListRow

const SOON_MS = 5 * 60_000

/** `at the market, about $141.75`; `at $143.20 at most`. */
export function termsOf({ orderType, limitPrice, stopPrice, referencePrice }: Row): string {
  if (orderType === 'market')
    return `at the market${referencePrice ? `, about ${dollars(referencePrice)} each` : ''}`
  const parts = [
    stopPrice && `once it trades at ${dollars(stopPrice)}`,
    limitPrice && `at ${dollars(limitPrice)} at most`,
  ]
  return parts.filter(Boolean).join(', ')
}

export function Waiting({ row }: { row: Row }) {
  const now = useBusinessNow()
  const mayReview = useMayDo('POST /risk/approvals/:id/review')
  const left = now ? Date.parse(row.expiresAt) - now.getTime() : undefined
  const isOver = left !== undefined && left <= 0
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span
        className={left !== undefined && left < SOON_MS ? 'font-medium text-warn' : 'text-muted'}
        title={exact(new Date(row.expiresAt))}
      >
        {left === undefined ? '' : isOver ? 'too late, it ends now' : `ends in ${span(left)}`}
      </span>
      {mayReview && !isOver && <Answer row={row} decision="approve" />}
      {mayReview && !isOver && <Answer row={row} decision="deny" />}
    </span>
  )
}

const SAYS = {
  approve: [
    { what: 'It is judged by risk once more, and sent to the broker where that lets it through.' },
    { what: 'Who asked for it may not approve it.' },
  ],
  deny: [{ what: 'It is not sent. The engine may decide anew by a later recommendation.' }],
} as const

function Answer({ row, decision }: { row: Row; decision: 'approve' | 'deny' }) {
  const does = `${decision === 'approve' ? 'Approve' : 'Deny'} ${row.side} of ${row.ticker}`
  const consequences = [
    { what: `${wordsFor(row.side)} ${shares(row.quantity)} ${row.ticker} ${termsOf(row)}` },
    ...(decision === 'approve'
      ? [{ what: `It counts for this order alone (${brief(row.orderHash)}); another is void.` }]
      : []),
    ...SAYS[decision],
  ]
  return (
    <Action
      words={does}
      brief={decision === 'approve' ? 'Approve' : 'Deny'}
      isSmall
      look={decision === 'approve' ? 'main' : 'plain'}
      reason="asked"
      consequences={consequences}
      change={(note) =>
        send('POST /risk/approvals/:id/review', {
          id: row.approvalId,
          body: { decision, note },
          says: { does, consequences },
        })
      }
    />
  )
}
