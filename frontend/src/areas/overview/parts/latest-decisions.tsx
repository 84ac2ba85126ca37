/** Decisions and orders as they fall. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge, Code } from '../../../parts/words.tsx'

const FEW = 5

export function LatestDecisions() {
  const query = useQuery(read('GET /api/decisions', { limit: FEW }))
  return (
    <Panel
      title="Latest decisions and orders"
      query={query}
      rows={FEW}
      className="min-h-76 wide:col-span-4"
      aside={
        <Link to="/decisions" className="link text-12">
          All
        </Link>
      }
      empty={{
        when: (rows) => rows.length === 0,
        words:
          'No decision yet. The trading engine writes one for every recommendation it looks at, to act or not, as soon as a trend gives rise to a recommendation.',
      }}
    >
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li key={row.decisionId} className="flex min-h-8 items-baseline gap-2 px-4 py-1">
              <span className="w-14 shrink-0">
                <CompanyLink ticker={row.ticker} />
              </span>
              <span className="min-w-0 flex-1">
                {row.orderId && row.orderState ? (
                  <Link to="/orders/$id" params={{ id: row.orderId }} className="hover:underline">
                    <Badge code={row.side ?? 'act'} /> <Badge code={row.orderState} />
                  </Link>
                ) : (
                  <Code code={row.code} />
                )}
              </span>
              <span className="text-12 text-muted">
                <When at={row.decidedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
