/** What was read out of one document: facts, impacts with their quotes, an event of the world. */

import type { Db } from '#shared/sql/open.ts'
import type { Impact, Quote } from './documents.ts'

export type Intelligence = {
  model: string
  modelVersion: string
  promptVersion: string
  summary: string
  keyFacts: unknown[]
  confidence: number
  novelty: number
  inputSha256: string
  inputLength: number
  extractedAt: Date
}

/** What the model said of the document as a whole; undefined where nothing was extracted. */
export async function readIntelligence(
  db: Db,
  documentId: string,
): Promise<Intelligence | undefined> {
  const [row] = await db<Intelligence[]>`
    select model, model_version, prompt_version, summary, key_facts, confidence, novelty,
      input_sha256, input_length, extracted_at
    from document_intelligence where document_id = ${documentId}`
  return row
}

export type QuotedImpact = Impact & { impactId: string; quotes: Quote[] }

/** Its meaning for each company, with verbatim quotes. */
export async function listImpacts(db: Db, documentId: string): Promise<QuotedImpact[]> {
  return db<QuotedImpact[]>`
    select impact_id, ticker, sentiment, sentiment_score, impact_score, confidence, catalyst,
      horizon, quotes
    from document_impact_records where document_id = ${documentId} order by ticker`
}

export type GlobalEvent = {
  globalEventId: string
  eventType: string
  severity: string
  direction: string
  affectedRegions: string[]
  affectedSectors: string[]
  affectedCommodities: string[]
  duration: string
  confidence: number
  summary: string
  quotes: Quote[]
}

/** The event of the world a document tells of, if it does. */
export async function readGlobalEvent(
  db: Db,
  documentId: string,
): Promise<GlobalEvent | undefined> {
  const [row] = await db<GlobalEvent[]>`
    select global_event_id, event_type, severity, direction, affected_regions, affected_sectors,
      affected_commodities, duration, confidence, summary, quotes
    from global_events where document_id = ${documentId}`
  return row
}
