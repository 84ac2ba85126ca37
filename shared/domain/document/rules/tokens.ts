/** Words, numbers and marks of a sentence, with their place in the text. */

export type Token = {
  /** Lower case, with straight apostrophes and without a possessive. */
  word: string
  start: number
  end: number
  kind: 'word' | 'number' | 'mark'
  /** Begins with a capital letter. */
  capital: boolean
}

const TOKEN =
  /[$€£₹¥]?\d[\d,]*(?:\.\d+)?%?|\p{L}(?:[\p{L}\p{M}\p{N}'’]|[.&/-](?=[\p{L}\p{N}]))*|[,;:?!()|"“”]|[–—]|-{1,2}(?=\s)|\.{3}|…/gu
const TOKENS_MAX = 400

/** Tokens of `text` in [start, end); at most 400 of them. */
export function tokensOf(text: string, start = 0, end = text.length): Token[] {
  const tokens: Token[] = []
  for (const found of text.slice(start, end).matchAll(TOKEN)) {
    const shown = found[0]
    const at = start + found.index
    const kind = /^[$€£₹¥]?\d/.test(shown) ? 'number' : /^\p{L}/u.test(shown) ? 'word' : 'mark'
    const word =
      kind === 'word' ? shown.toLowerCase().replaceAll('’', "'").replace(/'s?$/, '') : shown
    tokens.push({ word, start: at, end: at + shown.length, kind, capital: /^\p{Lu}/u.test(shown) })
    if (tokens.length >= TOKENS_MAX) break
  }
  return tokens
}
