/** Whether an item is a correction of the document that it is (docs/intake.md, Versions). */

import type { FoundDocument } from '../source/found.ts'
import type { KeyedItem, StandingDocument } from './identity.ts'

/** When its source says that an item was told; null where it does not say. */
export function toldAtOf({ publishedAt, revisedAt, dateFlags = [] }: FoundDocument): Date | null {
  if (revisedAt) return revisedAt
  const isOdd = dateFlags.includes('undated') || dateFlags.includes('date_implausible')
  return isOdd ? null : publishedAt
}

/** A page that says something else at each look is no text that is corrected: it is read no more. */
export const VERSIONS_MAX = 100
/** A text that has come back so often alternates with another: two copies of it are served by turns. */
const RETURNS_MAX = 2

/**
 * Whether an item is a correction of what stands: told by the source that told it first, other words,
 * and not older than they are. Words that stood before count again, a few times: a correction may be
 * taken back.
 */
export function isCorrection(
  item: KeyedItem,
  standing: StandingDocument,
  sourceId: string,
): boolean {
  if (standing.sourceId !== null && standing.sourceId !== sourceId) return false
  if (standing.content === null || standing.content === item.content) return false
  const at = toldAtOf(item.document)
  if (at !== null && at < standing.toldAt) return false
  if (isFull(standing)) return false
  if (at !== null && at > standing.toldAt) return true
  return standing.pastContents.filter((past) => past === item.content).length <= RETURNS_MAX
}

/** Whether a document has as many versions as one may have. */
export function isFull({ version }: Pick<StandingDocument, 'version'>): boolean {
  return version >= VERSIONS_MAX
}
