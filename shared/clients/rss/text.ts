/** Text as a feed's fields hold it: markup, doubled escapes and control characters taken out. */

import { Parser } from 'htmlparser2'
import { beginning, shortened } from '../../domain/document/text/cut.ts'
import { sentencesOf } from '../../domain/document/text/sentences.ts'
import { markupToText } from '../../domain/document/html/markup.ts'

/** More is no title; the parser keeps 500 characters of it. */
const TITLE_MAX = 2_000
/** A title that is made of a text is one sentence, and no long one. */
const MADE_TITLE_MAX = 160
/** Enough of a text to find its first sentence in. */
const HEAD_MAX = 8_000

/** Titles may carry markup, even where they should not; only its text is a title. */
export function plainTitle(title: string): string {
  const bare = beginning(title, TITLE_MAX).replace(/<\/?[a-z][^<>]*>/gi, ' ')
  return withoutControls(unescaped(bare)).replace(/\s+/g, ' ').trim()
}

/** A title for an item that has none: its text's first sentence; empty where it has no text either. */
export function titleOfText(...texts: readonly string[]): string {
  for (const text of texts) {
    const words = markupToText(beginning(withoutControls(text), HEAD_MAX))
      .replace(/\s+/g, ' ')
      .trim()
    const [first] = sentencesOf(words)
    if (first) return shortened(words.slice(first.start, first.end), MADE_TITLE_MAX)
  }
  return ''
}

/** Named and numbered characters of HTML, which XML readers leave as they are. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text
  const parts: string[] = []
  const parser = new Parser({ ontext: (part) => void parts.push(part) }, { decodeEntities: true })
  parser.end(text.replaceAll('<', '&lt;'))
  return parts.join('')
}

const WINDOWS = new TextDecoder('windows-1252')
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Quotes and dashes numbered as Windows numbers them become themselves; other controls go. */
export function withoutControls(text: string): string {
  return text
    .replace(CONTROLS, '')
    .replace(/[\u0080-\u009f]/g, (found) =>
      WINDOWS.decode(Uint8Array.of(found.charCodeAt(0))).replace(/[\u0080-\u009f]/, ''),
    )
    .toWellFormed()
}
