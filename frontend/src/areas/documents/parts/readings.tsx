/** What was read out of a document: its current reading, and those before it. */

import { CompanyLink } from '../../../parts/company-link.tsx'
import { Score, When } from '../../../parts/figures.tsx'
import { Badge } from '../../../parts/words.tsx'
import { percent } from '../../../text/format.ts'
import { markId } from './marked-text.tsx'
import type { DocumentPage } from '#shared/contracts/api/documents.ts'

export function Readings({
  told: { impacts, event, reading, earlierReadings },
}: {
  told: DocumentPage
}) {
  return (
    <div className="space-y-4 px-4 pb-4">
      {reading?.summary && <p>{reading.summary}</p>}
      {impacts.map((impact) => (
        <section key={impact.impactId} aria-label={impact.ticker}>
          <h3 className="flex flex-wrap items-center gap-2 text-14">
            <CompanyLink ticker={impact.ticker} />
            <Badge code={impact.sentiment} />
            <Score score={impact.sentimentScore} />
            <span className="text-12 text-muted">
              impact {percent(impact.impactScore)} · confidence {percent(impact.confidence)} ·{' '}
              {impact.catalyst.replaceAll('_', ' ')}
            </span>
          </h3>
          <Quotes quotes={impact.quotes} />
        </section>
      ))}
      {event && (
        <section aria-label="World event">
          <h3 className="flex flex-wrap items-center gap-2 text-14">
            <strong className="font-semibold">{event.eventType.replaceAll('_', ' ')}</strong>
            <Badge code={event.severity} />
            <span className="text-12 text-muted">confidence {percent(event.confidence)}</span>
          </h3>
          {event.summary && <p className="mt-1">{event.summary}</p>}
          <Quotes quotes={event.quotes} />
        </section>
      )}
      {reading && (
        <p className="text-12 text-muted">
          Read by {reading.model} {reading.modelVersion}, prompt {reading.promptVersion}; confidence{' '}
          {percent(reading.confidence)}, novelty {percent(reading.novelty)}.
        </p>
      )}
      {earlierReadings.length > 0 && (
        <div className="text-12 text-muted">
          <p>Read before; what was decided on these readings still rests on them:</p>
          <ul>
            {earlierReadings.map((earlier) => (
              <li key={earlier.readingId}>
                {earlier.model} {earlier.modelVersion}, prompt {earlier.promptVersion}, confidence{' '}
                {percent(earlier.confidence)}, <When at={earlier.extractedAt} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Quotes({ quotes }: { quotes: { text: string; start: number; end: number }[] }) {
  return (
    <ul className="mt-1 space-y-1">
      {quotes.map((quote) => (
        <li key={quote.start} className="border-l-2 border-line pl-3">
          <a href={`#${markId(quote)}`} className="hover:underline">
            “{quote.text}”
          </a>{' '}
          <span className="text-12 whitespace-nowrap text-muted">
            {quote.start}–{quote.end}
          </span>
        </li>
      ))}
    </ul>
  )
}
