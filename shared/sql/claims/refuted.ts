/** What claims that prices or EDGAR refute leave of a signal: nothing. */

import type { Db } from '../open.ts'

/** Whether an impact record, `record` of the query it is part of, quotes what was refuted by then. */
export function isRefuted(db: Db, asOf: Date) {
  return db`exists (
    select from document_claims claim
    where claim.impact_id = record.impact_id and claim.state = 'refuted' and claim.decided_at <= ${asOf})`
}
