/** What trades of a range brought, by what they were made on and how they ended. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { PerformanceAnswer, TradeGroup } from '#shared/contracts/api/performance.ts'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count, dollars, percent } from '../../../text/format.ts'

type Cut = {
  field: 'byCatalyst' | 'byPublisher' | 'byWindow' | 'byExit'
  title: string
  head: string
  wordsOf: (name: string) => string
}

const cuts: readonly Cut[] = [
  { field: 'byCatalyst', title: 'By catalyst', head: 'Catalyst', wordsOf: wordsFor },
  { field: 'byPublisher', title: 'By publisher', head: 'Publisher', wordsOf: String },
  { field: 'byWindow', title: 'By window', head: 'Window', wordsOf: String },
  { field: 'byExit', title: 'By how they ended', head: 'Why out', wordsOf: wordsFor },
]

export function TradeCuts({ query }: { query: UseQueryResult<PerformanceAnswer> }) {
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      {cuts.map(({ field, title, ...cut }) => (
        <Panel
          key={field}
          title={title}
          query={query}
          rows={3}
          empty={{
            when: (told) => told[field].length === 0,
            words: 'No trade ended in this time.',
          }}
        >
          {(told) => (
            <Table
              label={title}
              rows={told[field]}
              columns={columnsOf(cut)}
              keyOf={(row) => row.name ?? ''}
            />
          )}
        </Panel>
      ))}
      <p className="max-w-prose text-12 text-muted lg:col-span-2">
        Catalyst and publisher are those of the strongest document that spoke for the purchase. Few
        trades say little: the interval of the share won tells how little.
      </p>
    </div>
  )
}

const columnsOf = ({ head, wordsOf }: Pick<Cut, 'head' | 'wordsOf'>): Column<TradeGroup>[] => [
  {
    head,
    value: (row) => row.name,
    cell: (row) =>
      row.name === null ? <span className="text-muted">not known</span> : wordsOf(row.name),
  },
  { head: 'Trades', isNumber: true, value: (row) => row.trades, cell: (row) => count(row.trades) },
  {
    head: 'Won',
    isNumber: true,
    value: (row) => row.won / row.trades,
    cell: (row) => percent(row.won / row.trades),
  },
  {
    head: 'Profit',
    isNumber: true,
    value: (row) => Number(row.profit),
    cell: (row) => <SignedMoney amount={row.profit} />,
  },
  {
    head: 'Fees',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.fees),
    cell: (row) => dollars(row.fees),
  },
]
