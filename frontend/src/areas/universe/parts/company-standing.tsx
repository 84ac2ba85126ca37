/** Where a company stands now: what is held of it, its trends, and what was last recommended. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PositionRow } from '#shared/contracts/api/positions.ts'
import { read } from '../../../api/read.ts'
import { Score, SignedMoney, When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge } from '../../../parts/words.tsx'
import { dollars, shares } from '../../../text/format.ts'

export function CompanyStanding({ ticker, className }: { ticker: string; className: string }) {
  const positions = useQuery(read('GET /api/positions', {}))
  const trends = useQuery(read('GET /api/trends', { ticker }))
  const advice = useQuery(read('GET /api/recommendations', { ticker, limit: 1 }))
  const newest = advice.data?.[0]
  return (
    <Panel title="Where it stands" query={positions} rows={5} className={className}>
      {(rows) => (
        <dl className="space-y-3 px-4 pb-4">
          <Named name="Held">
            <Held row={rows.find((row) => row.ticker === ticker)} />
          </Named>
          <Named name="Last recommendation">
            {newest ? (
              <>
                <Link
                  to="/recommendations/$id"
                  params={{ id: newest.recommendationId }}
                  className="hover:underline"
                >
                  <Badge code={newest.action} /> confidence {newest.confidence.toFixed(2)}
                </Link>{' '}
                <span className="text-muted">
                  <When at={newest.generatedAt} />
                </span>
              </>
            ) : (
              <span className="text-muted">none yet</span>
            )}
          </Named>
          <Named name="Trends">
            {trends.data && trends.data.length > 0 ? (
              <span className="flex flex-wrap gap-x-4 gap-y-1">
                {trends.data.map((row) => (
                  <span key={row.trendId} className="whitespace-nowrap">
                    {row.trendWindow} <Badge code={row.direction} />{' '}
                    <Score score={row.sentimentMean} />
                  </span>
                ))}
              </span>
            ) : (
              <span className="text-muted">none yet</span>
            )}
          </Named>
        </dl>
      )}
    </Panel>
  )
}

function Named({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Held({ row }: { row: PositionRow | undefined }) {
  if (!row) return <span className="text-muted">nothing</span>
  return (
    <Link to="/portfolio" className="hover:underline">
      {shares(row.quantity)} shares, {dollars(row.marketValue)},{' '}
      <SignedMoney amount={row.unrealisedPnl} /> unrealised
    </Link>
  )
}
