/** Numbers that two sets share the likelier, the more of them they have in common. */

import { hashOfText } from '../text-hash.ts'

/** One number a band, of the least hashes of a set; none of an empty one. */
export function bandsOf(
  shingles: ReadonlySet<string>,
  { bands, from, rows }: { bands: number; from: number; rows: number },
): bigint[] {
  if (shingles.size === 0) return []
  const hashes = [...shingles].map(hashOfText)
  return Array.from({ length: bands }, (_, place) => {
    let key = BigInt(from + place)
    for (let row = 0; row < rows; row += 1)
      key = (key << 24n) ^ BigInt(leastOf(hashes, (from + place) * rows + row) >>> 8)
    return key
  })
}

/** The least of the hashes after the `draw`th of a family of mixings (Steele's and Stafford's finalizer). */
function leastOf(hashes: readonly number[], draw: number): number {
  const salt = Math.imul(draw + 1, 0x9e3779b1)
  let least = 0xffffffff
  for (const hash of hashes) {
    let mixed = hash ^ salt
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    mixed = (mixed ^ (mixed >>> 15)) >>> 0
    if (mixed < least) least = mixed
  }
  return least
}
