/** Everything the engine decided, to act or not. */

import { Link } from '@tanstack/react-router'
import { codesIn } from '../../../text/codes.ts'
import { dollars, shares } from '../../../text/format.ts'
import { Checks } from '../../../parts/checks.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { HeardLine } from '../../../parts/heard-line.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { ALL } from '../../../parts/filter-of.ts'
import { Listing } from '../../../parts/listing/listing.tsx'
import { useListing } from '../../../parts/listing/use-listing.ts'
import type { Column } from '../../../parts/table.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import { Repeats } from '../parts/repeats.tsx'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'

type Row = DecisionRow

/** Of a fold all that are in it. */
const windowsOf = ({ repeats, trendWindow }: Row) => repeats?.trendWindows.join(', ') || trendWindow

const columns: Column<Row>[] = [
  { head: 'Ticker', value: (row) => row.ticker, cell: (row) => <Subject row={row} /> },
  {
    head: 'Decision',
    isWide: true,
    value: (row) => row.action,
    cell: (row) => <Badge code={row.action} />,
  },
  {
    head: 'Reason',
    value: (row) => row.code,
    cell: (row) => (
      <>
        <details>
          <summary className="list-none hover:underline">
            <Code code={row.code} isBare />
          </summary>
          <div className="-mx-2 my-2 rounded border border-line">
            <Checks checks={row.checks} />
            <HeardLine decision={row} />
          </div>
        </details>
        {row.repeats && <Repeats row={row} repeats={row.repeats} />}
      </>
    ),
  },
  {
    head: 'Window',
    isWide: true,
    value: windowsOf,
    cell: (row) => windowsOf(row) ?? <span className="text-muted">–</span>,
  },
  { head: 'Kind', isWide: true, value: (row) => row.kind, cell: (row) => row.kind },
  {
    head: 'Order',
    isWide: true,
    value: (row) => row.orderState,
    cell: (row) =>
      row.orderId && row.orderState ? (
        <Link to="/orders/$id" params={{ id: row.orderId }}>
          <Badge code={row.orderState} />
        </Link>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  {
    head: 'Shares',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.quantity ?? 0),
    cell: (row) => (row.quantity ? `${row.side} ${shares(row.quantity)}` : '–'),
  },
  {
    head: 'At price',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.referencePrice ?? 0),
    cell: (row) => (row.referencePrice ? dollars(row.referencePrice) : '–'),
  },
  {
    head: 'Decided',
    isNumber: true,
    isWide: true,
    value: (row) => row.decidedAt,
    cell: (row) => <When at={row.decidedAt} />,
  },
]

function Subject({ row }: { row: Row }) {
  return (
    <>
      {row.recommendationId ? (
        <Link
          to="/recommendations/$id"
          params={{ id: row.recommendationId }}
          className="link font-semibold"
        >
          {row.ticker}
        </Link>
      ) : (
        <CompanyLink ticker={row.ticker} />
      )}
      <span className="block wide:hidden">
        <Badge code={row.action} />
      </span>
      <span className="block text-12 whitespace-nowrap text-muted wide:hidden">
        <When at={row.decidedAt} />
      </span>
    </>
  )
}

const reasons = [ALL, ...codesIn('decisions')]
const folds = [
  ['fold', 'folded'],
  ['each', 'each by itself'],
] as const
const actions = [ALL, ['act', 'Acted'], ['skip', 'Skipped']] as const

export function DecisionsPage() {
  const listing = useListing('decisions', { repeats: 'fold' })
  const { by } = listing
  return (
    <>
      <h1 className="sr-only">Decisions</h1>
      <Listing
        title="Decisions"
        one="decision"
        listing={listing}
        columns={columns}
        orderedBy="Decided"
        idOf={(row) => row.decisionId}
        filters={
          <>
            <ChoiceField name="Decision" {...by('action')} choices={actions} />
            <ChoiceField name="Reason" {...by('code')} choices={reasons} />
            <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
            <ChoiceField name="Repeated skips" {...by('repeats')} choices={folds} />
          </>
        }
        empty="No decision yet. The trading engine writes one for every recommendation it looks at, to act or not, while trading is enabled."
      />
    </>
  )
}
