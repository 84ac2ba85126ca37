/** Documents that got stuck between parsing and reading for meaning. */

import type { Db, Tx } from '../open.ts'

export type StuckDocument = {
  documentId: string
  documentType: string
  normalizedBucket: string
  normalizedKey: string
  /** The company it is most about; empty where it names none. */
  ticker: string
}

/**
 * Documents that were parsed before `until`, no earlier than `since`, and have not been read for
 * meaning, though no job to do so is waiting; oldest first.
 */
export async function readStuckDocuments(
  db: Db,
  since: Date,
  until: Date,
  limit: number,
): Promise<StuckDocument[]> {
  return db<StuckDocument[]>`
    select document_id, document_type, normalized_bucket, normalized_key, coalesce((
      select ticker from document_company_mentions m where m.document_id = d.document_id
      order by in_title desc, mention_count desc, first_offset, ticker collate "C" limit 1), '') as ticker
    from documents d
    where status = 'parsed' and status_at < ${until} and ingested_at >= ${since}
      and normalized_bucket is not null and normalized_key is not null
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
    where document_id = any(${[...documentIds]}::uuid[]) and status = 'parsed'`
}
