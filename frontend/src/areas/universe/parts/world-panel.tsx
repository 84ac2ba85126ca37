/** Events of the world that move a company, and why. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { Arrow } from '../../../parts/arrow.tsx'
import { componentsInWords } from '../../../parts/components.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge } from '../../../parts/words.tsx'

export function WorldPanel({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /api/companies/:id/layers', { id: ticker }))
  return (
    <Panel
      title="Events that move it"
      query={query}
      rows={4}
      aside={
        <Link to="/events" search={{ ticker }} className="link text-12">
          All events
        </Link>
      }
      empty={{
        when: ({ macro }) => macro.length === 0,
        words:
          'None yet. An event of the world reaches it by its exposure profile: regions, inputs, sector.',
      }}
    >
      {({ macro }) => (
        <ul className="pb-2">
          {macro.map((row) => (
            <li key={row.macroImpactId} className="border-b border-line px-4 py-1.5 last:border-0">
              <p className="flex items-start justify-between gap-3">
                <Link
                  to="/events/$id"
                  params={{ id: row.globalEventId }}
                  className="line-clamp-2 font-medium hover:underline"
                >
                  {row.title || 'Untitled'}
                </Link>
                <span className="whitespace-nowrap">
                  <Arrow sign={row.direction} /> {row.score.toFixed(2)}
                </span>
              </p>
              <p className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
                <Badge code={row.severity} />
                <When at={row.occurredAt} />
                <span>{componentsInWords(row.components)}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
