/** Puts companies, documents and their readings into a test database, by SQL alone. */

import { deriveId, sha256 } from '#shared/host/ids.ts'
import { readingIdOf } from '#shared/sql/documents/readings.ts'
import type { Db } from '#shared/sql/open.ts'

/** A tracked company; its id. */
export async function putCompany(sql: Db, ticker: string): Promise<string> {
  const companyId = deriveId('company', ticker)
  await sql`
    insert into companies (company_id, ticker, legal_name, sector)
    values (${companyId}, ${ticker}, ${`${ticker} Inc.`}, 'Technology')
    on conflict do nothing`
  return companyId
}

export type Told = {
  ticker: string
  name: string
  publishedAt: Date
  sentiment?: 'positive' | 'negative' | 'neutral' | 'mixed'
  impact?: number
  confidence?: number
  credibility?: number
  novelty?: number
  publisher?: string
  quality?: number
  text?: string
  quote?: string
  status?: string
  statusAt?: Date
}

export const textOf = ({ name, ticker, text }: Pick<Told, 'name' | 'ticker' | 'text'>) =>
  text ?? `${name}: ${ticker} raised its outlook. Orders grew faster than expected.`

/** The bytes a document came in as. */
export const rawOf = (told: Pick<Told, 'name' | 'ticker' | 'text'>) =>
  JSON.stringify({ text: textOf(told) })

/** A document that names the company; extracted with one impact record unless told otherwise. */
export async function putDocument(
  sql: Db,
  told: Told,
): Promise<{ documentId: string; impactId: string }> {
  const companyId = await putCompany(sql, told.ticker)
  const contentHash = sha256(`${told.ticker} ${told.name}`)
  const documentId = deriveId('document', contentHash)
  const impactId = deriveId('impact', documentId, told.ticker)
  const text = textOf(told)
  const status = told.status ?? 'extracted'
  const statusAt = told.statusAt ?? told.publishedAt
  await sql`
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key,
      raw_sha256, title, publisher, credibility_score, published_at, ingested_at, status, status_at,
      normalized_bucket, normalized_key, normalized_sha256, normalized_length, quality_score)
    values (${documentId}, 'news_api', 'article', ${contentHash}, 'stonks-raw-news',
      ${`raw/${documentId}.json`}, ${sha256(rawOf(told))}, ${`${told.name} headline`},
      ${told.publisher ?? 'Wire'}, ${told.credibility ?? 0.8}, ${told.publishedAt}, ${told.publishedAt},
      ${status}, ${statusAt}, 'stonks-normalized', ${`text/${documentId}.txt`}, ${sha256(text)},
      ${text.length}, ${told.quality ?? 0.9})`
  await sql`
    insert into document_company_mentions (document_id, company_id, ticker, alias)
    values (${documentId}, ${companyId}, ${told.ticker}, ${told.ticker})`
  if (status === 'extracted') await putReading(sql, told, { documentId, impactId, companyId, text })
  return { documentId, impactId }
}

type Ids = { documentId: string; impactId: string; companyId: string; text: string }

async function putReading(
  sql: Db,
  told: Told,
  { documentId, impactId, companyId, text }: Ids,
): Promise<void> {
  const quote = told.quote ?? `${told.ticker} raised its outlook`
  const start = text.indexOf(quote)
  const quotes = start < 0 ? [] : [{ text: quote, start, end: start + quote.length }]
  const by = {
    model: 'rules-v1',
    modelVersion: '1',
    promptVersion: 'none',
    inputSha256: sha256(text),
  }
  const readingId = readingIdOf(documentId, { ...by, inputLength: text.length }, [told.ticker])
  await sql`
    insert into document_intelligence (reading_id, document_id, asked, model, model_version, prompt_version, confidence,
      novelty, input_sha256, input_length, extracted_at)
    values (${readingId}, ${documentId}, ${[told.ticker]}, 'rules-v1', '1', 'none', ${told.confidence ?? 0.7}, ${told.novelty ?? 0.5},
      ${sha256(text)}, ${text.length}, ${told.publishedAt})`
  const sentiment = told.sentiment ?? 'positive'
  const score = { positive: 0.8, negative: -0.8, neutral: 0, mixed: 0 }[sentiment]
  await sql`
    insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment,
      sentiment_score, impact_score, confidence, quotes, published_at, extracted_at)
    values (${impactId}, ${readingId}, ${documentId}, ${companyId}, ${told.ticker}, ${sentiment}, ${score},
      ${told.impact ?? 0.6}, ${told.confidence ?? 0.7}, ${sql.json(quotes)}, ${told.publishedAt},
      ${told.publishedAt})`
}
