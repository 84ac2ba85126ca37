/** One session in words: its prices, and links to what happened in it. */

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Arrow } from '../../../../parts/arrow.tsx'
import { Button } from '../../../../parts/button.tsx'
import { DocumentLink } from '../../../../parts/document-link.tsx'
import { Score } from '../../../../parts/figures.tsx'
import { wordsFor } from '../../../../text/codes.ts'
import { dollars, shares, signedPercent } from '../../../../text/format.ts'
import type { Session } from './sessions.ts'

const SHOWN = 4

type DayReadoutProps = {
  session: Session
  before: Session | undefined
  onStep: (by: -1 | 1) => void
}

export function DayReadout({ session, before, onStep }: DayReadoutProps) {
  const { day, bar, trend, documents, events, orders, advice } = session
  const moved = bar && before?.bar ? bar.close / before.bar.close - 1 : undefined
  return (
    <div className="min-h-24 border-t border-line px-4 py-2">
      <p>
        <span className="mr-2 inline-flex gap-1">
          <Button isSmall aria-label="The session before" onClick={() => onStep(-1)}>
            ‹
          </Button>
          <Button isSmall aria-label="The session after" onClick={() => onStep(1)}>
            ›
          </Button>
        </span>
        <strong className="font-semibold">{day || 'After the last bar'}</strong>{' '}
        {bar && (
          <span className="text-muted">
            open {dollars(bar.open)}, high {dollars(bar.high)}, low {dollars(bar.low)}, close{' '}
            {dollars(bar.close)}
            {moved !== undefined && ` (${signedPercent(moved)})`}
          </span>
        )}
        {trend && (
          <>
            {' '}
            · trend {wordsFor(trend.direction).toLowerCase()} <Score score={trend.sentimentMean} />
          </>
        )}
      </p>
      <ul className="mt-1 grid gap-x-4 sm:grid-cols-2">
        {orders.map((order) => (
          <Item key={order.orderId}>
            <Link to="/orders/$id" params={{ id: order.orderId }} className="link underline">
              {wordsFor(order.side)} {shares(order.quantity)}
            </Link>
            {order.filledPriceAvg
              ? ` at ${dollars(order.filledPriceAvg)}`
              : `, ${wordsFor(order.state).toLowerCase()}`}
          </Item>
        ))}
        {advice.slice(0, SHOWN).map((one) => (
          <Item key={one.recommendationId}>
            <Link
              to="/recommendations/$id"
              params={{ id: one.recommendationId }}
              className="link underline"
            >
              Recommended to {one.action}
            </Link>
            , confidence {one.confidence.toFixed(2)}
          </Item>
        ))}
        {events.slice(0, SHOWN).map((event) => (
          <Item key={event.globalEventId}>
            <Arrow sign={event.direction} />{' '}
            <Link to="/events/$id" params={{ id: event.globalEventId }} className="link underline">
              {event.title}
            </Link>
          </Item>
        ))}
        {documents.slice(0, SHOWN).map((document) => (
          <Item key={document.documentId}>
            {document.sentimentScore !== null && <Score score={document.sentimentScore} />}{' '}
            <DocumentLink id={document.documentId}>{document.title || 'Untitled'}</DocumentLink>
          </Item>
        ))}
      </ul>
      <More counts={[advice.length, events.length, documents.length]} />
    </div>
  )
}

function Item({ children }: { children: ReactNode }) {
  return <li className="truncate">{children}</li>
}

function More({ counts }: { counts: readonly number[] }) {
  const left = counts.reduce((sum, count) => sum + Math.max(0, count - SHOWN), 0)
  return left > 0 ? <p className="text-12 text-muted">and {left} more, in the table</p> : null
}
