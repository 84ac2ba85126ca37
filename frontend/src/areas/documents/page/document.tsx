/** One document: its text with the quotes marked, and each claim beside the words it rests on. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { exact } from '../../../text/format.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { DocumentLink } from '../../../parts/document-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { EvidenceOf } from '../parts/evidence-of.tsx'
import { Flags } from '../parts/flags.tsx'
import { MarkedText } from '../parts/marked-text.tsx'
import { ReadingHistory } from '../parts/reading-history.tsx'
import { Origin } from '../parts/origin.tsx'
import { Readings } from '../parts/readings.tsx'
import { Unread } from '../parts/unread.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { WayLink } from '../../../parts/way-link.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import type { DocumentPage as Told } from '#shared/contracts/api/documents.ts'

export function DocumentPage() {
  const { id } = useParams({ from: '/documents/$id' })
  const query = useQuery(read('GET /api/documents/:id', { id }))
  usePageTitle(query.data?.document.title || 'Document')
  const quotes = query.data
    ? [
        ...query.data.impacts.flatMap((impact) => impact.quotes),
        ...(query.data.event?.quotes ?? []),
      ]
    : []
  if (isUnknown(query)) return <Unknown what="document" list="/documents" listName="Documents" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="lg:col-span-12">
        <h1 className="max-w-4xl text-20 font-semibold">
          {query.data?.document.title || 'Document'}
        </h1>
        {query.data && <Byline told={query.data} />}
        {query.data && <WayLink id={id} />}
      </header>
      <Panel
        title="Text"
        query={query}
        rows={14}
        className="lg:col-span-7"
        empty={{
          when: ({ text }) => text === null,
          words:
            'No text is stored. The parser writes it once it has read the raw document; the status above says why it may not.',
        }}
      >
        {({ text }) => text !== null && <MarkedText text={text} quotes={quotes} />}
      </Panel>
      <div className="space-y-4 lg:col-span-5">
        <Panel
          title="What it means"
          query={query}
          rows={5}
          empty={{
            when: ({ impacts, event }) => impacts.length === 0 && !event,
            words:
              'Nothing was read out of it yet. The extractor does so for documents that name a tracked company, or tell of the world.',
          }}
        >
          {(told) => <Readings told={told} />}
        </Panel>
        {query.data && isUnread(query.data) && (
          <Panel title="Why it was not read" query={query} rows={2}>
            {(told) => <Unread told={told} />}
          </Panel>
        )}
        <Panel title="What is odd about it" query={query} rows={2}>
          {({ document }) => <Flags document={document} />}
        </Panel>
        <Panel
          title="Whom it names"
          query={query}
          rows={3}
          empty={{
            when: ({ mentions }) => mentions.length === 0,
            words: 'No tracked company is named.',
          }}
        >
          {({ mentions }) => (
            <ul className="px-4 pb-4">
              {mentions.map((mention) => (
                <li key={mention.ticker} className="flex justify-between gap-3 py-1">
                  <span>
                    <CompanyLink ticker={mention.ticker} /> {mention.legalName}{' '}
                    <span className="text-muted">as “{mention.alias}”</span>
                  </span>
                  <span className="whitespace-nowrap text-muted">
                    {mention.mentionCount} ×{mention.inTitle ? ', in title' : ''}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel
          title="What rests on it"
          query={query}
          rows={3}
          empty={{
            when: ({ evidenceOf }) => evidenceOf.length === 0,
            words:
              'No recommendation yet. What was read of a company counts in its trends, and the weightiest of it is kept as evidence.',
          }}
        >
          {({ evidenceOf }) => <EvidenceOf rows={evidenceOf} />}
        </Panel>
        <Panel
          title="How it was read"
          query={query}
          rows={3}
          empty={{
            when: (told) => readingsOf(told).length === 0,
            words:
              'It has no reading about companies. Each one is kept here beside those before it, with what changed.',
          }}
        >
          {(told) => <ReadingHistory readings={readingsOf(told)} />}
        </Panel>
        <Panel
          title="Who else tells it"
          query={query}
          rows={2}
          empty={{
            when: ({ alsoToldBy }) => alsoToldBy.length === 0,
            words: 'Nobody else tells the same story within three days.',
          }}
        >
          {({ alsoToldBy }) => (
            <ul className="px-4 pb-4">
              {alsoToldBy.map(({ documentId, title, publisher, publishedAt }) => (
                <li key={documentId} className="py-1">
                  <DocumentLink id={documentId}>{title}</DocumentLink>{' '}
                  <span className="text-muted">
                    {publisher}, <When at={publishedAt} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel title="Where it comes from" query={query} rows={4}>
          {({ document }) => <Origin document={document} />}
        </Panel>
      </div>
    </div>
  )
}

/** The current one first; others as they came, the newest first. */
const readingsOf = ({ reading, earlierReadings }: Told) =>
  [...(reading ? [reading] : []), ...earlierReadings].sort((a, b) => b.number - a.number)

const isUnread = ({ reading, event, document }: Told) =>
  !reading && !event && document.status !== 'classified'

function Byline({ told: { document } }: { told: Told }) {
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
      <Badge code={document.status} />
      {document.statusReason && <Code code={document.statusReason} />}
      <span>
        {document.publisher}
        {document.author ? `, ${document.author}` : ''}
      </span>
      <span>
        {exact(new Date(document.publishedAt))} (<When at={document.publishedAt} />)
        {document.hourIsSynthetic ? ', hour made up' : ''}
      </span>
      {document.version > 1 && <span>version {document.version}, corrected by its source</span>}
    </p>
  )
}
