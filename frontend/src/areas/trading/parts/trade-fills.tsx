/** What was bought and sold of one trade, fill by fill. */

import { Link } from '@tanstack/react-router'
import type { TradePage } from '#shared/contracts/api/trades.ts'
import { When } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { dollars, shares } from '../../../text/format.ts'

type Fill = TradePage['fills'][number]

const columns: Column<Fill>[] = [
  { head: 'Filled', value: (fill) => fill.filledAt, cell: (fill) => <When at={fill.filledAt} /> },
  { head: 'Side', value: (fill) => fill.side, cell: (fill) => <Badge code={fill.side} /> },
  {
    head: 'Shares',
    isNumber: true,
    value: (fill) => Number(fill.quantity),
    cell: (fill) => shares(fill.quantity),
  },
  {
    head: 'Price',
    isNumber: true,
    value: (fill) => Number(fill.price),
    cell: (fill) => dollars(fill.price),
  },
  {
    head: 'Fee',
    isNumber: true,
    isWide: true,
    value: (fill) => Number(fill.fee),
    cell: (fill) => dollars(fill.fee),
  },
  {
    head: 'Order',
    isWide: true,
    value: (fill) => fill.orderId,
    cell: (fill) =>
      fill.orderId === null ? (
        <span className="text-muted">none of ours</span>
      ) : (
        <Link to="/orders/$id" params={{ id: fill.orderId }} className="link">
          its order
        </Link>
      ),
  },
]

export function TradeFills({ fills }: { fills: TradePage['fills'] }) {
  return <Table label="Fills" rows={fills} columns={columns} keyOf={(fill) => fill.executionId} />
}
