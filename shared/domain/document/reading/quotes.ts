/** Verbatim pieces of a text, short enough to be evidence. */

import type { Quote } from './reading.ts'
import type { Span } from '../text/sentences.ts'

const QUOTE_WORDS_MAX = 19

/**
 * A quote of at most 19 words from a sentence, around `focus`.
 *
 * `quote.text === text.slice(quote.start, quote.end)` always holds.
 */
export function quoteAround(text: string, sentence: Span, focus: readonly Span[]): Quote {
  const words = wordsOf(text.slice(sentence.start, sentence.end), sentence.start)
  const first =
    focus.length === 0
      ? 0
      : words.findIndex(({ end }) => end > Math.min(...focus.map(({ start }) => start)))
  const from =
    words.length <= QUOTE_WORDS_MAX
      ? 0
      : Math.max(0, Math.min(first - 6, words.length - QUOTE_WORDS_MAX))
  const kept = words.slice(from, from + QUOTE_WORDS_MAX)
  const start = kept[0]?.start ?? sentence.start
  const end = kept.at(-1)?.end ?? sentence.start
  return { text: text.slice(start, end), start, end }
}

const WORD = /\S+/g

function wordsOf(said: string, start: number): Span[] {
  const words: Span[] = []
  WORD.lastIndex = 0
  for (let found = WORD.exec(said); found; found = WORD.exec(said))
    words.push({ start: start + found.index, end: start + WORD.lastIndex })
  return words
}

/** The first quotes in the order of the text, none of them twice. */
export function distinctQuotes(quotes: readonly Quote[], max: number): Quote[] {
  const byStart = new Map<number, Quote>()
  for (const quote of quotes)
    if (quote.text !== '' && byStart.size < max)
      byStart.set(quote.start, byStart.get(quote.start) ?? quote)
  return [...byStart.values()].sort((a, b) => a.start - b.start)
}
