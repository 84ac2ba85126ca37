/** Entries that wait for a person, how long they still may, and those that were answered. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApprovalListRow } from '#shared/contracts/api/approvals.ts'
import { read } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { dollars, shares } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Badge } from '../../../parts/words.tsx'
import { termsOf, Waiting } from '../parts/answer-approval.tsx'

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
            {termsOf(row)}
            {row.referencePrice && (
              <>
                , worth about{' '}
                <strong className="font-semibold">
                  {dollars(Number(row.quantity) * Number(row.referencePrice))}
                </strong>
              </>
            )}
            <span className="block text-12 text-muted">
              Asked by {row.requestedBy} <When at={row.requestedAt} />
              {row.recommendationId && (
                <>
                  {' · '}
                  <Link
                    to="/recommendations/$id"
                    params={{ id: row.recommendationId }}
                    className="link"
                    aria-label={`Why ${row.side} ${row.ticker}`}
                  >
                    Why
                  </Link>
                </>
              )}
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
    <span className="text-12 text-muted md:text-right">
      <Badge code={row.status} /> {row.reviewedBy && `by ${row.reviewedBy} `}
      {at && <When at={at} />}
      {row.note && <span className="block">{row.note}</span>}
      {row.status === 'void' && <span className="block">Its order is another one by now.</span>}
      {row.orderId && row.orderState && (
        <span className="block">
          Order:{' '}
          <Link to="/orders/$id" params={{ id: row.orderId }} className="link">
            {wordsFor(row.orderState).toLowerCase()}
          </Link>
        </span>
      )}
      {row.refusedFor && (
        <span className="block text-down">Refused as it left: {wordsFor(row.refusedFor)}</span>
      )}
    </span>
  )
}
