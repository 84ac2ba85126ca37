/** The last wall before the store: a document as it may be kept, whatever its adapter let through. */

import * as v from 'valibot'
import { Ticker } from '#shared/contracts/primitives.ts'
import { cleanText } from '#shared/domain/document/text/clean.ts'
import type { FoundDocument } from '#shared/domain/source/found.ts'

const bounds = { url: 4_000, name: 500, title: 2_000, summary: 20_000 } as const
/** PostgreSQL and JSON keep these years alike. */
const EARLIEST = Date.UTC(1000, 0, 1)
const LATEST = Date.UTC(9990, 0, 1)

/** Text without what no store takes, within bounds; a moment that is none becomes `now`, and flagged. */
export function cleanDocument(document: FoundDocument, now: Date): FoundDocument {
  const { url, title, author, publisher, summary, ticker, credibilityScore } = document
  return {
    ...document,
    ...datesOf(document, now),
    url: url === null || url.length > bounds.url ? null : cleanText(url),
    title: cleanText(title, bounds.title),
    author: author === null ? null : cleanText(author, bounds.name),
    publisher: cleanText(publisher, bounds.name),
    summary: cleanText(summary, bounds.summary),
    ticker: v.is(Ticker, ticker) ? ticker : '',
    credibilityScore: Number.isFinite(credibilityScore)
      ? Math.min(1, Math.max(0, credibilityScore))
      : 0,
    ...(document.publisherDomain == null
      ? {}
      : { publisherDomain: cleanText(document.publisherDomain, bounds.name) }),
    ...(document.sourceItemId == null
      ? {}
      : { sourceItemId: cleanText(document.sourceItemId, bounds.url) }),
  }
}

function datesOf(
  { publishedAt, hourIsSynthetic, dateFlags = [] }: FoundDocument,
  now: Date,
): Pick<FoundDocument, 'publishedAt' | 'hourIsSynthetic' | 'dateFlags'> {
  const at = publishedAt.getTime()
  if (at >= EARLIEST && at <= LATEST) return { publishedAt, hourIsSynthetic, dateFlags }
  return {
    publishedAt: now,
    hourIsSynthetic: true,
    dateFlags: [...dateFlags.filter((flag) => flag !== 'undated'), 'undated'],
  }
}
