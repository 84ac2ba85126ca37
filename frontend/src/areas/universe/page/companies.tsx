/** The tracked universe: what each company costs, and where it stands in the window that is chosen. */

import { useQuery } from '@tanstack/react-query'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import { TrendRow } from '#shared/contracts/api/signals.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { Score, Share, SignedShare, When } from '../../../parts/figures.tsx'
import { ALL } from '../../../parts/filter-of.ts'
import { Listing } from '../../../parts/listing/listing.tsx'
import { useListing } from '../../../parts/listing/use-listing.ts'
import type { Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { WordsField } from '../../../parts/words-field.tsx'
import { count, dollars, signedPercent } from '../../../text/format.ts'

type Row = CompanyRow

const none = <span className="text-muted">–</span>

const columns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => <CompanyLink ticker={row.ticker} />,
  },
  {
    head: 'Name',
    value: (row) => row.legalName,
    cell: (row) => (
      <>
        {row.legalName}
        {!row.active && <span className="text-12 text-muted"> rests</span>}
      </>
    ),
  },
  { head: 'Sector', isWide: true, value: (row) => row.sector, cell: (row) => row.sector },
  {
    head: 'Last close',
    isNumber: true,
    value: (row) => Number(row.close ?? 0),
    cell: (row) => (
      <span title={row.sessionDate ?? undefined}>{row.close ? dollars(row.close) : none}</span>
    ),
  },
  {
    head: 'Change',
    isNumber: true,
    isWide: true,
    value: (row) => row.changePct,
    cell: (row) =>
      row.changePct === null ? (
        none
      ) : (
        <span title={signedPercent(row.changePct, 4)}>
          <SignedShare share={row.changePct} />
        </span>
      ),
  },
  {
    head: 'Trend',
    value: ({ trend }) => trend && trend.direction,
    cell: ({ trend }) => (trend ? <Badge code={trend.direction} /> : none),
  },
  {
    head: 'Sentiment',
    isNumber: true,
    isWide: true,
    value: ({ trend }) => trend && trend.sentimentMean,
    cell: ({ trend }) => (trend ? <Score score={trend.sentimentMean} /> : none),
  },
  {
    head: 'Moved',
    isNumber: true,
    isWide: true,
    value: ({ trend }) => trend && trend.moved,
    cell: ({ trend }) => (trend && trend.moved !== null ? <Score score={trend.moved} /> : none),
  },
  {
    head: 'Confidence',
    isNumber: true,
    isWide: true,
    value: ({ trend }) => trend && trend.confidence,
    cell: ({ trend }) => (trend ? <Share value={trend.confidence} label="Confidence" /> : none),
  },
  {
    head: 'Signals',
    isNumber: true,
    isWide: true,
    value: ({ trend }) => trend && trend.signalCount,
    cell: ({ trend }) =>
      trend ? (
        <span title={`Of ${count(trend.sourceCount)} sources`}>{count(trend.signalCount)}</span>
      ) : (
        none
      ),
  },
  {
    head: 'Documents',
    isNumber: true,
    isWide: true,
    value: (row) => row.documents,
    cell: (row) => count(row.documents),
  },
  {
    head: 'Last news',
    isNumber: true,
    isWide: true,
    value: (row) => row.lastPublishedAt,
    cell: (row) => (row.lastPublishedAt ? <When at={row.lastPublishedAt} /> : none),
  },
]

const USUAL = '7d'
/** Nothing in the address is the window that is usually looked at. */
const windows = TrendRow.entries.trendWindow.options.map(
  (window) => [window === USUAL ? '' : window, window] as const,
)
const standings = [ALL, ['true', 'tracked'], ['false', 'rests']] as const

export function CompaniesPage() {
  const listing = useListing('companies')
  const { by } = listing
  const watchlists = useWatchlists()
  return (
    <>
      <h1 className="sr-only">Companies</h1>
      <Listing
        title="Companies"
        one="company"
        listing={listing}
        columns={columns}
        orderedBy="Ticker"
        idOf={(row) => row.ticker}
        filters={
          <>
            <WordsField name="Ticker or name" {...by('words')} placeholder="any" />
            <WordsField name="Sector" {...by('sector')} placeholder="any" />
            <ChoiceField name="Watchlist" {...by('watchlist')} choices={watchlists} />
            <ChoiceField name="Standing" {...by('active')} choices={standings} />
            <ChoiceField name="Window of the trend" {...by('trend')} choices={windows} />
          </>
        }
        empty="No company is tracked. The seed command fills the universe; the registry adds to it."
      />
    </>
  )
}

/** All of them, by their ids. */
function useWatchlists() {
  const { data = [] } = useQuery(read('GET /registry/watchlists', {}))
  return [ALL, ...data.map(({ watchlistId, name }) => [watchlistId, name] as const)]
}
