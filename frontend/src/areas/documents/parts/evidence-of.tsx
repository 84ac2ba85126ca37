/** Recommendations that rest on a document. */

import { Link } from '@tanstack/react-router'
import type { DocumentPage } from '#shared/contracts/api/documents.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { Badge } from '../../../parts/words.tsx'

export function EvidenceOf({ rows }: { rows: DocumentPage['evidenceOf'] }) {
  return (
    <ul className="px-4 pb-4">
      {rows.map((row) => (
        <li
          key={`${row.recommendationId} ${row.side}`}
          className="flex flex-wrap items-center gap-x-3 py-1"
        >
          <CompanyLink ticker={row.ticker} />
          <Link
            to="/recommendations/$id"
            params={{ id: row.recommendationId }}
            className="hover:underline"
          >
            <Badge code={row.action} /> {row.trendWindow}
          </Link>
          <span className="text-muted">
            {row.side === 'supporting' ? 'speaks for it' : 'speaks against it'},{' '}
            <When at={row.generatedAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
