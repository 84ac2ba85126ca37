/**
 * Tokens of a text before a model counted them: an estimate that is rather too high than too low, so
 * that what was allowed is never overrun by much. What a call really took is settled after it.
 */

import { sentencesOf } from '../document/text/sentences.ts'

/** Letters of a word that one token holds, and figures of a number; any other character is one by itself. */
const LETTERS = 4
const FIGURES = 2

/** Tokens, a whole number of at least 0. A longer text never has fewer. */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const [piece] of text.matchAll(/[A-Za-z]+|\d+|[^\sA-Za-z\d]/gu)) {
    if (/^[A-Za-z]/.test(piece)) tokens += Math.ceil(piece.length / LETTERS)
    else tokens += /^\d/.test(piece) ? Math.ceil(piece.length / FIGURES) : piece.length
  }
  return tokens
}

export type BoundText = {
  /** A beginning of the text, so offsets into it hold in the whole. */
  text: string
  tokens: number
  wasCut: boolean
}

/**
 * As much of a text as fits into `tokensMax`, ended behind a whole sentence. Where not even the first
 * fits, nothing but its beginning is left, ended behind a whole word.
 */
export function boundInput(text: string, tokensMax: number): BoundText {
  const whole = estimateTokens(text)
  if (whole <= tokensMax) return { text, tokens: whole, wasCut: false }
  let [end, tokens] = [0, 0]
  for (const sentence of sentencesOf(text)) {
    const more = estimateTokens(text.slice(end, sentence.end))
    if (tokens + more > tokensMax) break
    tokens += more
    end = sentence.end
  }
  if (end > 0) return { text: text.slice(0, end), tokens, wasCut: true }
  const words = wordsWithin(text, tokensMax)
  return { text: words, tokens: estimateTokens(words), wasCut: true }
}

function wordsWithin(text: string, tokensMax: number): string {
  let [end, tokens] = [0, 0]
  for (const found of text.matchAll(/\S+/g)) {
    tokens += estimateTokens(found[0])
    if (tokens > tokensMax) break
    end = found.index + found[0].length
  }
  return text.slice(0, end)
}
