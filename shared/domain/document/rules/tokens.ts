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
  const said = text.slice(start, end)
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(said); found; found = TOKEN.exec(said)) {
    const shown = found[0]
    const at = start + found.index
    const kind = kindOf(shown)
    tokens.push({
      word: kind === 'word' ? wordOf(shown) : shown,
      start: at,
      end: at + shown.length,
      kind,
      capital: isCapital(shown),
    })
    if (tokens.length >= TOKENS_MAX) break
  }
  return tokens
}

/** By its first sign: a figure or currency, a mark, else a letter. */
function kindOf(shown: string): Token['kind'] {
  const code = shown.charCodeAt(0)
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return 'word'
  if (/^[$€£₹¥]?\d/.test(shown)) return 'number'
  return /^\p{L}/u.test(shown) ? 'word' : 'mark'
}

function wordOf(shown: string): string {
  const word = shown.toLowerCase()
  if (!/['’]/.test(word)) return word
  return word.replaceAll('’', "'").replace(/'s?$/, '')
}

function isCapital(shown: string): boolean {
  const code = shown.charCodeAt(0)
  return code < 128 ? code >= 0x41 && code <= 0x5a : /^\p{Lu}/u.test(shown)
}
