/** What a document led to, or why it led to nothing yet. */

import { DOCUMENT_ROWS_MAX } from '#shared/contracts/api/document-effects.ts'
import type { DocumentPage } from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { redact } from '#shared/host/redact.ts'
import type { Db } from '#shared/sql/open.ts'

type Page = Served<DocumentPage>

/** Whom the event it tells of moves, the most moved first. */
export function listEventHits(db: Db, documentId: string): Promise<Page['hits']> {
  return db<Page['hits']>`
    select hit.ticker, hit.score, hit.direction
    from global_events join macro_impact_records hit using (global_event_id)
    where global_events.document_id = ${documentId} and hit.is_current and hit.score > 0
    order by hit.score desc, hit.ticker limit ${DOCUMENT_ROWS_MAX}`
}

/** Work on it that waits, or that was given up. */
export async function listJobs(db: Db, documentId: string): Promise<Page['jobs']> {
  const rows = await db<Page['jobs']>`
    select job_id, list, state, deliveries, reason, last_error, enqueued_at from jobs
    where list in ('parsing', 'extraction', 'macro_classification') and state in ('queued', 'dead')
      and payload ->> 'document_id' = ${documentId}
    order by seq desc limit ${DOCUMENT_ROWS_MAX}`
  return rows.map((row) => ({ ...row, lastError: row.lastError && redact(row.lastError) }))
}

/** Recommendations it is evidence of, the newest first. */
export function listEvidenceOf(db: Db, documentId: string): Promise<Page['evidenceOf']> {
  return db<Page['evidenceOf']>`
    select r.recommendation_id, r.ticker, r.trend_window, r.generated_at, r.action, r.mode, e.side
    from recommendation_evidence e join recommendations r using (recommendation_id)
    where e.document_id = ${documentId}
    order by r.generated_at desc, r.ticker, r.trend_window, e.place limit ${DOCUMENT_ROWS_MAX}`
}
