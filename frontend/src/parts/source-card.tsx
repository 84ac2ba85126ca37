/** A source in a few lines: how it fares, how far it is believed, and how often prices bore it out. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../api/read.ts'
import { meaningBorneOut, rangeBorneOut, shareBorneOut } from '../text/borne-out.ts'
import { wordsFor } from '../text/codes.ts'
import { percent } from '../text/format.ts'
import { When } from './figures.tsx'
import { Badge } from './words.tsx'
import { CardLine, cardReads, CardTitle, Loaded } from './card-parts.tsx'

export function SourceCard({ id }: { id: string }) {
  const query = useQuery({ ...read('GET /api/sources/:id', { id }), ...cardReads })
  return (
    <Loaded query={query}>
      {({ source }) => (
        <>
          <CardTitle>{source.sourceName}</CardTitle>
          <CardLine>
            <Badge code={source.state} />
            <span>{wordsFor(source.sourceType)}</span>
            <span>{source.ticker || 'the whole market'}</span>
          </CardLine>
          <p className="mt-1.5">
            Believed {percent(source.credibilityScore)}
            {source.lastSucceededAt && (
              <>
                , fetched <When at={source.lastSucceededAt} />
              </>
            )}
          </p>
          {source.record && (
            <p>
              Prices bore out {shareBorneOut(source.record) ?? 'nothing yet'}
              <span className="block text-12 text-muted">
                {source.record.tried > 0 && `${rangeBorneOut(source.record)}: `}
                {meaningBorneOut(source.record)}
              </span>
            </p>
          )}
        </>
      )}
    </Loaded>
  )
}
