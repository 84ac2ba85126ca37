/** Everything that came in, newest first, with what was read out of it. */

import { Link } from '@tanstack/react-router'
import { CompanyLinks } from '../../../parts/company-link.tsx'
import { Score, When } from '../../../parts/figures.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices } from '../../../parts/filter-of.ts'
import { Listing } from '../../../parts/listing/listing.tsx'
import { useListing } from '../../../parts/listing/use-listing.ts'
import type { Column } from '../../../parts/table.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { Badge } from '../../../parts/words.tsx'
import { WordsField } from '../../../parts/words-field.tsx'
import { DocumentRow } from '#shared/contracts/api/documents.ts'

type Row = DocumentRow

const statuses = codeChoices(DocumentRow.entries.status.options)

/** The impact that says most. */
const strongest = (row: Row) =>
  [...row.impacts].sort((a, b) => Math.abs(b.sentimentScore) - Math.abs(a.sentimentScore))[0]

const columns: Column<Row>[] = [
  {
    head: 'Title',
    value: (row) => row.title,
    cell: (row) => (
      <>
        <Link
          to="/documents/$id"
          params={{ id: row.documentId }}
          className="line-clamp-2 font-medium hover:underline md:line-clamp-1"
        >
          {row.title || 'Untitled'}
        </Link>
        <span className="flex flex-wrap gap-x-2 text-12 text-muted wide:hidden">
          <CompanyLinks tickers={row.tickers} most={4} />
          <span>{row.publisher}</span>
          <When at={row.publishedAt} />
        </span>
      </>
    ),
  },
  {
    head: 'Companies',
    isWide: true,
    value: (row) => row.tickers.join(' '),
    cell: (row) => <CompanyLinks tickers={row.tickers} />,
  },
  {
    head: 'Publisher',
    isWide: true,
    value: (row) => row.publisher,
    cell: (row) => <span className="line-clamp-1">{row.publisher}</span>,
  },
  {
    head: 'Sentiment',
    isNumber: true,
    value: (row) => strongest(row)?.sentimentScore ?? null,
    cell: (row) => {
      const impact = strongest(row)
      return impact ? (
        <Score score={impact.sentimentScore} />
      ) : (
        <span className="text-muted">–</span>
      )
    },
  },
  {
    head: 'Status',
    isWide: true,
    value: (row) => row.status,
    cell: (row) => (
      <span title={row.statusReason ?? undefined}>
        <Badge code={row.status} />
      </span>
    ),
  },
  {
    head: 'Published',
    isNumber: true,
    isWide: true,
    value: (row) => row.publishedAt,
    cell: (row) => (
      <>
        <When at={row.publishedAt} />
        {row.hourIsSynthetic && (
          <span className="text-muted" title="The source gave a day; the hour was made up">
            {' '}
            ≈
          </span>
        )}
      </>
    ),
  },
]

export function DocumentsPage() {
  const listing = useListing('documents')
  const { by } = listing
  return (
    <>
      <h1 className="sr-only">Documents</h1>
      <Listing
        title="Documents"
        one="document"
        listing={listing}
        columns={columns}
        orderedBy="Published"
        idOf={(row) => row.documentId}
        filters={
          <>
            <WordsField name="Words of the title" {...by('words')} placeholder="any" />
            <TickerField name="Names ticker" {...by('ticker')} placeholder="any" />
            <ChoiceField name="Status" {...by('status')} choices={statuses} />
          </>
        }
        empty="Nothing has come in. The scheduler asks every source in turn; news, filings and pages appear here as they are stored."
      />
    </>
  )
}
