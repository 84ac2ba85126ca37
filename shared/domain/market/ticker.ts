/** Tickers in one notation: `BRK.B`, however a vendor writes it. */

import { TICKER_ROOT_PATTERN } from '../../contracts/primitives.ts'

/** A class of one letter, a preferred share, a unit, a warrant or a right; never a country's exchange. */
const SHARE_CLASS = '[A-Z]|P[A-Z]|PR|UN|W[ST]|WS[A-Z]|RT'
const CANONICAL = new RegExp(`^${TICKER_ROOT_PATTERN}(?:\\.(?:${SHARE_CLASS}))?$`)
/** What vendors put in front: an exchange's name, or the sign of a cashtag. */
const FRONT = /^(?:[A-Z][A-Z ]{1,12}\s?:\s?|\$)/
/** What Bloomberg, Reuters and the data shops put behind a US ticker; no share class is named so. */
const BEHIND = /(?: (?:US|UN|UW|UQ|UR|UA)(?: EQUITY)?| EQUITY|[.-](?:US|OQ|O|N|PK))$/
/** A share class by any sign that stands between it and the root. */
const CLASSED = new RegExp(`^(${TICKER_ROOT_PATTERN})[ ./_-](?:CLASS |CL[ .]?)?([A-Z]{1,4})$`)
const NEAR_MAX = 2

/**
 * The ticker as the product writes it, or undefined where the text is none.
 *
 * `BRK-B`, `BRK/B`, `BRK B`, `brk.b`, `BRKb`, `NYSE: BRK.B`, `$BRK.B` and `BRK.B.US` are all `BRK.B`.
 */
export function readTicker(text: string): string | undefined {
  const plain = text.trim().replace(/\s+/g, ' ')
  // Reuters writes the class, and Polygon the preferred, with a small letter after the root.
  const marked = plain
    .replace(/^([A-Z]{2,5})([a-e])(?=\.|$)/, '$1.$2')
    .replace(/^([A-Z]{1,5})p([A-Z])$/, '$1.P$2')
  const bare = marked.toUpperCase().replace(FRONT, '').replace(BEHIND, '')
  const [, root, share] = CLASSED.exec(bare) ?? []
  const ticker = root && share ? `${root}.${share.replace(/^PR([A-Z])$/, 'P$1')}` : bare
  return CANONICAL.test(ticker) ? ticker : undefined
}

/** The known ticker that was most likely meant, or undefined where none is near. */
export function nearestTicker(text: string, known: Iterable<string>): string | undefined {
  const wanted = letters(readTicker(text) ?? text.trim().toUpperCase())
  const limit = wanted.length <= 3 ? 1 : NEAR_MAX
  let best: { ticker: string; rank: number } | undefined
  for (const ticker of known) {
    const other = letters(ticker)
    if (Math.abs(other.length - wanted.length) > limit) continue
    const steps = editsBetween(wanted, other)
    if (steps > limit) continue
    // Of equally near ones: the same letters in another order first, then the same beginning.
    const rank =
      steps * 4 + (sorted(other) === sorted(wanted) ? 0 : 2) + (other[0] === wanted[0] ? 0 : 1)
    const nearer = !best || rank < best.rank || (rank === best.rank && ticker < best.ticker)
    if (nearer) best = { ticker, rank }
  }
  return best?.ticker
}

function letters(ticker: string): string {
  return ticker.replace(/[^A-Z0-9]/g, '')
}

function sorted(word: string): string {
  return Array.from(word).sort().join('')
}

/** Letters put in, left out, taken for another or swapped with the next (Damerau). */
function editsBetween(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = row
  }
  return last[other.length] ?? 0
}
