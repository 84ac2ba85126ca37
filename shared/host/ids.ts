/** Ids that survive a replay: derived from what they name, never drawn. RFC 9562, version 5. */

import { createHash } from 'node:crypto'

/** The namespace all of the product's names live in (itself a version 5 UUID of "stonks-oracle"). */
const NAMESPACE = Buffer.from('6f0c3ad2b9a45c0f8c2d5b1d0f6a7e31', 'hex')

/** The same parts give the same UUID, on every machine and in every run. */
export function deriveId(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(JSON.stringify(parts)).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}

/** Lower-case hexadecimal SHA-256 of bytes or text. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
