/** What trading came to: against SPY and cash, how deep it fell, and by what it was traded on. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { PERFORMANCE_RANGES } from '#shared/contracts/api/performance.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Choices } from '../../../parts/choices.tsx'
import { GrowthChart } from '../../../parts/growth-chart.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { checkColumns } from '../parts/check-columns.tsx'
import { DrawdownChart } from '../parts/drawdown-chart.tsx'
import { curveColumns, GrowthFigures } from '../parts/growth-figures.tsx'
import { TradeCuts } from '../parts/trade-cuts.tsx'
import { RecordFigures } from '../parts/trade-record.tsx'

const ranges = PERFORMANCE_RANGES.map((range) => [range, range.toUpperCase()] as const)

const DAYS = { '1w': '7', '1m': '31', '3m': '92', '1y': '366' } as const

export function PerformancePage() {
  const search = useSearch({ from: '/performance' })
  const navigate = useNavigate({ from: '/performance' })
  const range = PERFORMANCE_RANGES.find((one) => one === search.range) ?? '1m'
  const [isTable, setIsTable] = useState(false)
  const query = useQuery(read('GET /api/performance', { range }))
  const checks = useQuery(read('GET /api/trading/checks', { days: DAYS[range] ?? '31' }))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Performance</h1>
      <Panel
        title="Against SPY and cash"
        query={query}
        rows={8}
        aside={
          <span className="flex flex-wrap items-center gap-x-4">
            <Choices
              label="How far back"
              choices={ranges}
              chosen={range}
              onChoose={(chosen) => void navigate({ search: { range: chosen }, replace: true })}
            />
            <Button isSmall aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
              {isTable ? 'Show as chart' : 'Show as table'}
            </Button>
          </span>
        }
        empty={{
          when: ({ curve }) => curve.length === 0,
          words: 'No session has ended in this time. Each one adds a point as it ends.',
        }}
      >
        {(told) => (
          <>
            <GrowthFigures told={told} />
            {isTable ? (
              <Table
                label="Sessions"
                rows={told.curve}
                columns={curveColumns}
                keyOf={(point) => point.date}
                hasTools
              />
            ) : (
              <div className="max-w-4xl">
                <GrowthChart curve={told.curve} />
                <DrawdownChart curve={told.curve} />
              </div>
            )}
          </>
        )}
      </Panel>
      <Panel title="Trades that ended" query={query} rows={4}>
        {(told) => <RecordFigures told={told} />}
      </Panel>
      <TradeCuts query={query} />
      <Panel
        title="What checks saved or cost"
        query={checks}
        rows={4}
        empty={{
          when: (told) => told.checks.length === 0,
          words: 'No check has stopped a purchase in this time.',
        }}
      >
        {(told) => (
          <Table
            label="Checks"
            rows={told.checks}
            columns={checkColumns}
            keyOf={(row) => `${row.kind} ${row.check}`}
          />
        )}
      </Panel>
    </div>
  )
}
