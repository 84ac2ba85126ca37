/** The competitors of a company, whichever of the two was named first. */

import { useQuery } from '@tanstack/react-query'
import type { Competitor } from '#shared/contracts/api/registry-competitors.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { RowButton } from '../../../parts/row-button.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { AddCompetitor } from './add-competitor.tsx'

export function CompanyCompetitors({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /registry/competitors', { ticker }))
  const mayChange = useMayDo('POST /registry/competitors')
  return (
    <Panel title="Competitors" query={query} rows={3}>
      {(rows) => (
        <div className="px-4 pb-4">
          {rows.length === 0 && (
            <p className="text-muted">None. What happens to a competitor is read as news of it.</p>
          )}
          <ul aria-label="Competitors">
            {rows.map((row) => (
              <li
                key={row.relationshipId}
                className="flex items-center justify-between gap-2 py-0.5"
              >
                <Other row={row} ticker={ticker} />
                {mayChange && (
                  <RowButton
                    words="Remove"
                    label={`Relate ${row.ticker} and ${row.competitor} no more`}
                    change={() =>
                      send('DELETE /registry/competitors/:id', { id: row.relationshipId })
                    }
                  />
                )}
              </li>
            ))}
          </ul>
          {mayChange && <AddCompetitor ticker={ticker} />}
        </div>
      )}
    </Panel>
  )
}

function Other({ row, ticker }: { row: Competitor; ticker: string }) {
  const isFirst = row.ticker === ticker
  const other = isFirst ? row.competitor : row.ticker
  const way = row.isSymmetric
    ? ''
    : isFirst
      ? ' → it depends on this one'
      : ' ← this one depends on it'
  return (
    <span className="min-w-0">
      <CompanyLink ticker={other} />{' '}
      <span className="text-muted">
        {wordsFor(row.relationshipType).toLowerCase()}, strength {row.strength.toFixed(2)}
        {way}
      </span>
    </span>
  )
}
