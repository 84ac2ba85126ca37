/** What is held, what it is worth, and where the exits stand. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { EquityPanel } from '../../../parts/equity-panel.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { Differences } from '../parts/differences.tsx'
import { BrokerSays, MoneyHeld } from '../parts/money-held.tsx'
import { positionColumns } from '../parts/position-columns.tsx'
import { SectorPanel } from '../parts/sector-panel.tsx'

export function PortfolioPage() {
  const open = useQuery(read('GET /api/positions', {}))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Portfolio</h1>
      <Differences />
      <MoneyHeld />
      <BrokerSays />
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
      <SectorPanel />
      <EquityPanel />
    </div>
  )
}
