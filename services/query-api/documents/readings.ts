/** What was read out of one document: facts, impacts with their quotes, an event of the world. */

import type { GlobalEvent, QuotedImpact, Reading } from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { isStillTold } from '#shared/sql/documents/events.ts'
import type { Db } from '#shared/sql/open.ts'

/** What was said of the document as a whole, newest first; one of them is current. */
export async function listReadings(db: Db, documentId: string): Promise<Served<Reading>[]> {
  return db<Served<Reading>[]>`
    select reading_id, is_current, model, model_version, prompt_version, summary, key_facts, confidence, novelty,
      input_sha256, input_length, extracted_at
    from document_intelligence where document_id = ${documentId} order by number desc`
}

/** Its meaning for each company by its current reading, with verbatim quotes. */
export async function listImpacts(db: Db, documentId: string): Promise<Served<QuotedImpact>[]> {
  return db<Served<QuotedImpact>[]>`
    select impact_id, ticker, sentiment, sentiment_score, impact_score, record.confidence, catalyst,
      horizon, quotes
    from document_intelligence reading join document_impact_records record using (reading_id)
    where reading.document_id = ${documentId} and reading.is_current order by ticker`
}

/** The event of the world a document tells of, if it does. */
export async function readGlobalEvent(
  db: Db,
  documentId: string,
): Promise<Served<GlobalEvent> | undefined> {
  const [row] = await db<Served<GlobalEvent>[]>`
    select global_event_id, event_type, severity, direction, affected_regions, affected_sectors,
      affected_commodities, duration, confidence, summary, quotes
    from global_events events where document_id = ${documentId} and ${isStillTold(db)}`
  return row
}
