/** The newest documents that name a company. */

import { useQuery } from '@tanstack/react-query'
import type { DocumentRow } from '#shared/contracts/api/documents.ts'
import { read } from '../../../api/read.ts'
import { DocumentLink } from '../../../parts/document-link.tsx'
import { Score, When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'

const SHOWN = 12

export function CompanyDocuments({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /api/documents', { ticker, limit: SHOWN }))
  return (
    <Panel
      title="Newest documents"
      query={query}
      rows={6}
      empty={{
        when: (rows) => rows.length === 0,
        words: 'No document names it yet.',
      }}
    >
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li key={row.documentId} className="flex items-start justify-between gap-3 px-4 py-1.5">
              <div className="min-w-0">
                <DocumentLink
                  id={row.documentId}
                  ticker={ticker}
                  className="line-clamp-2 font-medium hover:underline"
                >
                  {row.title || 'Untitled'}
                </DocumentLink>
                <p className="flex flex-wrap gap-x-2 text-12 text-muted">
                  <span>{row.publisher}</span>
                  <When at={row.publishedAt} />
                </p>
              </div>
              <Own row={row} ticker={ticker} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Own({ row, ticker }: { row: DocumentRow; ticker: string }) {
  const impact = row.impacts.find((one) => one.ticker === ticker)
  return impact ? <Score score={impact.sentimentScore} /> : <span className="text-muted">–</span>
}
