/** The newest recommendations on a company. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge } from '../../../parts/words.tsx'

const SHOWN = 8

export function CompanyAdvice({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /api/recommendations', { ticker, limit: SHOWN }))
  return (
    <Panel
      title="Newest recommendations"
      query={query}
      rows={4}
      aside={
        <Link to="/recommendations" search={{ ticker }} className="link text-12">
          All of them
        </Link>
      }
      empty={{
        when: (rows) => rows.length === 0,
        words: 'None yet. One is made for each window whenever its trend is summed up again.',
      }}
    >
      {(rows) => (
        <ul className="px-4 pb-4">
          {rows.map((row) => (
            <li key={row.recommendationId} className="flex flex-wrap items-center gap-x-3 py-1">
              <Link
                to="/recommendations/$id"
                params={{ id: row.recommendationId }}
                className="hover:underline"
              >
                <Badge code={row.action} /> {row.trendWindow}, confidence{' '}
                {row.confidence.toFixed(2)}
              </Link>
              <Badge code={row.mode} />
              <span className="text-muted">
                <When at={row.generatedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
