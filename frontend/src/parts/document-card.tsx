/** A document in a few lines: who told it when, and what it says of a company. */

import { useQuery } from '@tanstack/react-query'
import type { DocumentRow } from '#shared/contracts/api/documents.ts'
import { read } from '../api/read.ts'
import { wordsFor } from '../text/codes.ts'
import { Score, When } from './figures.tsx'
import { Badge } from './words.tsx'
import { CardLine, cardReads, CardTitle, Loaded } from './card-parts.tsx'

/** Companies of a document that the card has room for. */
const SHOWN = 3

/** `ticker` is the company whose page asks; without it the first few are shown. */
export function DocumentCard({ id, ticker }: { id: string; ticker?: string | undefined }) {
  const query = useQuery({ ...read('GET /api/documents', { document: id }), ...cardReads })
  return (
    <Loaded query={query}>
      {([document]) =>
        document ? (
          <>
            <CardTitle>{document.title || 'Untitled'}</CardTitle>
            <CardLine>
              <span>{document.publisher}</span>
              <When at={document.publishedAt} />
              <span>{wordsFor(document.status)}</span>
            </CardLine>
            <Says document={document} ticker={ticker} />
          </>
        ) : (
          <p className="text-muted">It is no longer there.</p>
        )
      }
    </Loaded>
  )
}

function Says({ document, ticker }: { document: DocumentRow; ticker: string | undefined }) {
  const impacts = document.impacts.filter((one) => ticker === undefined || one.ticker === ticker)
  if (impacts.length === 0)
    return (
      <p className="mt-1.5 text-muted">
        {ticker ? `Nothing of it counts for ${ticker}.` : 'Nothing of it counts for a company.'}
      </p>
    )
  return (
    <ul className="mt-1.5 space-y-0.5">
      {impacts.slice(0, SHOWN).map((one) => (
        <li key={one.ticker} className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{one.ticker}</span>
          <Badge code={one.sentiment} />
          <Score score={one.sentimentScore} />
          <span className="text-12 text-muted">{wordsFor(one.catalyst)}</span>
        </li>
      ))}
      {impacts.length > SHOWN && (
        <li className="text-12 text-muted">and {impacts.length - SHOWN} more</li>
      )}
    </ul>
  )
}
