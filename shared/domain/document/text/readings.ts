/** How well a text reads as text of a script: what each of its characters past ASCII earns or costs. */

/** Points of a text; at most 3 for each byte that its characters past ASCII take. */
export type Judge = (text: string) => number

/** Characters of the rows of a standard. */
export function level(charset: string, from: number, to: number): Set<string> {
  const pairs: number[] = []
  for (let lead = from; lead <= to; lead += 1) {
    for (let trail = charset === 'big5' ? 0x40 : 0xa1; trail <= 0xfe; trail += 1) {
      if (trail < 0x7f || trail >= 0xa1) pairs.push(lead, trail)
    }
  }
  const characters = new Set(new TextDecoder(charset).decode(Uint8Array.from(pairs)))
  characters.delete('\ufffd')
  return characters
}

const PUNCTUATION = /[\u3000-\u3011\u2014\u2018-\u201d\u2026\u00b7\u30fb\uff01-\uff5e]/

/** A character that stands alone amid Latin letters is no word of such a language. */
const LONE = /(?<=[A-Za-z])[^\0-\x7f](?=[A-Za-z]|[\s.,<]|$)/gu

export function ideographs(
  ordinary: Set<string>,
  frequent: string,
  { usual, rare } = { usual: 2, rare: -4 },
): Judge {
  const often = new Set(frequent)
  return (text) => {
    let points = -4 * (text.match(LONE)?.length ?? 0)
    for (const character of text) {
      if (character < '\x80') continue
      if (often.has(character)) points += 6
      else if (ordinary.has(character)) points += usual
      else if (PUNCTUATION.test(character)) points += 1
      else points += character === '\ufffd' ? -10 : rare
    }
    return points
  }
}

/** Japanese has kana between its ideographs. */
export function japanese(ordinary: Set<string>): Judge {
  return (text) => {
    let [points, kana, all] = [-4 * (text.match(LONE)?.length ?? 0), 0, 0]
    for (const character of text) {
      if (character < '\x80') continue
      all += 1
      if (/[\u3041-\u3093\u30a1-\u30f6\u30fc]/.test(character)) kana += 1
      else if (ordinary.has(character)) points += 3
      else if (PUNCTUATION.test(character)) points += 1
      else points -= character === '\ufffd' ? 10 : 4
    }
    return kana * 10 < all ? points / 3 : points + 6 * kana
  }
}

/** Letters of one alphabet, in words of their own, small after capital. */
export function alphabet(letter: RegExp): Judge {
  const word = new RegExp(String.raw`(?:${letter.source}){2,}`, 'gu')
  return (text) => {
    let points = 0
    for (const [found] of text.matchAll(word)) {
      const small = found.slice(1)
      points +=
        small === small.toLowerCase() || found === found.toUpperCase()
          ? 2 * found.length
          : -found.length
    }
    points -= 3 * (text.match(/[A-Za-z][^\0-\x7f]|[^\0-\x7f][A-Za-z]/g)?.length ?? 0)
    for (const character of text) {
      if (character >= '\x80' && !letter.test(character)) points -= MARKS.test(character) ? -0.5 : 3
    }
    return points
  }
}

const MARKS =
  /[\u00a0\u00ab\u00bb\u2013\u2014\u2018-\u201e\u2026\u2116\u20ac\u00a7\u00a9\u00ae\u00b0\u2122]/

/** Letters with accents stand amid letters without, seldom three in a row; quotes and dashes between. */
export function latin(text: string): number {
  let points = 0
  for (const [run] of text.matchAll(/[^\0-\x7f]+/g)) {
    for (const character of run) {
      if (/[à-öø-ÿßœšž]/.test(character)) points += 2
      else if (MARKS.test(character)) points += 2
      else if (/[À-ÖØ-ÞŒŠŽŸ£¥ªº½¼¾•¿¡´·²³¢±×]/.test(character)) points += 1
      else points -= 3
    }
    const letters = run.replace(/[^\u00c0-\u024f]/g, '').length
    if (letters > 2) points -= 4 * (letters - 2)
  }
  // A small letter before a capital with an accent is no word: `sÃ©`.
  points -= 2 * (text.match(/[a-zà-ÿ][À-ÖØ-Þ](?![A-ZÀ-Þ])/g)?.length ?? 0)
  return points
}

/** Of a Mac's letters many are marks elsewhere: marks inside a word show that it is another set. */
export function macintosh(text: string): number {
  const inside = text.match(/(?<=[A-Za-z])[^\0-\x7f\u2019](?=[A-Za-z])/gu) ?? []
  const marks = inside.filter((character) => !/\p{L}/u.test(character)).length
  return latin(text) - 6 * marks
}
