/** What happened to a company in order, newest first: news, readings, recommendations, decisions, orders, fills. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { STORY_KINDS, type StoryRow } from '#shared/contracts/api/story.ts'
import { read } from '../api/read.ts'
import { wordsFor } from '../text/codes.ts'
import { dollars, shares } from '../text/format.ts'
import { DocumentLink } from './document-link.tsx'
import { ChoiceField } from './field.tsx'
import { When } from './figures.tsx'
import { Older } from './older.tsx'
import { Panel } from './panel.tsx'
import { Badge } from './words.tsx'

const ROWS = 25

const kindWords: Readonly<Record<StoryRow['kind'], string>> = {
  news: 'News',
  reading: 'Reading',
  recommendation: 'Recommendation',
  decision: 'Decision',
  order: 'Order',
  fill: 'Fill',
}

const choices = [
  ['', 'all'],
  ...STORY_KINDS.map((kind) => [kind, kindWords[kind]] as const),
] as const

type StoryPanelProps = {
  ticker: string
  /** Days of New York that it is told of, the last one too; all of it where none are given. */
  days?: { from: string; to: string }
  className?: string
}

export function StoryPanel({ ticker, days, className = '' }: StoryPanelProps) {
  const [kind, setKind] = useState('')
  const [after, setAfter] = useState<string>()
  const asked = { ...days, ...(kind && { kind }), ...(after && { after }), limit: ROWS }
  const query = useQuery(read('GET /api/companies/:id/story', { id: ticker, ...asked } as never))
  return (
    <Panel
      title="Its story"
      query={query}
      rows={8}
      className={className}
      aside={
        <ChoiceField
          name="Tells of"
          value={kind}
          choices={choices}
          onChange={(chosen) => {
            setKind(chosen)
            setAfter(undefined)
          }}
        />
      }
      empty={{
        when: (rows) => rows.length === 0,
        words: 'Nothing of that kind has happened. News that names it begins a story here.',
      }}
    >
      {(rows) => (
        <>
          <ol className="px-4 pb-2">
            {rows.map((row) => (
              <li key={row.storyId} className="flex flex-wrap items-baseline gap-x-3 py-1">
                <span className="w-28 shrink-0 text-12 text-muted">{kindWords[row.kind]}</span>
                <span className="min-w-0 flex-1 break-words">{tell[row.kind](row, ticker)}</span>
                <span className="text-12 whitespace-nowrap text-muted">
                  <When at={row.at} />
                </span>
              </li>
            ))}
          </ol>
          <Older
            label="its story"
            after={after}
            last={rows.length === ROWS ? rows.at(-1)?.storyId : undefined}
            onGo={setAfter}
          />
        </>
      )}
    </Panel>
  )
}

const ofDocument = (row: StoryRow, ticker: string) =>
  row.documentId === null ? (
    row.title
  ) : (
    <DocumentLink id={row.documentId} ticker={ticker} className="hover:underline">
      {row.title || 'Untitled'}
    </DocumentLink>
  )

const amountOf = ({ side, quantity }: StoryRow) =>
  side && quantity ? `${side} ${shares(quantity)}` : (side ?? '')

const tell: Readonly<Record<StoryRow['kind'], (row: StoryRow, ticker: string) => ReactNode>> = {
  news: ofDocument,
  reading: (row, ticker) => (
    <>
      <Badge code={row.code ?? 'neutral'} /> {ofDocument(row, ticker)}
    </>
  ),
  recommendation: (row) => (
    <ToRecommendation row={row}>
      <Badge code={row.code ?? 'watch'} /> {row.trendWindow}
    </ToRecommendation>
  ),
  decision: (row) => (
    <>
      <ToRecommendation row={row}>{wordsFor(row.code ?? '')}</ToRecommendation>{' '}
      <span className="text-muted">
        {[row.trendWindow, amountOf(row)].filter(Boolean).join(', ')}
      </span>
    </>
  ),
  order: (row) => (
    <ToOrder row={row}>
      {amountOf(row)} <Badge code={row.code ?? 'unknown'} />
    </ToOrder>
  ),
  fill: (row) => (
    <ToOrder row={row}>
      {row.side === 'sell' ? '▼ sold' : '▲ bought'} {row.quantity && shares(row.quantity)} at{' '}
      {row.price && dollars(row.price)}
    </ToOrder>
  ),
}

function ToRecommendation({ row, children }: { row: StoryRow; children: ReactNode }) {
  if (row.recommendationId === null) return children
  return (
    <Link
      to="/recommendations/$id"
      params={{ id: row.recommendationId }}
      className="hover:underline"
    >
      {children}
    </Link>
  )
}

function ToOrder({ row, children }: { row: StoryRow; children: ReactNode }) {
  if (row.orderId === null) return children
  return (
    <Link to="/orders/$id" params={{ id: row.orderId }} className="hover:underline">
      {children}
    </Link>
  )
}
