/** Tables `document_intelligence` and `document_impact_records`: readings, and what they say of whom. */

import {
  NOVELTY_DAYS,
  noveltyAmong,
  type Extraction,
} from '../../domain/document/reading/reading.ts'
import { calibrateExtraction } from '../../domain/quality/calibrated.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { judgeClaims } from '../claims/judge-claims.ts'
import { impactRowsOf } from './impact-rows.ts'
import { readCalibrationPoints } from '../quality/calibrations.ts'
import { makeCurrent } from './current-readings.ts'

export type ReadableDocument = {
  documentId: string
  documentType: string
  status: string
  version: number
  title: string
  publishedAt: Date
  /** Where its text is kept, and its hash; null where parsing made none. */
  normalizedBucket: string | null
  normalizedKey: string | null
  normalizedSha256: string | null
  /** How often its reading has failed. */
  extractionTries: number
  /** Tickers that parsing found in the text, in order of the alphabet. */
  mentioned: string[]
  /** How many documents told of a catalyst for a ticker in the days before this one came in. */
  seen: { ticker: string; catalyst: string; times: number }[]
  /** Its readings so far, in their order. */
  readings: PastReading[]
}

/** An earlier reading of a document, and the companies it spoke of. */
export type PastReading = { readingId: string; isCurrent: boolean; tickers: string[] }

/** A parsed document, with what is needed to read it; undefined where there is none. */
export async function readReadable(
  db: Db,
  documentId: string,
): Promise<ReadableDocument | undefined> {
  const [row] = await db<ReadableDocument[]>`
    select d.document_id, document_type, status, version, title, published_at, normalized_bucket,
      normalized_key, normalized_sha256, extraction_tries, array(
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
            where r.ticker = m.ticker and r.is_current
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
      ), '[]') as seen,
      coalesce((
        select jsonb_agg(jsonb_build_object('readingId', i.reading_id, 'isCurrent', i.is_current,
          'tickers', array(select ticker from document_impact_records where reading_id = i.reading_id))
          order by i.number)
        from document_intelligence i where i.document_id = d.document_id
      ), '[]') as readings
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

/** A reading is known by what was asked, of whom: the same question is answered once. */
export function readingIdOf(documentId: string, by: ReadBy, asked: readonly string[]): string {
  const { model, modelVersion, promptVersion, inputSha256 } = by
  return deriveId('reading', documentId, model, modelVersion, promptVersion, inputSha256, ...asked)
}

/**
 * Stores what a reader found in a document as its current reading: the reading, one impact record a
 * company, the new status. An earlier reading stays, for what rests on it; one that was made before
 * becomes current again as it is, since `now`. Running it again changes nothing.
 *
 * The caller holds the document. Returns the tickers whose signals are others now, in order.
 */
export async function saveExtraction(
  tx: Tx,
  document: ReadableDocument,
  extraction: Extraction,
  by: ReadBy,
  now: Date,
): Promise<string[]> {
  const { documentId, readings } = document
  const readingId = readingIdOf(documentId, by, document.mentioned)
  const known = readings.find((past) => past.readingId === readingId)
  const told = known?.tickers ?? extraction.companies.map(({ entity }) => entity)
  if (readings.length > 0) await makeCurrent(tx, { documentId, readingId, now })
  if (known) {
    await tx`update documents set status = 'extracted', status_reason = null, status_at = ${now},
      extraction_tries = 0
      where document_id = ${documentId}`
  } else {
    const number = readings.length + 1
    await insertReading(tx, document, { extraction, by, readingId, number }, now)
  }
  const before = readings.filter(({ isCurrent }) => isCurrent).flatMap(({ tickers }) => tickers)
  return [...new Set([...before, ...told])].sort()
}

type NewReading = { extraction: Extraction; by: ReadBy; readingId: string; number: number }

async function insertReading(
  tx: Tx,
  document: ReadableDocument,
  { extraction: read, by, readingId, number }: NewReading,
  now: Date,
): Promise<void> {
  const { documentId, mentioned } = document
  const points = await readCalibrationPoints(tx, by)
  const extraction = points ? calibrateExtraction(read, points) : read
  const impacts = impactRowsOf({ documentId, readingId, number }, extraction)
  await tx`
    with read as (
      insert into document_intelligence (reading_id, document_id, number, asked, model, model_version,
        prompt_version, summary, key_facts, confidence, novelty, input_sha256, input_length, extracted_at,
        version, held, addressed)
      values (${readingId}, ${documentId}, ${number}, ${mentioned}, ${by.model}, ${by.modelVersion},
        ${by.promptVersion}, ${extraction.summary}, ${tx.json(extraction.keyFacts)},
        ${extraction.confidence}, ${noveltyAmong(document.seen, extraction)}, ${by.inputSha256},
        ${by.inputLength}, ${now}, ${document.version}, ${tx.json(extraction.held ?? [])},
        ${extraction.addressed ?? 0})
      on conflict (reading_id) do nothing
    ), kept as (
      insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker,
        sentiment, sentiment_score, impact_score, confidence, raw_confidence, catalyst, quotes, read_by,
        rules_sentiment, rules_impact, rules_confidence, published_at, extracted_at)
      select impact_id, ${readingId}::uuid, ${documentId}::uuid, company_id, ticker, sentiment,
        sentiment_score, impact_score, confidence, raw_confidence, catalyst, quotes, read_by,
        rules_sentiment, rules_impact, rules_confidence, ${document.publishedAt}, ${now}
      from jsonb_to_recordset(${tx.json(impacts)}) as found (
        impact_id uuid, ticker text, sentiment text, sentiment_score double precision,
        impact_score double precision, confidence double precision, raw_confidence double precision, catalyst text, quotes jsonb,
        read_by text, rules_sentiment text, rules_impact double precision, rules_confidence double precision
      ) join companies using (ticker)
      on conflict (impact_id) do nothing
    )
    update documents set status = 'extracted', status_reason = null, status_at = ${now},
      extraction_tries = 0
    where document_id = ${documentId}
  `
  // A filing is what such claims are checked by.
  if (document.documentType !== 'filing') await judgeClaims(tx, impacts, extraction, now)
}
