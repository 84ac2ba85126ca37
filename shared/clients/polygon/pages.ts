/** What adapters make of pages: raw payloads to keep, and words for what is missing. */

import type { Raw } from '../../domain/source/found.ts'

export function rawPage(bytes: Buffer): Raw {
  return { bucket: 'stonks-raw-market', bytes, mediaType: 'application/json' }
}

/** What of `what` could not be had, as a part of a run; nothing where it was all there. */
export function missingOf(what: string, missing: string | null): string[] {
  return missing === null ? [] : [`${what}: ${missing}`]
}

/** One record as it came, for what is refused. */
export function bytesOf(item: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(item) ?? 'null')
}
