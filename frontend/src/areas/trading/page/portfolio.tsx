/** What is held, what it is worth, and where the exits stand. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { dollars } from '../../../text/format.ts'
import { EquityPanel } from '../../../parts/equity-panel.tsx'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Differences } from '../parts/differences.tsx'
import { positionColumns } from '../parts/position-columns.tsx'

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
            columns={positionColumns}
            keyOf={(row) => row.ticker}
            hasTools
          />
        )}
      </Panel>
      <EquityPanel />
    </div>
  )
}
