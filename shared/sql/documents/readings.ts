/** Tables `document_intelligence`, `document_impact_records` and `global_events`. */

import {
  NOVELTY_DAYS,
  noveltyOf,
  type EventReading,
  type Extraction,
} from '../../domain/document/reading/reading.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

export type ReadableDocument = {
  documentId: string
  documentType: string
  status: string
  title: string
  publishedAt: Date
  /** Tickers that parsing found in the text, in order of the alphabet. */
  mentioned: string[]
  /** How many documents told of a catalyst for a ticker in the days before this one came in. */
  seen: { ticker: string; catalyst: string; times: number }[]
}

/** A parsed document, with what is needed to read it; undefined where there is none. */
export async function readReadable(
  db: Db,
  documentId: string,
): Promise<ReadableDocument | undefined> {
  const [row] = await db<ReadableDocument[]>`
    select d.document_id, d.document_type, d.status, d.title, d.published_at,
      array(
        select ticker from document_company_mentions
        where document_id = d.document_id and first_offset >= 0
        order by ticker
      ) as mentioned,
      coalesce((
        select jsonb_agg(jsonb_build_object('ticker', ticker, 'catalyst', catalyst, 'times', times))
        from (
          select r.ticker, r.catalyst, count(*)::int as times
          from document_company_mentions m
          cross join lateral (
            select r.ticker, r.catalyst from document_impact_records r
            where r.ticker = m.ticker
              and r.document_id <> d.document_id
              and r.published_at > d.published_at - make_interval(days => ${NOVELTY_DAYS})
              and r.published_at <= d.published_at
              -- Only what was read before this one came in, so that the order in which
              -- documents of one moment are read changes nothing.
              and r.extracted_at < d.ingested_at
            offset 0
          ) r
          where m.document_id = d.document_id
          group by r.ticker, r.catalyst
        ) as counts
      ), '[]') as seen
    from documents d
    where d.document_id = ${documentId}
  `
  return row
}

export type ReadBy = {
  model: string
  modelVersion: string
  promptVersion: string
  inputSha256: string
  inputLength: number
}

/**
 * Stores what a reader found in a document, in one statement: the document's intelligence, one
 * impact record a company, the new status. Running it again replaces it by the same.
 */
export async function saveExtraction(
  tx: Tx,
  document: ReadableDocument,
  extraction: Extraction,
  by: ReadBy,
  now: Date,
): Promise<void> {
  const { documentId } = document
  const impacts = rowsOf(document, extraction)
  const novelty = newest(document, extraction)
  await tx`
    with read as (
      insert into document_intelligence as i (document_id, model, model_version, prompt_version, summary,
        key_facts, confidence, novelty, input_sha256, input_length, extracted_at)
      values (${documentId}, ${by.model}, ${by.modelVersion}, ${by.promptVersion}, ${extraction.summary},
        ${tx.json(extraction.keyFacts)}, ${extraction.confidence}, ${novelty}, ${by.inputSha256},
        ${by.inputLength}, ${now})
      on conflict (document_id) do update set
        model = excluded.model, model_version = excluded.model_version, prompt_version = excluded.prompt_version,
        summary = excluded.summary, key_facts = excluded.key_facts, confidence = excluded.confidence,
        input_sha256 = excluded.input_sha256, input_length = excluded.input_length
    ), found as (
      select * from jsonb_to_recordset(${tx.json(impacts)}) as f (
        impact_id uuid, ticker text, sentiment text, sentiment_score double precision,
        impact_score double precision, confidence double precision, catalyst text, quotes jsonb
      )
    ), gone as (
      delete from document_impact_records
      where document_id = ${documentId} and ticker not in (select ticker from found)
    ), kept as (
      insert into document_impact_records as r (impact_id, document_id, company_id, ticker, sentiment,
        sentiment_score, impact_score, confidence, catalyst, quotes, published_at, extracted_at)
      select impact_id, ${documentId}::uuid, company_id, ticker, sentiment, sentiment_score, impact_score,
        confidence, catalyst, quotes, ${document.publishedAt}, ${now}
      from found join companies using (ticker)
      on conflict (document_id, company_id) do update set
        sentiment = excluded.sentiment, sentiment_score = excluded.sentiment_score,
        impact_score = excluded.impact_score, confidence = excluded.confidence, catalyst = excluded.catalyst,
        quotes = excluded.quotes
    )
    update documents set status = 'extracted', status_reason = null, status_at = ${now}
    where document_id = ${documentId}
  `
}

function rowsOf({ documentId }: ReadableDocument, { companies }: Extraction) {
  return companies.map((company) => ({
    impact_id: deriveId('impact', documentId, company.entity),
    ticker: company.entity,
    sentiment: company.sentiment,
    sentiment_score: company.score,
    impact_score: company.impact,
    confidence: company.confidence,
    catalyst: company.catalyst,
    quotes: company.quotes,
  }))
}

/** Of several companies the one with the newest news counts; 0 where there is none. */
function newest({ seen }: ReadableDocument, { companies }: Extraction): number {
  const times = companies.map(
    ({ entity, catalyst }) =>
      seen.find((one) => one.ticker === entity && one.catalyst === catalyst)?.times ?? 0,
  )
  return times.length === 0 ? 0 : noveltyOf(Math.min(...times))
}

/** Stores the event a document tells of, or that it tells of none. Safe to run again. */
export async function saveEvent(
  tx: Tx,
  document: ReadableDocument,
  event: EventReading | null,
  by: ReadBy,
  now: Date,
): Promise<void> {
  const { documentId } = document
  if (event) {
    await tx`
      insert into global_events (global_event_id, document_id, event_type, severity, direction, affected_regions,
        affected_sectors, affected_commodities, duration, is_international, confidence, summary, quotes, model,
        model_version, prompt_version, occurred_at, classified_at)
      values (${deriveId('global_event', documentId)}, ${documentId}, ${event.eventType}, ${event.severity},
        ${event.direction}, ${tx.json(event.regions)}, ${tx.json(event.sectors)}, ${tx.json(event.commodities)},
        ${event.duration}, ${event.isInternational}, ${event.confidence}, ${event.summary}, ${tx.json(event.quotes)},
        ${by.model}, ${by.modelVersion}, ${by.promptVersion}, ${document.publishedAt}, ${now})
      on conflict (document_id) do update set
        event_type = excluded.event_type, severity = excluded.severity, direction = excluded.direction,
        affected_regions = excluded.affected_regions, affected_sectors = excluded.affected_sectors,
        affected_commodities = excluded.affected_commodities, duration = excluded.duration,
        is_international = excluded.is_international, confidence = excluded.confidence,
        summary = excluded.summary, quotes = excluded.quotes, model = excluded.model,
        model_version = excluded.model_version, prompt_version = excluded.prompt_version
    `
  }
  await tx`
    update documents set status = 'classified', status_reason = ${event ? null : 'no_event'}, status_at = ${now}
    where document_id = ${documentId}
  `
}
