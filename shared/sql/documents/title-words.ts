/** Words of a document's title, found by an index. */

import type { Db } from '../open.ts'

/**
 * The condition that a title of `documents d` holds each of these words, from its beginning: `sus oil` finds
 * "Oil rig suspends work". Signs between letters part words; without a letter or digit nothing is found.
 */
export function holdsWords(db: Db, words: string) {
  const asked = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (asked.length === 0) return db`false`
  const query = asked.map((word) => `'${word}':*`).join(' & ')
  return db`to_tsvector('simple', left(d.title, 1000)) @@ ${query}::tsquery`
}
