/** Orders that were not traded: why, how often, and the newest of them. */

import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'

type Refused = BacktestResults['refused']['latest'][number]

const numberOf = (value: string | number | null) =>
  value === null
    ? '–'
    : Number.isFinite(Number(value))
      ? new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 }).format(Number(value))
      : String(value)

const columns: Column<Refused>[] = [
  { head: 'Day', value: (row) => row.date, cell: (row) => row.date },
  { head: 'Ticker', value: (row) => row.ticker, cell: (row) => row.ticker },
  {
    head: 'Side',
    isWide: true,
    value: (row) => row.side,
    cell: (row) => <Badge code={row.side} />,
  },
  { head: 'Why', value: (row) => row.code, cell: (row) => <Code code={row.code} /> },
  {
    head: 'Found',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.found),
    cell: (row) => numberOf(row.found),
  },
  {
    head: 'Limit',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.limit),
    cell: (row) => numberOf(row.limit),
  },
]

export function RunRefused({ refused, checks }: Pick<BacktestResults, 'refused' | 'checks'>) {
  return (
    <>
      <Refusals refused={refused} />
      {checks && <Unasked checks={checks} />}
    </>
  )
}

/** What of the live account's checks nobody could ask of the past. */
function Unasked({
  checks: { rules, unasked },
}: {
  checks: NonNullable<BacktestResults['checks']>
}) {
  return (
    <p className="px-4 pt-1 pb-5 text-muted">
      Judged by {rules.join(', ')}. Checks that the past cannot answer, and that refused nothing:{' '}
      {unasked.map((code, place) => (
        <span key={code}>
          {place > 0 && ', '}
          <Code code={code} />
        </span>
      ))}
      .
    </p>
  )
}

function Refusals({ refused: { counts, latest } }: Pick<BacktestResults, 'refused'>) {
  if (counts.length === 0)
    return <p className="px-4 pt-1 pb-5 text-muted">Every order that was decided was traded.</p>
  return (
    <>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 px-4 pb-3">
        {counts.map(({ code, count: times }) => (
          <li key={code}>
            {count(times)} × <Code code={code} />
          </li>
        ))}
      </ul>
      <Table
        label="Orders that were not traded, the newest hundred"
        rows={latest}
        columns={columns}
        keyOf={(row) => `${row.date} ${row.ticker} ${row.side} ${row.code}`}
      />
    </>
  )
}
