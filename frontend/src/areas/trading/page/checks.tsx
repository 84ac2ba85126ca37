/** What each check of trading saved or cost, by what would have come of what it stopped. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import type { checkRoutes } from '#shared/contracts/api/trading-checks.ts'
import { read } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { count, signedDollars } from '../../../text/format.ts'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'

type Row = AnswerOf<(typeof checkRoutes)['GET /api/trading/checks']>['checks'][number]

const none = <span className="text-muted">–</span>
const kinds = {
  skipped: 'not bought',
  suppressed: 'not recommended',
  clipped: 'bought smaller',
} as const
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
        <span className="block text-12 text-muted">{kinds[row.kind]}</span>
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
    head: 'Not ended',
    isNumber: true,
    isWide: true,
    value: (row) => row.open,
    cell: (row) => count(row.open),
  },
  {
    head: 'No price',
    isNumber: true,
    isWide: true,
    value: (row) => row.unpriced,
    cell: (row) => count(row.unpriced),
  },
  {
    head: 'Saved',
    isNumber: true,
    value: (row) => row.saved,
    cell: (row) => (
      <>
        {row.saved === null ? none : <SignedMoney amount={row.saved} />}
        {row.interval && (
          <span className="block text-12 text-muted wide:hidden">
            {signedDollars(row.interval.from)}
            <br />
            to {signedDollars(row.interval.to)}
          </span>
        )}
      </>
    ),
  },
  {
    head: '95 % interval',
    isNumber: true,
    isWide: true,
    value: (row) => row.interval?.from ?? null,
    cell: (row) =>
      row.interval
        ? `${signedDollars(row.interval.from)} to ${signedDollars(row.interval.to)}`
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

const spans = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '365 days'],
] as const

export function ChecksPage() {
  const [days, setDays] = useState<(typeof spans)[number][0]>('365')
  const query = useQuery(read('GET /api/trading/checks', { days }))
  return (
    <>
      <h1 className="sr-only">Checks</h1>
      <Panel
        title="What each check saved or cost"
        query={query}
        rows={8}
        aside={<Choices label="How far back" choices={spans} chosen={days} onChoose={setDays} />}
        empty={{
          when: ({ checks }) => checks.length === 0,
          words:
            'No check has stopped a purchase in this time. Each one that does is priced here as if it had been bought, held and sold by the same rules.',
        }}
      >
        {({ checks }) => (
          <>
            <p className="max-w-prose px-4 pb-2 text-muted">
              Each stopped purchase is priced as if it had been bought, held and sold by the same
              rules. Saved, in dollars: what it would have lost; with the interval that holds the
              truth 95 times of 100.
            </p>
            <Table
              label="Checks"
              rows={checks}
              columns={columns}
              keyOf={(row) => `${row.kind} ${row.check}`}
              hasTools
            />
          </>
        )}
      </Panel>
    </>
  )
}
