/** What a list of trades shows of each. */

import { Link } from '@tanstack/react-router'
import type { TradeRow } from '#shared/contracts/api/trades.ts'
import { SignedMoney, SignedShare, When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { dollars, shares, signedPercent, span } from '../../../text/format.ts'
import { inRisks } from './trade-words.ts'

type Row = TradeRow

const none = <span className="text-muted">–</span>
const heldMs = ({ openedAt, closedAt }: Row) =>
  openedAt === null ? null : Date.parse(closedAt) - Date.parse(openedAt)

export const tradeColumns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <>
        <Link to="/trades/$id" params={{ id: row.tradeId }} className="link font-semibold">
          {row.ticker}
        </Link>
        <span className="block text-12 text-muted wide:hidden">
          <When at={row.closedAt} />
        </span>
      </>
    ),
  },
  {
    head: 'Why in',
    isWide: true,
    value: (row) => row.catalyst,
    cell: (row) =>
      row.recommendationId === null ? (
        none
      ) : (
        <Link to="/recommendations/$id" params={{ id: row.recommendationId }} className="link">
          {wordsFor(row.catalyst ?? 'other')}
          {row.trendWindow && `, ${row.trendWindow}`}
        </Link>
      ),
  },
  {
    head: 'Why out',
    value: (row) => row.exitCode && wordsFor(row.exitCode),
    cell: (row) => <WhyOut row={row} />,
  },
  {
    head: 'Shares',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.quantity ?? 0),
    cell: (row) => (row.quantity ? shares(row.quantity) : none),
  },
  {
    head: 'Bought at',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.entryPrice ?? 0),
    cell: (row) => (row.entryPrice ? dollars(row.entryPrice) : none),
  },
  {
    head: 'Sold at',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.exitPrice ?? 0),
    cell: (row) => (row.exitPrice ? dollars(row.exitPrice) : none),
  },
  {
    head: 'Profit after fees',
    isNumber: true,
    value: (row) => Number(row.net),
    cell: (row) => (
      <>
        <SignedMoney amount={row.net} />
        <span className="block text-12">
          {row.share !== null && <SignedShare share={row.share} />}
        </span>
      </>
    ),
  },
  {
    head: 'R multiple',
    isNumber: true,
    isWide: true,
    value: (row) => row.multiple,
    cell: (row) => (row.multiple === null ? none : inRisks(row.multiple)),
  },
  {
    head: 'Worst',
    isNumber: true,
    isWide: true,
    value: (row) => row.adverseShare,
    cell: (row) => (row.adverseShare === null ? none : signedPercent(-row.adverseShare)),
  },
  {
    head: 'Best',
    isNumber: true,
    isWide: true,
    value: (row) => row.favourableShare,
    cell: (row) => (row.favourableShare === null ? none : signedPercent(row.favourableShare)),
  },
  {
    head: 'Held for',
    isNumber: true,
    isWide: true,
    value: heldMs,
    cell: (row) => {
      const held = heldMs(row)
      return held === null ? none : span(held)
    },
  },
  {
    head: 'Closed',
    isNumber: true,
    isWide: true,
    value: (row) => row.closedAt,
    cell: (row) => <When at={row.closedAt} />,
  },
]

/** In words; with the order that sold, where one did. */
function WhyOut({ row }: { row: Row }) {
  if (row.exitCode === null) return <span className="text-muted">being worked out</span>
  const words = wordsFor(row.exitCode)
  if (row.exitOrderId === null) return words
  return (
    <Link to="/orders/$id" params={{ id: row.exitOrderId }} className="link">
      {words}
    </Link>
  )
}
