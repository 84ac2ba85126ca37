/** Documents that got stuck between parsing and reading for meaning. */

import type { Db, Tx } from '../open.ts'

export type StuckDocument = {
  documentId: string
  documentType: string
  normalizedBucket: string
  normalizedKey: string
  normalizedSha256: string
  /** The company it is most about; empty where it names none. */
  ticker: string
}

/** A model's reply that was of no use is asked for so often in all, an hour later, then two, then four. */
const TRIES_MAX = 5
const RETRY_MINUTES = 60

/**
 * When a row of `documents d` of which a model made nothing is read again, as a part of a query; null where
 * it is not, or no more.
 */
export function nextTryAt(db: Db) {
  return db`case when d.status = 'extraction_failed' and d.status_reason like 'model\\_%'
      and d.extraction_tries between 1 and ${TRIES_MAX - 1}
    then d.status_at + power(2, d.extraction_tries - 1) * make_interval(mins => ${RETRY_MINUTES}) end`
}

/**
 * Documents that were parsed before `until`, no earlier than `since`, and have not been read for
 * meaning, though no job to do so is waiting; and those of which a model made nothing, in their turn.
 * Oldest first.
 */
export async function readStuckDocuments(
  db: Db,
  since: Date,
  until: Date,
  now: Date,
  limit: number,
): Promise<StuckDocument[]> {
  return db<StuckDocument[]>`
    select document_id, document_type, normalized_bucket, normalized_key, normalized_sha256, coalesce((
      select ticker from document_company_mentions m where m.document_id = d.document_id
      order by in_title desc, mention_count desc, first_offset, ticker collate "C" limit 1), '') as ticker
    from documents d
    where ingested_at >= ${since} and (
        (status = 'parsed' and status_at < ${until})
        or (status = 'extraction_failed' and status_reason like 'model\\_%'
          and extraction_tries < ${TRIES_MAX}
          and status_at < ${now} - power(2, extraction_tries - 1) * make_interval(mins => ${RETRY_MINUTES})))
      and normalized_bucket is not null and normalized_key is not null and normalized_sha256 is not null
      and not exists (select from jobs j where list in ('extraction', 'macro_classification')
        and state = 'queued' and j.payload->>'document_id' = d.document_id::text)
    order by status_at, document_id limit ${limit}`
}

/** Starts their waiting time anew. */
export async function touchDocuments(
  tx: Tx,
  documentIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx`update documents set status_at = ${now}
    where document_id = any(${[...documentIds]}::uuid[]) and status in ('parsed', 'extraction_failed')`
}
