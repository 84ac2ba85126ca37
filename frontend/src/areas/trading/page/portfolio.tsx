/** What is held, what it is worth, and where the exits stand. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { EquityPanel } from '../../../parts/equity-panel.tsx'
import { SignedMoney, SignedShare, When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { ClosePosition } from '../parts/close-position.tsx'
import { Differences } from '../parts/differences.tsx'
import { ExitState } from '../parts/exit-state.tsx'
import type { PositionRow } from '#shared/contracts/api/positions.ts'

type Row = PositionRow

const none = <span className="text-muted">–</span>

const columns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <>
        <Link
          to="/trading/positions/$ticker"
          params={{ ticker: row.ticker }}
          className="link font-semibold"
        >
          {row.ticker}
        </Link>{' '}
        <span className="hidden text-12 text-muted wide:inline">{row.sector}</span>
        {row.exit && (
          <span className="block text-12 wide:hidden">
            <ExitState exit={row.exit} />
          </span>
        )}
      </>
    ),
  },
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
    cell: (row) => dollars(row.entryPriceAvg),
  },
  {
    head: 'Mark',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.markPrice),
    cell: (row) => dollars(row.markPrice),
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
        <SignedMoney amount={row.unrealisedPnl} />{' '}
        <span className="hidden wide:inline">
          <SignedShare share={row.unrealisedPct} />
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
    head: 'Realised',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.realisedPnl),
    cell: (row) => <SignedMoney amount={row.realisedPnl} />,
  },
  {
    head: 'Stop',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.trailingStop ?? row.stopPrice ?? 0),
    cell: (row) => {
      const stop = row.trailingStop ?? row.stopPrice
      return stop ? dollars(stop) : none
    },
  },
  {
    head: 'Targets',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.target1 ?? 0),
    cell: (row) =>
      row.target1 && row.target2 ? `${dollars(row.target1)} / ${dollars(row.target2)}` : none,
  },
  {
    head: 'Exit',
    isWide: true,
    value: (row) => row.exit?.state ?? '',
    cell: (row) => <ExitState exit={row.exit} />,
  },
  {
    head: 'Opened',
    isNumber: true,
    isWide: true,
    value: (row) => row.openedAt,
    cell: (row) => <When at={row.openedAt} />,
  },
  {
    head: '',
    value: () => null,
    cell: (row) => <ClosePosition ticker={row.ticker} isSmall />,
  },
]

export function PortfolioPage() {
  const overview = useQuery(read('GET /api/overview', {}))
  const open = useQuery(read('GET /api/positions', {}))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Portfolio</h1>
      <Differences />
      <Panel
        title="Money"
        query={overview}
        rows={2}
        empty={{
          when: (data) => data.money === null,
          words: 'No snapshot of the portfolio yet. The trading engine takes one each round.',
        }}
      >
        {({ money }) =>
          money && (
            <NamedValues>
              <NamedValue name="Equity">{dollars(money.equity)}</NamedValue>
              <NamedValue name="Today">
                <SignedMoney amount={money.dayPnl ?? 0} />
              </NamedValue>
              <NamedValue name="Cash">{dollars(money.cash)}</NamedValue>
              <NamedValue name="Positions">{dollars(money.positionsValue)}</NamedValue>
              <NamedValue name="Unrealised">
                <SignedMoney amount={money.unrealisedPnl} />
              </NamedValue>
              <NamedValue name="Realised">
                <SignedMoney amount={money.realisedPnl} />
              </NamedValue>
              <NamedValue name="Reserve">{dollars(money.reserve)}</NamedValue>
            </NamedValues>
          )
        }
      </Panel>
      <Panel
        title="Positions"
        query={open}
        rows={5}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'Nothing is held. A position opens when the broker reports the first fill of an order.',
        }}
      >
        {(rows) => (
          <Table
            label="Positions"
            rows={rows}
            columns={columns}
            keyOf={(row) => row.ticker}
            hasTools
          />
        )}
      </Panel>
      <EquityPanel />
    </div>
  )
}
