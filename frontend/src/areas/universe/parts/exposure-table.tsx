/** The current exposure profile of each company that has one. */

import { useQuery } from '@tanstack/react-query'
import type { ExposureProfile } from '#shared/contracts/api/registry-exposures.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { When } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent } from '../../../text/format.ts'

type Row = ExposureProfile

const regionsOf = ({ revenueRegions }: Row) =>
  Object.entries(revenueRegions)
    .sort(([, a], [, b]) => b - a)
    .map(([region, share]) => `${region} ${percent(share)}`)
    .join(', ')

const words = (head: string, of: (row: Row) => string): Column<Row> => ({
  head,
  isWide: true,
  value: of,
  cell: (row) => <span className="line-clamp-2">{of(row)}</span>,
})

const columns: Column<Row>[] = [
  {
    head: 'Company',
    value: (row) => row.ticker,
    cell: (row) => <CompanyLink ticker={row.ticker} />,
  },
  {
    head: 'Reach',
    value: (row) => row.marketPosition,
    cell: (row) => wordsFor(row.marketPosition),
  },
  words('Revenue', regionsOf),
  words('Supplied from', (row) => row.supplyRegions.join(', ')),
  words('Needs', (row) => row.keyInputs.join(', ')),
  words('Produces', (row) => row.produces.join(', ')),
  {
    head: 'Version',
    isNumber: true,
    value: (row) => row.version,
    cell: (row) => (
      <span title={`by ${row.changedBy}`}>
        {row.version}, <When at={row.changedAt} />
      </span>
    ),
  },
]

export function ExposureTable() {
  const query = useQuery(read('GET /registry/exposures', {}))
  return (
    <Panel
      title="Exposure profiles"
      query={query}
      rows={4}
      empty={{
        when: (rows) => rows.length === 0,
        words: 'No company has one yet. It is written on the company’s page.',
      }}
    >
      {(rows) => (
        <Table
          label="Exposure profiles"
          rows={rows}
          columns={columns}
          keyOf={(row) => row.ticker}
          hasTools
        />
      )}
    </Panel>
  )
}
