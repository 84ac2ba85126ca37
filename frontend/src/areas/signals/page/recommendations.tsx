/** Every recommendation, newest first. */

import { Link } from '@tanstack/react-router'
import { wordsFor } from '../../../text/codes.ts'
import { Share, When } from '../../../parts/figures.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices } from '../../../parts/filter-of.ts'
import { Listing } from '../../../parts/listing/listing.tsx'
import { useListing } from '../../../parts/listing/use-listing.ts'
import type { Column } from '../../../parts/table.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { Badge } from '../../../parts/words.tsx'
import { RecommendationRow } from '#shared/contracts/api/signals.ts'

type Row = RecommendationRow

/** The first reason that holds it back, and how many more there are. */
function heldBack(row: Row): string {
  const reasons = [...row.suppressions, ...row.ineligibilities]
  const [first] = reasons
  if (!first) return ''
  return reasons.length > 1 ? `${wordsFor(first)} +${reasons.length - 1}` : wordsFor(first)
}

const columns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <>
        <Link
          to="/recommendations/$id"
          params={{ id: row.recommendationId }}
          className="link font-semibold"
        >
          {row.ticker}
        </Link>{' '}
        <span className="text-12 text-muted wide:hidden">{row.trendWindow}</span>
      </>
    ),
  },
  { head: 'Action', value: (row) => row.action, cell: (row) => <Badge code={row.action} /> },
  { head: 'Window', isWide: true, value: (row) => row.trendWindow, cell: (row) => row.trendWindow },
  {
    head: 'Mode',
    isWide: true,
    value: (row) => row.mode,
    cell: (row) => <Badge code={row.mode} />,
  },
  {
    head: 'Confidence',
    isNumber: true,
    value: (row) => row.confidence,
    cell: (row) => <Share value={row.confidence} label="Confidence" />,
  },
  {
    head: 'Strength',
    isNumber: true,
    isWide: true,
    value: (row) => row.strength,
    cell: (row) => <Share value={row.strength} label="Strength" />,
  },
  {
    head: 'Held back by',
    isWide: true,
    value: heldBack,
    cell: (row) => (
      <span className="text-muted" title={[...row.suppressions, ...row.ineligibilities].join(', ')}>
        {heldBack(row)}
      </span>
    ),
  },
  {
    head: 'Made',
    isNumber: true,
    value: (row) => row.generatedAt,
    cell: (row) => <When at={row.generatedAt} />,
  },
]

const actions = codeChoices(RecommendationRow.entries.action.options)
const modes = codeChoices(RecommendationRow.entries.mode.options)

export function RecommendationsPage() {
  const listing = useListing('recommendations')
  const { by } = listing
  return (
    <>
      <h1 className="sr-only">Recommendations</h1>
      <Listing
        title="Recommendations"
        one="recommendation"
        listing={listing}
        columns={columns}
        orderedBy="Made"
        idOf={(row) => row.recommendationId}
        filters={
          <>
            <ChoiceField name="Action" {...by('action')} choices={actions} />
            <ChoiceField name="Mode" {...by('mode')} choices={modes} />
            <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
          </>
        }
        empty="No recommendation yet. One is made for each ticker and window whenever its trend is summed up again."
      />
    </>
  )
}
