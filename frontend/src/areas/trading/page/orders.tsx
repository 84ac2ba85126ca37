/** Every order, newest first. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import type { OrderRow } from '#shared/contracts/api/trading.ts'

type Row = OrderRow

const columns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <>
        <Link to="/orders/$id" params={{ id: row.orderId }} className="link font-semibold">
          {row.ticker}
        </Link>
        <span className="block text-12 text-muted wide:hidden">
          <When at={row.intendedAt} />
        </span>
      </>
    ),
  },
  { head: 'Side', value: (row) => row.side, cell: (row) => <Badge code={row.side} /> },
  {
    head: 'Shares',
    isNumber: true,
    value: (row) => Number(row.quantity),
    cell: (row) => shares(row.quantity),
  },
  {
    head: 'Filled',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.filledQuantity),
    cell: (row) => shares(row.filledQuantity),
  },
  {
    head: 'Fill price',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.filledPriceAvg ?? 0),
    cell: (row) => (row.filledPriceAvg ? dollars(row.filledPriceAvg) : '–'),
  },
  {
    head: 'Expected',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.referencePrice),
    cell: (row) => dollars(row.referencePrice),
  },
  {
    head: 'Type',
    isWide: true,
    value: (row) => row.orderType,
    cell: (row) => row.orderType.replaceAll('_', ' '),
  },
  { head: 'Kind', isWide: true, value: (row) => row.kind, cell: (row) => row.kind },
  {
    head: 'State',
    value: (row) => row.state,
    cell: (row) => (
      <span title={row.rejectReason ?? undefined}>
        <Badge code={row.state} />
      </span>
    ),
  },
  {
    head: 'Meant',
    isNumber: true,
    isWide: true,
    value: (row) => row.intendedAt,
    cell: (row) => <When at={row.intendedAt} />,
  },
]

export function OrdersPage() {
  const query = useQuery(read('GET /api/orders', { limit: 300 }))
  return (
    <>
      <h1 className="sr-only">Orders</h1>
      <Panel
        title="Orders"
        query={query}
        rows={12}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No order yet. One is made when the engine decides to act and risk lets it through.',
        }}
      >
        {(rows) => (
          <Table
            label="Orders"
            rows={rows}
            columns={columns}
            keyOf={(row) => row.orderId}
            hasTools
          />
        )}
      </Panel>
    </>
  )
}
