/** What each check of trading saved or cost, by what would have come of what it stopped. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import type { checkRoutes } from '#shared/contracts/api/trading-checks.ts'
import { read } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { count, signedDollars } from '../../../text/format.ts'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'

type Row = AnswerOf<(typeof checkRoutes)['GET /api/trading/checks']>['checks'][number]

const none = <span className="text-muted">–</span>
const verdicts = {
  saved: 'It saved',
  cost: 'It cost',
  unclear: 'Not clear',
  too_few: 'Too few ended',
} as const

const columns: Column<Row>[] = [
  {
    head: 'Check',
    value: (row) => wordsFor(row.check),
    cell: (row) => (
      <>
        {wordsFor(row.check)}
        <span className="block text-12 text-muted">{row.kind}</span>
      </>
    ),
  },
  {
    head: 'Stopped',
    isNumber: true,
    value: (row) => row.stopped,
    cell: (row) => count(row.stopped),
  },
  {
    head: 'Ended',
    isNumber: true,
    isWide: true,
    value: (row) => row.ended,
    cell: (row) => count(row.ended),
  },
  {
    head: 'Still held',
    isNumber: true,
    isWide: true,
    value: (row) => row.open,
    cell: (row) => count(row.open),
  },
  {
    head: 'Saved',
    isNumber: true,
    value: (row) => row.saved,
    cell: (row) => (row.saved === null ? none : <SignedMoney amount={row.saved} />),
  },
  {
    head: '95 % between',
    isNumber: true,
    isWide: true,
    value: (row) => row.interval?.from ?? null,
    cell: (row) =>
      row.interval
        ? `${signedDollars(row.interval.from)} and ${signedDollars(row.interval.to)}`
        : none,
  },
  {
    head: 'Verdict',
    value: (row) => row.verdict,
    cell: (row) => (
      <span
        className={
          row.verdict === 'saved' ? 'text-up' : row.verdict === 'cost' ? 'text-down' : 'text-muted'
        }
      >
        {verdicts[row.verdict]}
      </span>
    ),
  },
]

export function ChecksPage() {
  const [days, setDays] = useState('365')
  const query = useQuery(read('GET /api/trading/checks', { days }))
  return (
    <>
      <h1 className="sr-only">Checks</h1>
      <Panel
        title="What each check saved or cost"
        query={query}
        rows={8}
        aside={
          <div className="flex gap-1" role="group" aria-label="How far back">
            {['30', '90', '365'].map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === days}
                onClick={() => setDays(each)}
                className={`h-7 rounded px-2 text-12 font-medium ${each === days ? 'bg-ground text-accent' : 'text-muted hover:text-text'}`}
              >
                {each} days
              </button>
            ))}
          </div>
        }
        empty={{
          when: ({ checks }) => checks.length === 0,
          words:
            'No check has stopped a purchase in this time. Each one that does is priced here as if it had been bought, held and sold by the same rules.',
        }}
      >
        {({ checks }) => (
          <Table
            label="Checks"
            rows={checks}
            columns={columns}
            keyOf={(row) => `${row.kind} ${row.check}`}
            hasTools
          />
        )}
      </Panel>
    </>
  )
}
