/** Table `documents`: how the way of one ends that could not be parsed, or not read. */

import type { Tx } from '../open.ts'

/**
 * Documents that could not be read for meaning: what they say is not known, and `reason` says why.
 * One that was read before keeps its reading. A later success moves it on.
 */
export async function failReadings(
  tx: Tx,
  documentIds: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  await tx`
    update documents set status = 'extraction_failed', status_reason = ${reason}, status_at = ${now},
      extraction_tries = extraction_tries + 1
    where document_id = any(${[...documentIds]}::uuid[]) and status in ('parsed', 'extraction_failed')
  `
}

/** A document whose text could not be made of what came in. A later success moves it on. */
export async function failParsing(
  tx: Tx,
  documentId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await tx`
    update documents set status = 'parse_failed', status_reason = ${reason}, status_at = ${now}
    where document_id = ${documentId} and status in ('ingested', 'parse_failed')
  `
}
