/** Which reading of a document is current, and since when its signals count or do not. */

import type { Tx } from '../open.ts'

/** So many comings back of a reading are kept, the newest. */
const AGAIN_KEPT = 100

/**
 * The caller holds the document, so that of two readings at once one is current in the end. One that comes back
 * counts since `now`, however long ago it was read: meanwhile nobody said so.
 */
export async function makeCurrent(
  tx: Tx,
  { documentId, readingId, now }: { documentId: string; readingId: string; now: Date },
): Promise<void> {
  await tx`update document_intelligence set is_current = false
    where document_id = ${documentId} and is_current and reading_id <> ${readingId}`
  await tx`update document_intelligence set is_current = true
    where reading_id = ${readingId} and not is_current`
  await tx`
    update document_impact_records record set is_current = reading.is_current, turned_at = ${now},
      again_at = case when reading.is_current
        then (array[${now}::timestamptz] || record.again_at)[1:${AGAIN_KEPT}::integer] else record.again_at end
    from document_intelligence reading
    where reading.document_id = ${documentId} and record.reading_id = reading.reading_id
      and record.is_current <> reading.is_current`
}

/**
 * A version that tells nothing of companies has taken the place of one that did: no reading of it is
 * current any more from `now` on. Returns whose signals are others now, in the order of the alphabet.
 */
export async function retireReadings(tx: Tx, documentId: string, now: Date): Promise<string[]> {
  await tx`update document_intelligence set is_current = false
    where document_id = ${documentId} and is_current`
  const gone = await tx<{ ticker: string }[]>`
    update document_impact_records record set is_current = false, turned_at = ${now}
    from document_intelligence reading
    where reading.document_id = ${documentId} and record.reading_id = reading.reading_id
      and record.is_current
    returning record.ticker`
  return [...new Set(gone.map(({ ticker }) => ticker))].sort()
}
