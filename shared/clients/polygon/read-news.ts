/** Reads one news item of Polygon's by itself, and says of one that cannot be used why. */

import { cleanText, cleanTextOf } from '../../domain/document/text/clean.ts'
import { beginning, shortened } from '../../domain/document/text/cut.ts'
import { readPublished, type Publishing } from '../../domain/document/text/instant.ts'
import { articleIdentity } from '../../domain/document/article-identity.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { realTitle } from '../../domain/document/text/no-title.ts'
import { credibilityOf } from '../../domain/source/credibility.ts'
import { publisherIdOf, registeredDomain } from '../../domain/source/publisher.ts'
import type { FoundDocument, Reject } from '../../domain/source/found.ts'

export type ReadNews = { document: FoundDocument } | { reject: Reject }

const TITLE_MAX = 2_000
/** What of a description stands in for a title. */
const MADE_TITLE_MAX = 120
const ITEM_BYTES_MAX = 4 * 1024 * 1024

/** An odd field counts as missing; an item with nothing to read, or of no moment, cannot be used. */
export function readNewsItem(item: unknown, publishing: Publishing): ReadNews {
  const bytes = bytesOf(item)
  const refuse = (reason: string, says: string): ReadNews => ({
    reject: { reason, says, item: bytes ?? Buffer.from('(nested too deep to be written)') },
  })
  if (!isRecord(item)) return refuse('not_an_item', `expected an object, found ${kindOf(item)}`)
  if (!bytes || bytes.length > ITEM_BYTES_MAX)
    return refuse('item_too_large', `expected at most ${ITEM_BYTES_MAX} bytes`)
  const text = (name: string) => cleanTextOf(item[name])?.trim() ?? ''
  const summary = text('description')
  const title = realTitle(cleanText(text('title'), TITLE_MAX)) || madeTitle(summary)
  if (title === '') return refuse('no_title', 'expected a title or a description, found neither')
  const written = dateText(item['published_utc'])
  const { at, flags, hasHour } = readPublished(written, publishing)
  const found = JSON.stringify(beginning(written, 60))
  if (flags.includes('undated')) return refuse('no_date', `expected a moment, found ${found}`)
  const url = text('article_url') || null
  const publisher = publisherOf(item['publisher'])
  // Polygon vouches for where an article stands, and for whose it is.
  const publisherDomain = publisherIdOf(registeredDomain(url ?? '') ?? publisher)
  return {
    document: {
      documentType: 'article',
      identity: articleIdentity({ title, publishedAt: at, publisher, url }),
      sourceItemId: idOf(item['id']),
      ticker: tickerOf(item['tickers']),
      title,
      url,
      author: text('author') || null,
      publisher,
      summary,
      publisherDomain: publisherDomain ?? null,
      credibilityScore: credibilityOf(publisherDomain),
      publishedAt: at,
      hourIsSynthetic: item['hour_is_synthetic'] === true || !hasHour,
      dateFlags: flags,
      raw: { bucket: 'stonks-raw-news', bytes, mediaType: 'application/json' },
    },
  }
}

/** Whether the moment a document carries may say where the next fetch goes on. */
export function isTrueDate({ dateFlags = [] }: FoundDocument): boolean {
  return !dateFlags.includes('date_implausible') && !dateFlags.includes('undated')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

/** As it came; undefined where it is nested deeper than can be written. */
function bytesOf(item: unknown): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(item) ?? 'null')
  } catch {
    return undefined
  }
}

/** Some vendors write a moment as a number: seconds or milliseconds since 1970. */
function dateText(value: unknown): string {
  if (typeof value === 'string') return cleanText(value, 200)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

/** The first sentence of a description, or its beginning. */
function madeTitle(description: string): string {
  const line = description
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const sentence = /^.{20,}?[.!?](?=\s|$)/.exec(line)?.[0] ?? line
  return shortened(sentence, MADE_TITLE_MAX)
}

/** The publisher's name, given as an object or as text. */
function publisherOf(value: unknown): string {
  const name = isRecord(value) ? value['name'] : value
  return cleanTextOf(name, 500)?.trim() ?? ''
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return cleanTextOf(value, 500)?.trim() || null
}

/** The first that is a ticker, of a list or of one text. */
function tickerOf(value: unknown): string {
  const told: unknown[] = Array.isArray(value) ? value : [value]
  for (const one of told) {
    const ticker = typeof one === 'string' ? readTicker(cleanText(one, 40)) : undefined
    if (ticker) return ticker
  }
  return ''
}
