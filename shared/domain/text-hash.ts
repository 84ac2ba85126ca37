/** A number of 32 bits that is the same for the same text, wherever it stands: FNV-1a over its UTF-16 units. */
export function hashOfText(text: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  return hash >>> 0
}
