/** A page as a document: what it says of itself, and the text of its article. */

import { beginning } from '../text/cut.ts'
import { decodeBytes, isBinary } from '../text/decode.ts'
import { normaliseText, oneLine } from '../text/normalise.ts'
import { blocksOf, type Block } from './blocks.ts'
import { articleBlocks, sizeOf } from './content.ts'
import { readLinkedData } from './linked-data.ts'
import { readMetadata, type Metadata } from './metadata.ts'
import { readTree, type Page, type PageFault } from './tree.ts'

export type ReadPage = Metadata & {
  /** Normalised; empty where `reason` says why. */
  text: string
  /** Where the text was cut or part of the page was hidden from people. */
  hidText: boolean
  reason: PageFault | 'not_text' | 'no_text' | null
}

/** Of more bytes only so many are read. */
export const PAGE_BYTES_MAX = 5 * 1024 * 1024
/** Less veiled text is an icon or a trap. */
const VEILED_MIN = 120
/** Text past it is left out. */
const TEXT_MAX = 1_000_000

const none: Omit<ReadPage, 'reason'> = {
  title: '',
  author: null,
  publisher: null,
  publishedAt: null,
  canonicalUrl: null,
  description: '',
  text: '',
  hidText: false,
}

const MARKUP =
  /<(?:!doctype|html|head|body|div|p|a|span|table|article|section|meta|title|br|h\d|ul|li|em|strong|b|i|img|script|style)\b[^<]*>/i

/**
 * Reads a page or plain text. Input past 5 MB is left out.
 *
 * `whole` keeps every readable block instead of looking for an article: filings. `contentType` is
 * what HTTP said of the bytes.
 */
export function readPage(
  content: Uint8Array | string,
  { whole = false, contentType = '' } = {},
): ReadPage {
  if (typeof content !== 'string' && isBinary(content)) return { ...none, reason: 'not_text' }
  const markup =
    typeof content === 'string'
      ? beginning(content, PAGE_BYTES_MAX)
      : decodeBytes(content, { contentType, bytesMax: PAGE_BYTES_MAX }).text
  if (!MARKUP.test(markup)) {
    const text = normaliseText(markup)
    return { ...none, text, reason: text === '' ? 'no_text' : null }
  }
  const page = readTree(markup)
  if ('reason' in page) return { ...none, reason: page.reason }
  const metadata = readMetadata(page)
  const { blocks, hidText } = shownBlocks(page, metadata.title, whole)
  const fromMarkup = joinBlocks(
    blocks.map(({ text }) => text),
    metadata.title,
  )
  const stated = normaliseText(readLinkedData(page.linkedData).body ?? '')
  const text =
    !whole && fromMarkup.length < 0.4 * stated.length && !/<\w/.test(stated) ? stated : fromMarkup
  return { ...metadata, text, hidText, reason: text === '' ? 'no_text' : null }
}

/**
 * What people read of a page. Veiled parts are read only where they are the page: where more than
 * all else there is to read fades in, or stands behind a dialog.
 */
function shownBlocks(
  page: Page,
  title: string,
  whole: boolean,
): { blocks: Block[]; hidText: boolean } {
  const pick = (withVeiled: boolean) =>
    whole
      ? blocksOf(page.root, ({ name, veiled }) => name === 'title' || (veiled && !withVeiled), {
          rows: true,
        })
      : articleBlocks(page.root, title, withVeiled)
  const shown = pick(false)
  const hidText = page.hidText || page.veiledSize > 0
  if (page.veiledSize < VEILED_MIN) return { blocks: shown, hidText }
  const all = pick(true)
  return sizeOf(all) > 2 * sizeOf(shown)
    ? { blocks: all, hidText: page.hidText }
    : { blocks: shown, hidText }
}

/** The text of a piece of markup, such as a feed's summary; plain text stays as it is. */
export function markupToText(markup: string): string {
  const cut = beginning(markup, PAGE_BYTES_MAX)
  if (!/<[a-z!/]|&(?:#\w+|[a-z]+);/i.test(cut)) return normaliseText(cut)
  const page = readTree(cut)
  if ('reason' in page) return ''
  return joinBlocks(
    blocksOf(page.root).map(({ text }) => text),
    '',
  )
}

/** Paragraphs with an empty line between; the title is not told again as the first of them. */
function joinBlocks(texts: readonly string[], title: string): string {
  const kept: string[] = []
  let length = 0
  for (const [index, text] of texts.entries()) {
    if (length > TEXT_MAX) break
    if (index < 3 && oneLine(text) === title) continue
    kept.push(beginning(text, TEXT_MAX))
    length += text.length
  }
  return normaliseText(kept.map((text) => text.replaceAll('\t', ' | ')).join('\n\n'))
}
