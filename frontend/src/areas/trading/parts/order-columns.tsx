/** What a list of orders shows of each. */

import { Link } from '@tanstack/react-router'
import type { OrderRow } from '#shared/contracts/api/trading.ts'
import { dollars, shares } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { CancelOrder, standsOf } from './order-actions.tsx'

type Row = OrderRow

export const orderColumns: Column<Row>[] = [
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
  {
    head: 'Why',
    isWide: true,
    value: (row) => row.kind,
    cell: ({ recommendationId: id, kind }) =>
      id === null ? (
        kind
      ) : (
        <Link to="/recommendations/$id" params={{ id }} className="link">
          {kind}
        </Link>
      ),
  },
  {
    head: 'State',
    value: (row) => row.state,
    cell: (row) => (
      <>
        <Badge code={row.state} />
        <span className="block max-w-56 text-12 whitespace-normal text-muted">{standsOf(row)}</span>
        <span className="block pt-1 empty:hidden wide:hidden">
          <CancelOrder row={row} isSmall />
        </span>
      </>
    ),
  },
  {
    head: 'Meant',
    isNumber: true,
    isWide: true,
    value: (row) => row.intendedAt,
    cell: (row) => <When at={row.intendedAt} />,
  },
  {
    head: '',
    isWide: true,
    value: () => null,
    cell: (row) => <CancelOrder row={row} isSmall />,
  },
]
