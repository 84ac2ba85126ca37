/** Pieces of markup as text: a feed's summary, a string of linked data, the blocks of a page. */

import { beginning } from '../text/cut.ts'
import { normaliseText, oneLine } from '../text/normalise.ts'
import { blocksOf } from './blocks.ts'
import { readTree } from './tree.ts'

/** Of more bytes only so many are read. */
export const PAGE_BYTES_MAX = 5 * 1024 * 1024
/** Text past it is left out. */
const TEXT_MAX = 1_000_000
const MARK = /<[a-z!/]|&(?:#\w+|[a-z]\w*);/i
/** What is left of marks that were written twice: `AT&amp;amp;T`. */
const TWICE = /&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#\d{2,6}|#x[\da-f]{2,5});/i

/** The text of a piece of markup, such as a feed's summary; plain text stays as it is. */
export function markupToText(markup: string): string {
  const cut = beginning(markup, PAGE_BYTES_MAX)
  if (!MARK.test(cut)) return normaliseText(cut)
  return joinBlocks(blocksOf(readTree(cut).root).map(({ text }) => text))
}

/** One line of text, of a string that may hold marks or marks written twice. */
export function plainLine(text: string): string {
  return oneLine(MARK.test(text) ? markupToText(text) : text)
}

/** Paragraphs with an empty line between, cells with a bar. */
export function joinBlocks(texts: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const text of texts) {
    if (length > TEXT_MAX) break
    kept.push(beginning(text, TEXT_MAX))
    length += text.length
  }
  return normaliseText(unmark(kept.join('\n\n').replaceAll('\t', ' | ')))
}

function unmark(text: string): string {
  if (!text.includes('&') || !TWICE.test(text)) return text
  return text.replace(new RegExp(TWICE, 'gi'), (mark) => decodeMark(mark))
}

function decodeMark(mark: string): string {
  const [text] = readTree(mark).root.children
  return typeof text === 'string' ? text : mark
}
