/** Columns of the list of backtests. */

import { Link } from '@tanstack/react-router'
import type { BacktestRow } from '#shared/contracts/api/backtests.ts'
import { SignedShare, When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { percent } from '../../../text/format.ts'
import { luckOf, runName } from './backtest-words.ts'

const made = (share: number | null) => (share === null ? '–' : <SignedShare share={share} />)

function stateOf({ state, isEnding, sessionsDone, sessionsTotal }: BacktestRow): string {
  if (isEnding) return 'ending'
  if (state !== 'running' || sessionsTotal === 0) return ''
  return percent(sessionsDone / sessionsTotal)
}

export const runColumns: Column<BacktestRow>[] = [
  {
    head: 'Backtest',
    value: runName,
    cell: (row) => (
      <Link to="/backtests/$id" params={{ id: row.runId }} className="link">
        {runName(row)}
      </Link>
    ),
  },
  {
    head: 'State',
    value: (row) => row.state,
    cell: (row) => (
      <span className="whitespace-nowrap">
        <Badge code={row.state} /> <span className="text-12 text-muted">{stateOf(row)}</span>
      </span>
    ),
  },
  { head: 'Return', isNumber: true, value: (row) => row.return, cell: (row) => made(row.return) },
  {
    head: 'Benchmark',
    isNumber: true,
    isWide: true,
    value: (row) => row.benchmarkReturn,
    cell: (row) => made(row.benchmarkReturn),
  },
  {
    head: 'Luck would do worse',
    isNumber: true,
    isWide: true,
    value: (row) => row.sharpeDeflated,
    cell: (row) => luckOf(row.sharpeDeflated),
  },
  { head: 'By', isWide: true, value: (row) => row.askedBy, cell: (row) => row.askedBy },
  {
    head: 'Asked',
    isWide: true,
    value: (row) => row.askedAt,
    cell: (row) => <When at={row.askedAt} />,
  },
]
