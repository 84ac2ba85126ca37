/** Where a company's trend is expected to go. */

import { useQuery } from '@tanstack/react-query'
import type { ProjectionRow } from '#shared/contracts/api/company-insight.ts'
import { read } from '../../../api/read.ts'
import { Share, When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge } from '../../../parts/words.tsx'
import { percent } from '../../../text/format.ts'

export function ProjectionPanel({ ticker, className }: { ticker: string; className: string }) {
  const query = useQuery(read('GET /api/companies/:id/layers', { id: ticker }))
  return (
    <Panel
      title="Projections"
      query={query}
      rows={4}
      className={className}
      empty={{
        when: ({ projections }) => projections.length === 0,
        words:
          'None yet. One is made for each horizon as the trend is summed up, of its momentum, events of the world and what is to come.',
      }}
    >
      {({ projections }) => (
        <ul className="px-4 pb-4">
          {projections.map((row) => (
            <Projection key={row.horizon} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Projection({ row }: { row: ProjectionRow }) {
  return (
    <li className="border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span>
          <strong className="font-semibold">{row.horizon}</strong> <Badge code={row.direction} />{' '}
          {row.lowConfidence && <span className="text-warn">low confidence</span>}
        </span>
        <span className="flex gap-3">
          <span>
            strength <Share value={row.strength} label="Strength" />
          </span>
          <span>
            confidence <Share value={row.confidence} label="Confidence" />
          </span>
        </span>
      </p>
      <p className="text-12 text-muted">
        {percent(row.macroContributionPct)} of it from events of the world
        {row.divergesFromCurrent && '; it turns against the trend of today'}, <When at={row.asOf} />
      </p>
    </li>
  )
}
