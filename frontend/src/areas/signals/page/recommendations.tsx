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

const reasonsOf = (row: Row) => [...row.suppressions, ...row.ineligibilities]

/** The first reason that holds it back; the others open below it. */
function HeldBack({ row }: { row: Row }) {
  const [first, ...more] = reasonsOf(row)
  if (!first) return null
  if (more.length === 0) return <span className="text-muted">{wordsFor(first)}</span>
  return (
    <details className="text-muted">
      <summary title={more.map(wordsFor).join('; ')}>
        {wordsFor(first)} +{more.length}
      </summary>
      <ul className="list-disc pl-4 text-12">
        {more.map((code) => (
          <li key={code}>{wordsFor(code)}</li>
        ))}
      </ul>
    </details>
  )
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
  {
    head: 'Action',
    value: (row) => row.action,
    cell: (row) => (
      <>
        <Badge code={row.action} />
        {row.supersededBy && (
          <Link
            to="/recommendations/$id"
            params={{ id: row.supersededBy.recommendationId }}
            className="block text-12 text-muted underline"
          >
            newer: {wordsFor(row.supersededBy.action).toLowerCase()}
          </Link>
        )}
      </>
    ),
  },
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
    value: (row) => reasonsOf(row).map(wordsFor).join('; '),
    cell: (row) => <HeldBack row={row} />,
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
