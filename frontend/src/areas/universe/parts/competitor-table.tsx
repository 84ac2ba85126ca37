/** Every pair of competitors. */

import { useQuery } from '@tanstack/react-query'
import type { Competitor } from '#shared/contracts/api/registry-competitors.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { When } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'

const columns: Column<Competitor>[] = [
  {
    head: 'Pair',
    value: (row) => `${row.ticker} ${row.competitor}`,
    cell: (row) => (
      <span className="whitespace-nowrap">
        <CompanyLink ticker={row.ticker} /> {row.isSymmetric ? '–' : '→'}{' '}
        <CompanyLink ticker={row.competitor} />
      </span>
    ),
  },
  {
    head: 'How',
    value: (row) => row.relationshipType,
    cell: (row) => wordsFor(row.relationshipType),
  },
  {
    head: 'Strength',
    isNumber: true,
    value: (row) => row.strength,
    cell: (row) => row.strength.toFixed(2),
  },
  {
    head: 'Changed',
    isNumber: true,
    isWide: true,
    value: (row) => row.changedAt,
    cell: (row) => (
      <span title={row.changedBy}>
        <When at={row.changedAt} />
      </span>
    ),
  },
]

export function CompetitorTable() {
  const query = useQuery(read('GET /registry/competitors', {}))
  return (
    <Panel
      title="Competitors"
      query={query}
      rows={4}
      empty={{
        when: (rows) => rows.length === 0,
        words: 'No pair yet. A company’s page relates it to another.',
      }}
    >
      {(rows) => (
        <Table
          label="Competitors"
          rows={rows}
          columns={columns}
          keyOf={(row) => row.relationshipId}
          hasTools
        />
      )}
    </Panel>
  )
}
