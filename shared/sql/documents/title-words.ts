/** Words of a document's title, found by an index. */

import type { Db } from '../open.ts'

/** Signs that part words, as migration 0740 has them for its index: PostgreSQL alone keeps `oil/gas` or `amazon.com` as one. */
const SIGNS = /[!-/:-@[-`{-~“”‘’„–—…«»·•]/g
const HAS_LETTER = /[\p{L}\p{N}]/u

/**
 * The condition that a title of `documents d` holds each of these words, from its beginning: `sus oil` finds
 * "Oil rig suspends work". Signs between letters part words; without a letter or digit nothing is found.
 */
export function holdsWords(db: Db, words: string) {
  const asked = words
    .replace(SIGNS, ' ')
    .split(/\s+/)
    .filter((word) => HAS_LETTER.test(word))
  if (asked.length === 0) return db`false`
  // Made words of by the same parser as the title, whatever the script.
  const query = asked.map((word) => `'${word}':*`).join(' & ')
  return db`words_of_title(d.title) @@ to_tsquery('simple', ${query})`
}
