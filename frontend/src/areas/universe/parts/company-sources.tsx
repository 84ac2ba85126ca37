/** The sources of a company alone, and how each fares. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { SourceLink } from '../../../parts/source-link.tsx'
import { Badge } from '../../../parts/words.tsx'

export function CompanySources({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /api/sources', { ticker }))
  return (
    <Panel
      title="Sources of its own"
      query={query}
      rows={3}
      aside={
        <Link to="/sources" className="link text-12">
          All
        </Link>
      }
      empty={{
        when: (rows) => rows.length === 0,
        words: 'None: what is known of it comes from sources of the whole market.',
      }}
    >
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li
              key={row.sourceId}
              className="flex flex-wrap items-center justify-between gap-x-3 px-4 py-1.5"
            >
              <SourceLink
                id={row.sourceId}
                name={row.sourceName}
                className="font-medium hover:underline"
              />
              <span className="flex items-center gap-2 text-muted">
                {row.lastSucceededAt && <When at={row.lastSucceededAt} />}
                <Badge code={row.state} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
