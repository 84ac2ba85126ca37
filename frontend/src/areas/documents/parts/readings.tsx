/** What was read out of a document by its current reading: each claim with the words it rests on. */

import { Link } from '@tanstack/react-router'
import type { DocumentPage } from '#shared/contracts/api/documents.ts'
import { Arrow } from '../../../parts/arrow.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Score } from '../../../parts/figures.tsx'
import { Badge } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent, signedScore } from '../../../text/format.ts'
import { claimId, markId } from './marked-text.tsx'
import type { Quote } from './mark-text.ts'

export function Readings({ told: { impacts, event, hits, reading } }: { told: DocumentPage }) {
  const seen = new Set<number>()
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
              {wordsFor(impact.catalyst).toLowerCase()}
              {impact.readBy !== null && ` · read by ${impact.readBy}`}
            </span>
          </h3>
          <Quotes quotes={impact.quotes} seen={seen} />
          {impact.claims.map(({ kind, state, says }) => (
            <p key={kind} className="mt-1 text-12">
              <strong className={state === 'claim_refuted' ? 'text-down' : ''}>
                {wordsFor(state)}
              </strong>
              : {wordsFor(kind).toLowerCase()}
              {says && `; ${says}`}
            </p>
          ))}
          {impact.because.length > 0 && (
            <p className="mt-1 text-12 text-muted">
              Loudest:{' '}
              {impact.because
                .map(({ says, weight }) => `${says} ${signedScore(weight)}`)
                .join(', ')}
            </p>
          )}
        </section>
      ))}
      {event && (
        <section aria-label="World event">
          <h3 className="flex flex-wrap items-center gap-2 text-14">
            <Link to="/events/$id" params={{ id: event.globalEventId }} className="link underline">
              {wordsFor(event.eventType)}
            </Link>
            <Badge code={event.severity} />
            <span className="text-12 text-muted">confidence {percent(event.confidence)}</span>
          </h3>
          {event.summary && <p className="mt-1">{event.summary}</p>}
          <Quotes quotes={event.quotes} seen={seen} />
          <p className="mt-1 flex flex-wrap gap-x-3 text-12">
            {hits.length === 0 ? (
              <span className="text-muted">It moves no company we track.</span>
            ) : (
              hits.map(({ ticker, score, direction }) => (
                <span key={ticker}>
                  <Arrow sign={direction} /> <CompanyLink ticker={ticker} isPlain />{' '}
                  {score.toFixed(2)}
                </span>
              ))
            )}
          </p>
        </section>
      )}
      {event && (
        <p className="text-12 text-muted">
          Read for its event by {event.model} {event.modelVersion}, prompt {event.promptVersion}.
        </p>
      )}
      {reading && (
        <p className="text-12 text-muted">
          Read by {reading.model} {reading.modelVersion}, prompt {reading.promptVersion}; confidence{' '}
          {percent(reading.confidence)}, novelty {percent(reading.novelty)}.
        </p>
      )}
    </div>
  )
}

/** `seen` are the places that an earlier claim rests on: a mark leads to the first of its claims. */
function Quotes({ quotes, seen }: { quotes: readonly Quote[]; seen: Set<number> }) {
  return (
    <ul className="mt-1 space-y-1">
      {quotes.map((quote) => {
        const isFirst = !seen.has(quote.start)
        seen.add(quote.start)
        return (
          <li
            key={quote.start}
            id={isFirst ? claimId(quote) : undefined}
            className="claim scroll-mt-24 border-l-2 border-line pl-3"
          >
            <a href={`#${markId(quote)}`} className="hover:underline">
              “{quote.text}”
            </a>{' '}
            <span className="text-12 whitespace-nowrap text-muted">
              {quote.start}–{quote.end}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
