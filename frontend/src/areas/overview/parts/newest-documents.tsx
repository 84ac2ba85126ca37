/** What came in last. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { CompanyLinks } from '../../../parts/company-link.tsx'
import { Panel } from '../../../parts/panel.tsx'

const FEW = 8

export function NewestDocuments() {
  const query = useQuery(read('GET /api/documents', { limit: FEW }))
  return (
    <Panel
      title="Newest documents"
      query={query}
      rows={FEW}
      className="min-h-104 wide:col-span-4"
      aside={
        <Link to="/documents" className="link text-12">
          All
        </Link>
      }
      empty={{
        when: (rows) => rows.length === 0,
        words:
          'Nothing has come in. The scheduler asks every source in turn; news, filings and pages appear here as they are stored.',
      }}
    >
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li key={row.documentId} className="px-4 py-1.5">
              <Link
                to="/documents/$id"
                params={{ id: row.documentId }}
                className="line-clamp-1 font-medium hover:underline"
              >
                {row.title || 'Untitled'}
              </Link>
              <p className="flex flex-wrap gap-x-2 text-12 text-muted">
                {row.tickers.length > 0 && (
                  <span className="text-text">
                    <CompanyLinks tickers={row.tickers} most={4} />
                  </span>
                )}
                <span>{row.publisher}</span>
                <When at={row.publishedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
