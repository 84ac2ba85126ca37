/** Documents as a person reads them: what came in, what was read out of it, for whom. */

import type { Db } from '#shared/sql/open.ts'

export type Impact = {
  ticker: string
  sentiment: string
  sentimentScore: number
  impactScore: number
  confidence: number
  catalyst: string
  horizon: string | null
}
export type Quote = { text: string; start: number; end: number }

export type DocumentRow = {
  documentId: string
  title: string
  publisher: string
  documentType: string
  sourceType: string
  status: string
  statusReason: string | null
  publishedAt: Date
  hourIsSynthetic: boolean
  ingestedAt: Date
  tickers: string[]
  impacts: Impact[]
}

export type DocumentFilter = {
  ticker?: string | undefined
  status?: string | undefined
  limit: number
}

/** Newest first by publication; impacts by ticker. */
export async function listDocuments(
  db: Db,
  { ticker, status, limit }: DocumentFilter,
): Promise<DocumentRow[]> {
  return db<DocumentRow[]>`
    with page as (
      select * from documents d where true
        ${status ? db`and status = ${status}` : db``}
        ${
          ticker
            ? db`and exists (select from document_company_mentions m
            where m.document_id = d.document_id and m.ticker = ${ticker})`
            : db``
        }
      order by published_at desc, document_id limit ${limit}
    )
    select document_id, title, publisher, document_type, source_type, status, status_reason,
      published_at, hour_is_synthetic, ingested_at,
      array(select m.ticker from document_company_mentions m
        where m.document_id = page.document_id order by m.ticker) as tickers,
      coalesce((select jsonb_agg(jsonb_build_object('ticker', i.ticker, 'sentiment', i.sentiment,
          'sentimentScore', i.sentiment_score, 'impactScore', i.impact_score,
          'confidence', i.confidence, 'catalyst', i.catalyst, 'horizon', i.horizon) order by i.ticker)
        from document_impact_records i where i.document_id = page.document_id), '[]') as impacts
    from page order by published_at desc, document_id`
}

export type DocumentDetail = Omit<DocumentRow, 'impacts' | 'tickers'> & {
  sourceName: string | null
  url: string | null
  author: string | null
  summary: string
  credibilityScore: number
  statusAt: Date
  contentHash: string
  rawBucket: string
  rawKey: string
  rawSha256: string
  rawMediaType: string
  normalizedBucket: string | null
  normalizedKey: string | null
  normalizedSha256: string | null
  normalizedLength: number | null
  qualityScore: number | null
  qualityConfidence: string | null
  language: string | null
}

/** One document, or undefined. */
export async function readDocument(
  db: Db,
  documentId: string,
): Promise<DocumentDetail | undefined> {
  const [row] = await db<DocumentDetail[]>`
    select d.document_id, title, publisher, document_type, d.source_type, status, status_reason,
      published_at, hour_is_synthetic, ingested_at, s.source_name, url, author, summary,
      d.credibility_score, status_at, content_hash, raw_bucket, raw_key, raw_sha256, raw_media_type,
      normalized_bucket, normalized_key, normalized_sha256, normalized_length, quality_score,
      quality_confidence, language
    from documents d left join sources s using (source_id) where d.document_id = ${documentId}`
  return row
}

export type Mention = {
  ticker: string
  legalName: string
  alias: string
  firstOffset: number
  mentionCount: number
  inTitle: boolean
}

/** Companies a document names, the most named first. */
export async function listMentions(db: Db, documentId: string): Promise<Mention[]> {
  return db<Mention[]>`
    select m.ticker, c.legal_name, m.alias, m.first_offset, m.mention_count, m.in_title
    from document_company_mentions m join companies c using (company_id)
    where document_id = ${documentId} order by mention_count desc, m.ticker`
}
