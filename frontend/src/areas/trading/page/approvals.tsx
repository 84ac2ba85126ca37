/** Entries that wait for a person, how long they still may, and those that were answered. */

import { useQuery } from '@tanstack/react-query'
import type { ApprovalListRow } from '#shared/contracts/api/approvals.ts'
import { useBusinessNow } from '../../../api/business-time.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { dollars, exact, shares, span } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Action } from '../../../parts/steer/action.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Badge } from '../../../parts/words.tsx'

type Row = ApprovalListRow

export function ApprovalsPage() {
  const query = useQuery(read('GET /risk/approvals', { limit: 100 }))
  const waiting = query.data?.filter(({ status }) => status === 'pending') ?? []
  const past = (rows: Row[]) => rows.filter(({ status }) => status !== 'pending')
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Approvals</h1>
      <Panel
        title={waiting.length === 0 ? 'Nothing waits for you' : `${waiting.length} wait for you`}
        query={query}
        rows={3}
        empty={{
          when: () => waiting.length === 0,
          words:
            'An entry waits here where it is worth more than the limits let pass without a person. Exits never wait.',
        }}
      >
        {() => <List rows={waiting} />}
      </Panel>
      <Panel
        title="Answered or ended"
        query={query}
        rows={3}
        empty={{ when: (rows) => past(rows).length === 0, words: 'None yet.' }}
      >
        {(rows) => <List rows={past(rows)} />}
      </Panel>
    </div>
  )
}

function List({ rows }: { rows: Row[] }) {
  return (
    <ul>
      {rows.map((row) => (
        <li
          key={row.approvalId}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0"
        >
          <span className="min-w-0 flex-1 basis-64">
            <Badge code={row.side} /> {shares(row.quantity)} <CompanyLink ticker={row.ticker} />{' '}
            {row.referencePrice && (
              <>
                at about {dollars(row.referencePrice)}, worth{' '}
                {dollars(Number(row.quantity) * Number(row.referencePrice))}
              </>
            )}
            <span className="block text-12 text-muted">
              asked by {row.requestedBy} <When at={row.requestedAt} />, decided for{' '}
              {wordsFor(row.decidedFor).toLowerCase()}
            </span>
          </span>
          {row.status === 'pending' ? <Waiting row={row} /> : <Past row={row} />}
        </li>
      ))}
    </ul>
  )
}

function Past({ row }: { row: Row }) {
  const at = row.reviewedAt ?? row.endedAt
  return (
    <span className="text-right text-12 text-muted">
      <Badge code={row.status} /> {row.reviewedBy && `by ${row.reviewedBy} `}
      {at && <When at={at} />}
      {row.note && <span className="block">{row.note}</span>}
      {row.orderState && <span className="block">Order: {wordsFor(row.orderState)}</span>}
      {row.refusedFor && (
        <span className="block text-down">Refused as it left: {wordsFor(row.refusedFor)}</span>
      )}
    </span>
  )
}

function Waiting({ row }: { row: Row }) {
  const now = useBusinessNow()
  const mayReview = useMayDo('POST /risk/approvals/:id/review')
  const left = now ? Date.parse(row.expiresAt) - now.getTime() : undefined
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span
        className={left !== undefined && left < 5 * 60_000 ? 'font-medium text-warn' : 'text-muted'}
        title={exact(new Date(row.expiresAt))}
      >
        {left === undefined ? '' : left > 0 ? `ends in ${span(left)}` : 'ends now'}
      </span>
      {mayReview && <Answer row={row} decision="approve" />}
      {mayReview && <Answer row={row} decision="deny" />}
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
    { what: `${wordsFor(row.side)} ${shares(row.quantity)} ${row.ticker}` },
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
