/** What the list of positions shows of each, within the width of a window. */

import { Link } from '@tanstack/react-router'
import type { PositionRow } from '#shared/contracts/api/positions.ts'
import { dollars, shares } from '../../../text/format.ts'
import { SignedMoney, SignedShare, When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { ClosePosition } from './close-position.tsx'
import { ExitState } from './exit-state.tsx'

type Row = PositionRow

const none = <span className="text-muted">–</span>
const below = 'block text-12 text-muted'

export const positionColumns: Column<Row>[] = [
  { head: 'Ticker', value: (row) => row.ticker, cell: (row) => <Subject row={row} /> },
  {
    head: 'Shares',
    isNumber: true,
    value: (row) => Number(row.quantity),
    cell: (row) => shares(row.quantity),
  },
  {
    head: 'Entry',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.entryPriceAvg),
    cell: (row) => (
      <>
        {dollars(row.entryPriceAvg)}
        <span className={below}>
          <When at={row.openedAt} />
        </span>
      </>
    ),
  },
  {
    head: 'Mark',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.markPrice),
    cell: (row) => (
      <>
        {dollars(row.markPrice)}
        <span className={below}>
          <When at={row.markedAt} />
        </span>
      </>
    ),
  },
  {
    head: 'Worth',
    isNumber: true,
    value: (row) => Number(row.marketValue),
    cell: (row) => dollars(row.marketValue),
  },
  {
    head: 'Unrealised',
    isNumber: true,
    value: (row) => Number(row.unrealisedPnl),
    cell: (row) => (
      <>
        <SignedMoney amount={row.unrealisedPnl} />
        <span className="block text-12">
          <SignedShare share={row.unrealisedPct} />
        </span>
        <span className="block pt-1 empty:hidden wide:hidden">
          <ClosePosition ticker={row.ticker} isSmall />
        </span>
      </>
    ),
  },
  {
    head: 'Today',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.dayPnl ?? 0),
    cell: (row) => (row.dayPnl === null ? none : <SignedMoney amount={row.dayPnl} />),
  },
  {
    head: 'Stop',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.trailingStop ?? row.stopPrice ?? 0),
    cell: (row) => <Stop row={row} />,
  },
  {
    head: 'Targets',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.target1 ?? 0),
    cell: ({ target1, target2 }) => (
      <>
        {target1 ? dollars(target1) : none}
        {target2 && <span className="block">{dollars(target2)}</span>}
      </>
    ),
  },
  {
    head: 'Exit',
    isWide: true,
    value: (row) => row.exit?.state ?? '',
    cell: (row) => <ExitState exit={row.exit} />,
  },
  {
    head: '',
    isWide: true,
    value: () => null,
    cell: (row) => <ClosePosition ticker={row.ticker} isSmall />,
  },
]

function Subject({ row }: { row: Row }) {
  return (
    <>
      <Link
        to="/trading/positions/$ticker"
        params={{ ticker: row.ticker }}
        className="link font-semibold"
      >
        {row.ticker}
      </Link>
      <span className={below}>{row.sector}</span>
      {row.exit && (
        <span className="block text-12 wide:hidden">
          <ExitState exit={row.exit} />
        </span>
      )}
    </>
  )
}

function Stop({ row: { stopPrice, trailingStop } }: { row: Row }) {
  const stop = trailingStop ?? stopPrice
  if (!stop) return <span className="text-warn">none</span>
  return (
    <>
      {dollars(stop)}
      {trailingStop && <span className={below}>trailing</span>}
    </>
  )
}
