/** What was read out of one document: facts, impacts with their quotes, an event of the world. */

import type { GlobalEvent, QuotedImpact, Reading } from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { isStillTold } from '#shared/sql/documents/events.ts'
import type { Db } from '#shared/sql/open.ts'

/** More than a document is ever read with rules that differ. */
const READINGS_MAX = 50

/** What was said of the document as a whole, newest first; one of them is current. */
export async function listReadings(db: Db, documentId: string): Promise<Served<Reading>[]> {
  return db<Served<Reading>[]>`
    select reading_id, number, version, is_current, model, model_version, prompt_version, summary,
      key_facts, confidence, novelty, input_sha256, input_length, extracted_at, held, addressed,
      coalesce((select jsonb_agg(jsonb_build_object('ticker', i.ticker, 'sentiment', i.sentiment,
          'sentimentScore', i.sentiment_score, 'impactScore', i.impact_score,
          'confidence', i.confidence, 'catalyst', i.catalyst, 'horizon', i.horizon) order by i.ticker)
        from document_impact_records i where i.reading_id = reading.reading_id), '[]') as impacts
    from document_intelligence reading where document_id = ${documentId}
    order by number desc limit ${READINGS_MAX}`
}

/** Its meaning for each company by its current reading, with verbatim quotes. */
export async function listImpacts(
  db: Db,
  documentId: string,
): Promise<Omit<Served<QuotedImpact>, 'because'>[]> {
  return db<Omit<Served<QuotedImpact>, 'because'>[]>`
    select impact_id, ticker, sentiment, sentiment_score, impact_score, record.confidence, catalyst,
      horizon, read_by, quotes, coalesce((select jsonb_agg(jsonb_build_object('kind', 'claim_' || kind, 'quote', quote,
          'state', 'claim_' || case state when 'waiting' then 'open' else state end, 'says', says, 'decidedAt', decided_at) order by kind)
        from document_claims c where c.impact_id = record.impact_id), '[]') as claims
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
      affected_commodities, duration, confidence, summary, quotes, model, model_version,
      prompt_version
    from global_events events where document_id = ${documentId} and ${isStillTold(db)}`
  return row
}
