/** One document: its text with the quotes marked, and each claim beside the words it rests on. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { brief, exact, percent } from '../../../text/format.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { When } from '../../../parts/figures.tsx'
import { MarkedText } from '../parts/marked-text.tsx'
import { Readings } from '../parts/readings.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import type { DocumentPage as Told } from '#shared/contracts/api/documents.ts'

export function DocumentPage() {
  const { id } = useParams({ from: '/documents/$id' })
  const query = useQuery(read('GET /api/documents/:id', { id }))
  const quotes = query.data
    ? [
        ...query.data.impacts.flatMap((impact) => impact.quotes),
        ...(query.data.event?.quotes ?? []),
      ]
    : []
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="lg:col-span-12">
        <h1 className="max-w-4xl text-20 font-semibold">
          {query.data?.document.title || 'Document'}
        </h1>
        {query.data && <Byline told={query.data} />}
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
                  <Link to="/documents/$id" params={{ id: documentId }} className="link">
                    {title}
                  </Link>{' '}
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

function Origin({ document }: { document: Told['document'] }) {
  const isWeb = document.url !== null && /^https?:\/\//.test(document.url)
  return (
    <NamedValues>
      <NamedValue name="Source">
        <span className="text-13">{document.sourceName ?? document.sourceType}</span>
      </NamedValue>
      <NamedValue name="Credibility">
        <span className="text-13">{percent(document.credibilityScore)}</span>
      </NamedValue>
      <NamedValue name="Quality">
        <span className="text-13">
          {document.qualityScore === null ? 'not rated' : percent(document.qualityScore)}
          {document.qualityReasons?.map((reason) => (
            <span key={reason} className="block text-12">
              {wordsFor(reason)}
            </span>
          ))}
        </span>
      </NamedValue>
      <NamedValue name="Raw bytes, SHA-256">
        <code className="text-12" title={document.rawSha256}>
          {brief(document.rawSha256)}…
        </code>
      </NamedValue>
      <NamedValue name="Text, SHA-256">
        <code className="text-12" title={document.normalizedSha256 ?? undefined}>
          {document.normalizedSha256 ? `${brief(document.normalizedSha256)}…` : 'none'}
        </code>
      </NamedValue>
      {isWeb && document.url && (
        <NamedValue name="Address">
          <a href={document.url} rel="noreferrer noopener" target="_blank" className="link text-13">
            {new URL(document.url).hostname}
          </a>
        </NamedValue>
      )}
    </NamedValues>
  )
}
