/** One event of the world: what it is, where it is told, and whom it hits why. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { EventPage as Told } from '#shared/contracts/api/events.ts'
import { read } from '../../../api/read.ts'
import { DocumentLink } from '../../../parts/document-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Badge } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { exact, percent } from '../../../text/format.ts'
import { HitTable } from '../parts/hit-table.tsx'

export function EventPage() {
  const { id } = useParams({ from: '/events/$id' })
  const query = useQuery(read('GET /api/events/:id', { id }))
  const event = query.data?.event
  usePageTitle(event?.title || 'Event')
  if (isUnknown(query)) return <Unknown what="event" list="/events" listName="Events" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="lg:col-span-12">
        <h1 className="max-w-4xl text-20 font-semibold">{event?.title || 'Event'}</h1>
        {event && (
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <Badge code={event.severity} />
            <span>
              {wordsFor(event.eventType)}, told {exact(new Date(event.occurredAt))} (
              <When at={event.occurredAt} />)
            </span>
          </p>
        )}
      </header>
      <Panel
        title={event ? hitTitle(event) : 'Whom it hits'}
        query={query}
        rows={8}
        className="lg:col-span-12"
        empty={{
          when: ({ hits }) => hits.length === 0,
          words:
            'It moves no company we track. An event reaches a company by its exposure profile: regions it sells to or is supplied from, inputs it needs, its sector.',
        }}
      >
        {({ hits }) => <HitTable hits={hits} />}
      </Panel>
      <Panel title="What it touches" query={query} rows={4} className="lg:col-span-6">
        {(told) => <Touches event={told.event} />}
      </Panel>
      <Panel title="Where it is told" query={query} rows={4} className="lg:col-span-6">
        {(told) => <Tellings told={told} />}
      </Panel>
    </div>
  )
}

function hitTitle({ hits, mostHit }: Told['event']): string {
  const [most] = mostHit
  if (!most) return 'Whom it hits'
  const way = { [-1]: 'hurt', 0: 'moved', 1: 'helped' }[most.direction]
  return `It moves ${hits} ${hits === 1 ? 'company' : 'companies'}; most ${way} is ${most.ticker}`
}

function Touches({ event }: { event: Told['event'] }) {
  const lists = [
    ['Regions', event.affectedRegions],
    ['Sectors', event.affectedSectors],
    ['Commodities', event.affectedCommodities],
  ] as const
  return (
    <NamedValues>
      <NamedValue name="What it does">
        <span className="text-13">{wordsFor(event.direction)}</span>
      </NamedValue>
      {lists.map(([name, words]) => (
        <NamedValue key={name} name={name}>
          <span className="text-13">
            {words.join(', ') || <span className="text-muted">none named</span>}
          </span>
        </NamedValue>
      ))}
      <NamedValue name="How long">
        <span className="text-13">{wordsFor(event.duration)}</span>
      </NamedValue>
      <NamedValue name="Reach">
        <span className="text-13">{event.isInternational ? 'across borders' : 'one country'}</span>
      </NamedValue>
      <NamedValue name="Confidence">
        <span className="text-13">{percent(event.confidence)}</span>
      </NamedValue>
    </NamedValues>
  )
}

function Tellings({ told: { event, alsoTold } }: { told: Told }) {
  return (
    <div className="space-y-3 px-4 pb-4">
      <p>
        <DocumentLink id={event.documentId}>{event.title || 'The document'}</DocumentLink>{' '}
        <span className="text-muted">{event.publisher}</span>
      </p>
      {event.quotes.map((quote) => (
        <blockquote key={quote.start} className="border-l-2 border-line pl-3">
          “{quote.text}”
        </blockquote>
      ))}
      <p className="text-12 text-muted">
        Read by {event.model} {event.modelVersion}, prompt {event.promptVersion},{' '}
        <When at={event.classifiedAt} />.
      </p>
      {alsoTold.length > 0 && (
        <div>
          <h3 className="font-medium">The same story, told by others</h3>
          <ul>
            {alsoTold.map((other) => (
              <li key={other.globalEventId} className="py-0.5">
                <Link
                  to="/events/$id"
                  params={{ id: other.globalEventId }}
                  className="link underline"
                >
                  {other.title || 'Untitled'}
                </Link>{' '}
                <span className="text-muted">
                  {other.publisher}, <When at={other.occurredAt} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
