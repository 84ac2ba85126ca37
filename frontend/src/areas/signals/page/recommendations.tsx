/** Every recommendation, newest first. */

import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { wordsFor } from '../../../text/codes.ts'
import { Share, When } from '../../../parts/figures.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices, filterOf } from '../../../parts/filter-of.ts'
import { askedOf, narrowsOf } from '../../../parts/listing/list-search.ts'
import { LIST_ROWS, Listing } from '../../../parts/listing/listing.tsx'
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
  const search = useSearch({ from: '/recommendations' })
  const navigate = useNavigate({ from: '/recommendations' })
  const query = useQuery(
    read('GET /api/recommendations', askedOf(search, 'generatedAt', LIST_ROWS) as never),
  )
  const total = useQuery(read('GET /api/totals/recommendations', narrowsOf(search) as never))
  const change = (name: string, value: string | undefined) =>
    void navigate({ search: narrowedBy(name, value), replace: name !== 'after' })
  const by = filterOf<keyof typeof search>(search, change)
  return (
    <>
      <h1 className="sr-only">Recommendations</h1>
      <Listing
        title="Recommendations"
        label="recommendations"
        one="recommendation"
        query={query}
        total={total.data}
        path="/api/recommendations"
        search={search}
        onChange={change}
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
