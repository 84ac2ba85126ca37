/** What people read of a document: the same words are the same version of it. */

import { readRaw } from './raw.ts'
import { oneLine } from './text/normalise.ts'
import type { FoundDocument } from '../source/found.ts'

/** What a page writes of itself anew each time it is asked for: a clock, an age, a counter. */
const CLOCK =
  /\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:UTC|GMT|[ECMP][SD]?T))?|\b(?:\d+|an?|one)\s(?:second|sec|minute|min|hour|hr|day|week|month)s?\sago\b|\b[\d.,]+\s?[km]?\s(?:views?|reads?|comments?|shares?|likes?|reactions?|readers?)\b/gi

/**
 * The words of a document in one form, so that spaces, the encoding of entities and a page's clock make
 * no difference; its title counts. A filing is its number and file: it is never corrected in place.
 */
export function contentOf(document: FoundDocument): string {
  const { content, documentType, identity, raw } = document
  if (content !== undefined) return content
  if (documentType === 'filing') return identity
  const read = readRaw(raw.bytes, raw.mediaType, false)
  const title = read.title || oneLine(document.title)
  const words = `${title}\n${read.body}`
  const lasting = raw.mediaType === 'application/json' ? words : words.replace(CLOCK, ' ')
  return lasting.replace(/\s+/g, ' ').trim()
}
