/** How much of equity each sector holds, and how far its limit is. */

import { useQuery } from '@tanstack/react-query'
import type { EngineState } from '#shared/contracts/api/engine.ts'
import { read } from '../../../api/read.ts'
import { dollars, percent } from '../../../text/format.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Used } from './used.tsx'

type Row = EngineState['sectors'][number]

const share = (value: number | null) => (value === null ? '–' : percent(value, 1).replace('-', '−'))

const used = ({ found, most }: Row) => (most ? (found ?? 0) / most : 0)

const columns: Column<Row>[] = [
  { head: 'Sector', value: (row) => row.of, cell: (row) => row.of || 'Unknown' },
  {
    head: 'Worth',
    isNumber: true,
    value: (row) => Number(row.value),
    cell: (row) => dollars(row.value),
  },
  {
    head: 'Of equity',
    isNumber: true,
    value: (row) => row.found,
    cell: (row) => share(row.found),
  },
  {
    head: 'Limit',
    isNumber: true,
    isWide: true,
    value: (row) => row.most,
    cell: (row) => <span className="text-muted">{share(row.most)}</span>,
  },
  {
    head: 'Left',
    isNumber: true,
    value: (row) => row.left,
    cell: (row) => (
      <span className={row.left !== null && row.left <= 0 ? 'font-semibold text-warn' : ''}>
        {share(row.left)}
      </span>
    ),
  },
  {
    head: 'Used',
    isNumber: true,
    isWide: true,
    value: used,
    cell: (row) => <Used share={used(row)} />,
  },
]

export function SectorPanel() {
  const query = useQuery(read('GET /api/trading/status', {}))
  return (
    <Panel
      title="By sector, orders to buy included"
      query={query}
      rows={3}
      empty={{
        when: ({ sectors }) => sectors.length === 0,
        words: 'Nothing is held and nothing is on its way.',
      }}
    >
      {({ sectors }) => (
        <Table label="Sectors" rows={sectors} columns={columns} keyOf={(row) => row.of} />
      )}
    </Panel>
  )
}
