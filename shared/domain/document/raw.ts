/** A raw object read into title, text and facts, whatever its source gave: JSON, HTML or plain text. */

import { readRawItem } from '../../contracts/raw-item.ts'
import { readFilingBody } from './filing.ts'
import { cleanValue } from './text/clean.ts'
import { beginning } from './text/cut.ts'
import { decodeBytes, isBinary } from './text/decode.ts'
import { readInstant } from './text/instant.ts'
import { realTitle } from './text/no-title.ts'
import { normaliseText, oneLine } from './text/normalise.ts'
import { markupToText } from './html/markup.ts'
import { readPage } from './html/page.ts'
import type { Wall } from './text/walls.ts'

export type RawReading = {
  title: string
  author: string | null
  publisher: string | null
  publishedAt: Date | null
  canonicalUrl: string | null
  /** Normalised, without the title; empty where `reason` says why, or where the title is all. */
  body: string
  /** What stands before the rest of the text. */
  wall: Wall | null
  /** What stands in its page and no person sees; no part of the body. */
  unseen: string
  /** True where a bound ended the reading: what stood before it is here. */
  isCut: boolean
  /** Tickers the source itself named. */
  tickers: string[]
  reason: RawFault | null
}

export type RawFault =
  | 'malformed_json'
  | 'unknown_json'
  | 'not_text'
  | 'no_text'
  | 'markup_too_deep'
  | 'markup_too_large'

const TITLE_MAX = 500
/** As much as is ever stored of a filing and its exhibits. */
const FILING_BYTES_MAX = 28 * 1024 * 1024
/** Stored text ends here; no filing of any size says more in what is read of it. */
const BODY_MAX = 1_000_000
const TICKERS_MAX = 50

const nothing: Omit<RawReading, 'reason'> = {
  title: '',
  author: null,
  publisher: null,
  publishedAt: null,
  canonicalUrl: null,
  body: '',
  wall: null,
  unseen: '',
  isCut: false,
  tickers: [],
}

/** Reads raw bytes. Never throws: what cannot be read has a reason. */
export function readRaw(bytes: Uint8Array, mediaType: string, isFiling: boolean): RawReading {
  const kind = mediaType.split(';')[0]?.trim().toLowerCase()
  if (kind === 'application/json') return readItem(bytes)
  if (isBinary(bytes)) return { ...nothing, reason: 'not_text' }
  const contentType = mediaType
  if (isFiling)
    return readFiling(decodeBytes(bytes, { contentType, bytesMax: FILING_BYTES_MAX }).text)
  return fromPage(readPage(bytes, { contentType }))
}

function readItem(bytes: Uint8Array): RawReading {
  let value: unknown
  try {
    value = JSON.parse(decodeBytes(bytes).text)
  } catch {
    return { ...nothing, reason: 'malformed_json' }
  }
  const item = readRawItem(cleanValue(value))
  if (!item) return { ...nothing, reason: 'unknown_json' }
  const title = realTitle(beginning(oneLine(markupToText(item.title)), TITLE_MAX))
  const body = beginning(markupToText(item.body), BODY_MAX)
  return {
    title,
    author: item.author === null ? null : oneLine(item.author) || null,
    publisher: item.publisher === null ? null : oneLine(item.publisher) || null,
    publishedAt: item.publishedAt === null ? null : readInstant(item.publishedAt),
    canonicalUrl: item.url,
    body,
    wall: null,
    unseen: '',
    isCut: item.body.length > BODY_MAX,
    tickers: item.tickers.slice(0, TICKERS_MAX).map((ticker) => ticker.toUpperCase()),
    reason: title === '' && body === '' ? 'no_text' : null,
  }
}

function readFiling(content: string): RawReading {
  const { title, body, isCut } = readFilingBody(content)
  const isNothing = title === '' && body === ''
  return {
    ...nothing,
    title: beginning(title, TITLE_MAX),
    body: beginning(body, BODY_MAX),
    isCut: isCut || body.length > BODY_MAX,
    reason: isNothing ? 'no_text' : null,
  }
}

function fromPage(page: ReturnType<typeof readPage>): RawReading {
  return {
    title: beginning(page.title, TITLE_MAX),
    author: page.author,
    publisher: page.publisher,
    publishedAt: page.publishedAt,
    canonicalUrl: page.canonicalUrl,
    body: beginning(page.text, BODY_MAX) || normaliseText(page.description),
    wall: page.wall,
    unseen: page.unseen,
    isCut: page.isCut || page.text.length > BODY_MAX,
    tickers: [],
    reason:
      page.reason === 'no_text' && (page.title !== '' || page.description !== '')
        ? null
        : page.reason,
  }
}
