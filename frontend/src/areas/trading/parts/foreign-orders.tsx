/** Orders open at the broker that were not placed here; they count in the book all the same. */

import { useQuery } from '@tanstack/react-query'
import type { ForeignOrderRow } from '#shared/contracts/api/beside.ts'
import { read } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'

type Row = ForeignOrderRow

const columns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => <strong className="font-semibold">{row.ticker}</strong>,
  },
  { head: 'Side', value: (row) => row.side, cell: (row) => <Badge code={row.side} /> },
  {
    head: 'Shares',
    isNumber: true,
    value: (row) => Number(row.quantity ?? 0),
    cell: (row) => (row.quantity ? shares(row.quantity) : 'for dollars'),
  },
  {
    head: 'Limit',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.limitPrice ?? 0),
    cell: (row) => (row.limitPrice ? dollars(row.limitPrice) : '–'),
  },
  { head: 'Broker says', value: (row) => row.status, cell: (row) => row.status },
  {
    head: 'Placed',
    isNumber: true,
    isWide: true,
    value: (row) => row.submittedAt,
    cell: (row) => <When at={row.submittedAt} />,
  },
]

/** Shown where there are any. */
export function ForeignOrders() {
  const query = useQuery(read('GET /api/foreign-orders', {}))
  if (!query.data || query.data.length === 0) return null
  return (
    <Panel title="Placed elsewhere, such as in the broker’s own app" query={query}>
      {(rows) => (
        <Table
          label="Orders placed elsewhere"
          rows={rows}
          columns={columns}
          keyOf={(row) => row.brokerOrderId}
        />
      )}
    </Panel>
  )
}
