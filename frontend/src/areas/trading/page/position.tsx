/** One position: its chart with entries, levels and exits, how its exit fares, and its orders. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { PositionRow } from '#shared/contracts/api/positions.ts'
import type { OrderRow } from '#shared/contracts/api/trading.ts'
import { read } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { SignedMoney, SignedShare, When } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { ActivityPanel } from '../parts/activity-panel.tsx'
import { ClosePosition } from '../parts/close-position.tsx'
import { ExitState } from '../parts/exit-state.tsx'
import { RestingStop } from '../parts/resting-stop.tsx'
import { orderColumns } from '../parts/order-columns.tsx'
import type { Level, Mark } from '../parts/position-chart.tsx'

const PositionChart = lazy(() =>
  import('../parts/position-chart.tsx').then(({ PositionChart: chart }) => ({ default: chart })),
)

export function PositionPage() {
  const { ticker } = useParams({ from: '/trading/positions/$ticker' })
  const query = useQuery(read('GET /api/positions', { closed: 'true' }))
  const orders = useQuery(read('GET /api/orders', { ticker, limit: 100 }))
  const bars = useQuery(read('GET /api/companies/:id/bars', { id: ticker }))
  const position = query.data?.find((row) => row.ticker === ticker)
  const isHeld = position !== undefined && Number(position.quantity) > 0
  usePageTitle(`${ticker}, position`)
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-20 font-semibold">
          {position
            ? `${ticker}: ${isHeld ? `${shares(position.quantity)} held` : 'sold'}`
            : ticker}
        </h1>
        {isHeld && <ClosePosition ticker={ticker} />}
      </header>
      <Panel
        title="Position"
        query={query}
        rows={3}
        empty={{ when: () => !position, words: `Nothing of ${ticker} was ever held.` }}
      >
        {() => position && <Position row={position} />}
      </Panel>
      <Panel
        title="Price, levels and fills"
        query={bars}
        rows={8}
        empty={{ when: (rows) => rows.length === 0, words: 'No price is stored.' }}
      >
        {(rows) => (
          <Suspense fallback={<div className="skeleton mx-4 mb-4 h-72" />}>
            <PositionChart
              name="Daily closes, levels and fills, dollars"
              bars={rows.map(({ sessionDate, close }) => ({
                day: sessionDate,
                close: Number(close),
              }))}
              levels={isHeld ? levelsOf(position) : []}
              marks={marksOf(orders.data ?? [])}
            />
          </Suspense>
        )}
      </Panel>
      <ActivityPanel ticker={ticker} />
      <Panel
        title="Its orders"
        query={orders}
        rows={3}
        empty={{ when: (rows) => rows.length === 0, words: 'No order of it was made here.' }}
      >
        {(rows) => (
          <Table label="Orders" rows={rows} columns={orderColumns} keyOf={(row) => row.orderId} />
        )}
      </Panel>
    </div>
  )
}

const price = (amount: string | null) => (amount ? dollars(amount) : '–')

function Position({ row }: { row: PositionRow }) {
  return (
    <>
      <NamedValues>
        <NamedValue name="Worth">{dollars(row.marketValue)}</NamedValue>
        <NamedValue name="Today">
          {row.dayPnl === null ? '–' : <SignedMoney amount={row.dayPnl} />}
        </NamedValue>
        <NamedValue name="Unrealised">
          <SignedMoney amount={row.unrealisedPnl} /> <SignedShare share={row.unrealisedPct} />
        </NamedValue>
        <NamedValue name="Entry">{dollars(row.entryPriceAvg)}</NamedValue>
        <NamedValue name="Mark">
          {dollars(row.markPrice)}{' '}
          <span className="text-12 text-muted">
            <When at={row.markedAt} />
          </span>
        </NamedValue>
        <NamedValue name="Realised">
          <SignedMoney amount={row.realisedPnl} />
        </NamedValue>
        <NamedValue name={row.trailingStop ? 'Trailing stop' : 'Stop'}>
          {price(row.trailingStop ?? row.stopPrice)}
          <RestingStop stop={row.restingStop} />
        </NamedValue>
        <NamedValue name="Targets">
          {price(row.target1)} / {price(row.target2)}
        </NamedValue>
        <NamedValue name="Company">
          <CompanyLink ticker={row.ticker} />
        </NamedValue>
        <NamedValue name="Opened">
          <When at={row.openedAt} />
        </NamedValue>
      </NamedValues>
      {row.exit && (
        <p className="border-t border-line px-4 py-2">
          <ExitState exit={row.exit} />
          {row.exit.said && <span className="block text-muted">It was said: {row.exit.said}</span>}
        </p>
      )}
    </>
  )
}

function levelsOf(row: PositionRow): Level[] {
  const stop = row.trailingStop ?? row.stopPrice
  const levels: [string, string | null, string][] = [
    ['entry', row.entryPriceAvg, 'var(--muted)'],
    [row.trailingStop ? 'trail' : 'stop', stop, 'var(--down)'],
    ['target 1', row.target1, 'var(--up)'],
    ['target 2', row.target2, 'var(--up)'],
  ]
  return levels.flatMap(([name, at, color]) => (at ? [{ name, price: Number(at), color }] : []))
}

const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' })

function marksOf(orders: readonly OrderRow[]): Mark[] {
  return orders.flatMap(({ filledPriceAvg, closedAt, submittedAt, side }) => {
    const at = closedAt ?? submittedAt
    if (!filledPriceAvg || !at) return []
    return [{ day: dayOf.format(new Date(at)), price: Number(filledPriceAvg), side }]
  })
}
