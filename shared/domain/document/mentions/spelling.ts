/** Spellings of one name as one key: `Exxon Mobil`, `ExxonMobil` and `EXXON-MOBIL` are `exxonmobil`. */

/** A run of letters and digits. */
export const WORD = /[\p{L}\p{N}]+/gu

/** Typographic apostrophes as straight ones; the length stays. */
export function straight(text: string): string {
  return text.replace(/[’‘ʼ`´]/g, "'")
}

/** A word without its accents, in small letters. */
export function plainWord(word: string): string {
  const small = word.toLowerCase()
  return /^[a-z0-9]*$/.test(small)
    ? small
    : small.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ø', 'o')
}

/** What is between two words of one name: `&` where it joins them, empty where it is only spelling. */
export function joinOf(between: string): '' | '&' | undefined {
  if (between === ' & ' || between === '&' || between === '+' || between === ' + ') return '&'
  return JOINS.has(between) ? '' : undefined
}

const JOINS = new Set([' ', ', ', '-', '–', '‑', '.', '. ', "'", '!', '! ', '/', ' / '])

/** The key of a name as it stands, `and` and `&` being one. */
export function keyOf(name: string): string {
  let key = ''
  let from = 0
  for (const { 0: word, index } of straight(name).matchAll(WORD)) {
    const plain = plainWord(word)
    const joined = from > 0 && joinOf(straight(name).slice(from, index)) === '&'
    key += joined && !key.endsWith('&') ? `&${plain}` : isAnd(plain) && from > 0 ? '&' : plain
    from = index + word.length
  }
  return key
}

export function isAnd(plain: string): boolean {
  return plain === 'and'
}
