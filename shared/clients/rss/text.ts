/** Text as a feed's fields hold it: markup, doubled escapes and control characters taken out. */

import { Parser } from 'htmlparser2'
import { cleanText } from '../../domain/document/text/clean.ts'
import { beginning, shortened } from '../../domain/document/text/cut.ts'
import { sentencesOf } from '../../domain/document/text/sentences.ts'
import { markupToText } from '../../domain/document/html/markup.ts'
import { realTitle } from '../../domain/document/text/no-title.ts'

/** More is no title; the parser keeps 500 characters of it. */
const TITLE_MAX = 2_000
/** A title that is made of a text is one sentence, and no long one. */
const MADE_TITLE_MAX = 160
/** Enough of a text to find its first sentence in. */
const HEAD_MAX = 8_000

/** Titles may carry markup, even where they should not; only its text is a title. */
export function plainTitle(title: string): string {
  const bare = beginning(title, TITLE_MAX).replace(/<\/?[a-z][^<>]*>/gi, ' ')
  return realTitle(textShown(unescaped(bare)).replace(/\s+/g, ' ').trim())
}

/** A title for an item that has none: its text's first sentence; empty where it has no text either. */
export function titleOfText(...texts: readonly string[]): string {
  for (const text of texts) {
    const words = markupToText(beginning(textShown(text), HEAD_MAX))
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

/** Text without controls; half a character of a feed shows that something was there. */
export function textShown(text: string): string {
  return cleanText(text.toWellFormed())
}
