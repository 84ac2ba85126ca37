/** What a recommendation rests on, from its trend down to its documents, as it is stored. */

import type { Quote } from '../../domain/document/reading/reading.ts'
import type { EvidenceSide } from '../../domain/signal/evidence.ts'
import type { StoredLayers } from '../../domain/signal/layers.ts'
import type { RecordedTrend } from '../signals/recorded-trends.ts'
import type { Db } from '../open.ts'

export type StoredTrend = Omit<RecordedTrend, 'data'> & {
  scoringVersion: string
  data: Omit<RecordedTrend['data'], 'newestPublishedAt'> & { newestPublishedAt: string | null }
  /** Empty where an older release stored it. */
  signalDigest: string
  macroIds: string[]
  competitiveIds: string[]
  /** Null where an older release stored it. */
  layers: StoredLayers | null
}

export async function readStoredTrend(db: Db, trendId: string): Promise<StoredTrend | undefined> {
  const [row] = await db<StoredTrend[]>`
    select trend_id, ticker, trend_window as window, as_of, direction, strength, confidence,
           contradiction, sentiment_mean, signal_count, source_count, macro_only, pattern_only,
           market, scoring_version, signal_digest, impact_ids, macro_ids, competitive_ids, layers, facts as data
    from trend_history where trend_id = ${trendId}
  `
  return row
}

export type StoredEvidence = {
  side: EvidenceSide
  place: number
  impactId: string
  rankScore: number
  weight: number
  impact: number
  recency: number
  credibility: number
  gate: number
  novelty: number
  marketContext: number
  voice: number
}

export function readStoredEvidence(db: Db, trendId: string): Promise<StoredEvidence[]> {
  return db<StoredEvidence[]>`
    select side, place, impact_id, rank_score, weight, impact, recency, credibility, gate, novelty, market_context,
      voice
    from trend_evidence where trend_id = ${trendId}
    order by side desc, place
  `
}

export type SignalOrigin = {
  impactId: string
  readingId: string
  /** Of the reading among its document's, from 1. */
  number: number
  isCurrent: boolean
  /** Whom it was asked about; null where that was not kept. */
  asked: string[] | null
  documentId: string
  ticker: string
  sentiment: string
  quotes: Quote[]
  recordPublishedAt: Date
  model: string
  modelVersion: string
  promptVersion: string
  inputSha256: string
  inputLength: number
  contentHash: string
  title: string
  publisher: string
  publishedAt: Date
  rawBucket: string
  rawKey: string
  rawSha256: string
  normalizedBucket: string | null
  normalizedKey: string | null
  normalizedSha256: string | null
}

/** The records of the given signals with their readings and documents, oldest first. */
export function readSignalOrigins(db: Db, impactIds: readonly string[]): Promise<SignalOrigin[]> {
  return db<SignalOrigin[]>`
    select record.impact_id, record.reading_id, record.document_id, record.ticker, record.sentiment, record.quotes,
           record.published_at as record_published_at,
           reading.number, reading.is_current, reading.asked, reading.model, reading.model_version, reading.prompt_version, reading.input_sha256, reading.input_length,
           document.content_hash, stood.title, stood.publisher, stood.published_at,
           stood.raw_bucket, stood.raw_key, stood.raw_sha256,
           stood.normalized_bucket, stood.normalized_key, stood.normalized_sha256
    from document_impact_records record
    join document_intelligence reading using (reading_id)
    join documents document on document.document_id = record.document_id
    -- The version that was read, whether it stands or was replaced.
    join lateral (
      select title, publisher, published_at, raw_bucket, raw_key, raw_sha256, normalized_bucket,
        normalized_key, normalized_sha256
      from document_versions v where v.document_id = document.document_id and v.version = reading.version
      union all
      select document.title, document.publisher, document.published_at, document.raw_bucket,
        document.raw_key, document.raw_sha256, document.normalized_bucket, document.normalized_key,
        document.normalized_sha256
      limit 1
    ) stood on true
    where record.impact_id = any(${[...impactIds]}::uuid[])
    order by record.published_at, record.impact_id
  `
}
