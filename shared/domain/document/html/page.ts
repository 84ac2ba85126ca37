/** A page as a document: what it says of itself, and the text of its article. */

import { beginning } from '../text/cut.ts'
import { decodeBytes, isBinary } from '../text/decode.ts'
import { normaliseText } from '../text/normalise.ts'
import { asksForPay, type Wall } from '../text/walls.ts'
import { textOf, type Block } from './blocks.ts'
import { articleBlocks, sizeOf } from './content.ts'
import { joinBlocks, PAGE_BYTES_MAX } from './markup.ts'
import { readMetadata, type Metadata } from './metadata.ts'
import type { PageFault } from './bounds.ts'
import { readTree, type Page } from './tree.ts'

export type ReadPage = Metadata & {
  /** Normalised; empty where `reason` says why. */
  text: string
  /** What stands before the rest of the article. */
  wall: Wall | null
  /** What stands in it and no person sees, so that it is not read: the beginning. */
  unseen: string
  /** True where a bound ended the reading: what stood before it was read. */
  isCut: boolean
  reason: PageFault | 'not_text' | 'no_text' | null
}

/** A longer text is more than what stands before a wall. */
const PARTIAL_MAX = 1_600
const WALL_CHARS = 30_000
/** Less veiled text is an icon or a trap. */
const VEILED_MIN = 120

const none: Omit<ReadPage, 'reason'> = {
  title: '',
  author: null,
  publisher: null,
  publishedAt: null,
  canonicalUrl: null,
  description: '',
  isFree: true,
  text: '',
  wall: null,
  unseen: '',
  isCut: false,
}

const MARKUP =
  /<(?:!doctype|html|head|body|div|p|a|span|table|article|section|meta|title|br|h\d|ul|li|em|strong|b|i|img|script|style)\b[^<]*>/i

/**
 * Reads a page or plain text. Input past 5 MB is left out, and what is past the bounds of a page.
 *
 * `contentType` is what HTTP said of the bytes, `url` where they are from.
 */
export function readPage(
  content: Uint8Array | string,
  { contentType = '', url = '' } = {},
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
  const { stated, ...metadata } = readMetadata(page, url)
  const { blocks, unseen } = shownBlocks(page, metadata.title)
  const fromMarkup = joinBlocks(
    blocks.flatMap(({ text }, index) => (index < 3 && text === metadata.title ? [] : [text])),
  )
  const text = fromMarkup.length < 0.4 * stated.length ? stated : fromMarkup
  const wall = text.length < PARTIAL_MAX && isPaid(page, metadata.isFree) ? 'paywalled' : null
  const reason = text === '' ? (page.cut ?? 'no_text') : null
  return { ...metadata, text, wall, unseen, isCut: page.cut !== null, reason }
}

function isPaid({ root }: Page, isFree: boolean): boolean {
  return !isFree || asksForPay(textOf(root, WALL_CHARS))
}

/**
 * What people read of a page. Veiled parts are read only where they are the page: where more than
 * all else there is to read fades in, or stands behind a dialog.
 */
function shownBlocks(page: Page, title: string): { blocks: Block[]; unseen: string } {
  const pick = (withVeiled: boolean) => articleBlocks(page.root, title, withVeiled)
  const shown = pick(false)
  const { hidden, veiled, veiledSize } = page
  const aside = () => veiled.map((part) => textOf(part, VEILED_MIN * 10)).join(' ')
  if (veiledSize < VEILED_MIN)
    return { blocks: shown, unseen: normaliseText(`${hidden} ${aside()}`) }
  const all = pick(true)
  return sizeOf(all) > 2 * sizeOf(shown)
    ? { blocks: all, unseen: normaliseText(hidden) }
    : { blocks: shown, unseen: normaliseText(`${hidden} ${aside()}`) }
}
