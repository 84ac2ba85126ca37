/** Equity over time, as a curve or as its numbers. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../api/read.ts'
import { dayEt, dollars, signedPercent } from '../text/format.ts'
import { EQUITY_RANGES, type EquityPoint } from '#shared/contracts/api/equity.ts'
import { EquityChart } from './equity-chart.tsx'
import { Panel } from './panel.tsx'
import { Table } from './table.tsx'

export function EquityPanel({ className = '' }: { className?: string }) {
  const [range, setRange] = useState<(typeof EQUITY_RANGES)[number]>('all')
  const [asTable, setAsTable] = useState(false)
  const query = useQuery(read('GET /api/equity', { range }))
  return (
    <Panel
      title={titleOf(query.data)}
      query={query}
      rows={8}
      className={className}
      aside={
        <div className="flex items-center gap-1">
          {EQUITY_RANGES.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === range}
              onClick={() => setRange(each)}
              className={`h-7 rounded px-2 text-12 font-medium uppercase ${each === range ? 'bg-ground text-accent' : 'text-muted hover:text-text'}`}
            >
              {each}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className="link ml-2 h-7 text-12"
          >
            {asTable ? 'Chart' : 'Table'}
          </button>
        </div>
      }
      empty={{
        when: (points) => points.length === 0,
        words:
          'No snapshot of the portfolio in this span. The trading engine takes one each round, from cash and positions the broker reports.',
      }}
    >
      {(points) => (asTable ? <Points points={points} /> : <EquityChart points={points} />)}
    </Panel>
  )
}

/** The chart's answer in words. */
function titleOf(points: EquityPoint[] | undefined): string {
  const [first, last] = [points?.[0], points?.at(-1)]
  if (!first || !last) return 'Equity'
  const change = Number(last.equity) / Number(first.equity) - 1
  const moved = dollars(Math.abs(Number(last.equity) - Number(first.equity)))
  if (points?.length === 1 || change === 0) return `Equity is ${dollars(last.equity)}`
  return `Equity is ${change > 0 ? 'up' : 'down'} ${moved} (${signedPercent(change)}) to ${dollars(last.equity)}`
}

function Points({ points }: { points: EquityPoint[] }) {
  return (
    <div className="max-h-60 overflow-y-auto [--strip:0px]">
      <Table
        label="Equity"
        rows={points.toReversed()}
        keyOf={(point) => point.takenAt}
        columns={[
          {
            head: 'Time (ET)',
            value: (point) => point.takenAt,
            cell: (point) => dayEt(new Date(point.takenAt)),
          },
          {
            head: 'Equity',
            isNumber: true,
            value: (point) => Number(point.equity),
            cell: (point) => dollars(point.equity),
          },
          {
            head: 'Cash',
            isNumber: true,
            isWide: true,
            value: (point) => Number(point.cash),
            cell: (point) => dollars(point.cash),
          },
          {
            head: 'Positions',
            isNumber: true,
            value: (point) => Number(point.positionsValue),
            cell: (point) => dollars(point.positionsValue),
          },
        ]}
      />
    </div>
  )
}
