/** Documents as a person reads them: what came in, what was read out of it, for whom. */

import type { CompanyMention } from '#shared/contracts/api/document-effects.ts'
import type { DocumentDetail, DocumentRow } from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { RowTotal, Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { nextTryAt } from '#shared/sql/schedule/stuck-documents.ts'
import {
  askRow,
  countUpTo,
  goOnWithin,
  inOrderWithin,
  withinDays,
  type AskedDays,
} from '#shared/sql/page.ts'
import { holdsWords } from '#shared/sql/documents/title-words.ts'

type Narrowed = AskedDays & {
  document?: string | undefined
  ticker?: string | undefined
  status?: string | undefined
  words?: string | undefined
}

export type DocumentFilter = Narrowed & {
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'documents', as: 'd', id: 'document_id' }
const ORDER = ['published_at', ['document_id']] as const

/** By publication; impacts by ticker. */
export async function listDocuments(
  db: Db,
  filter: DocumentFilter,
): Promise<Served<DocumentRow>[]> {
  const { ticker, sort, limit, after } = filter
  await askRow(db, listed, after)
  // A ticker's index stands on the mentions, which know the moment too.
  const from = ticker ? { ...listed, as: 'm' } : listed
  return db<Served<DocumentRow>[]>`
    with page as (
      select d.* ${narrowed(db, filter)}
        ${goOnWithin(db, from, ORDER, { after, sort })}
      ${inOrderWithin(db, from, ORDER, sort)} limit ${limit}
    )
    select document_id, title, publisher, document_type, source_type, status, status_reason,
      published_at, hour_is_synthetic, ingested_at,
      array(select m.ticker from document_company_mentions m
        where m.document_id = page.document_id order by m.ticker) as tickers,
      coalesce((select jsonb_agg(jsonb_build_object('ticker', i.ticker, 'sentiment', i.sentiment,
          'sentimentScore', i.sentiment_score, 'impactScore', i.impact_score,
          'confidence', i.confidence, 'catalyst', i.catalyst, 'horizon', i.horizon) order by i.ticker)
        from document_intelligence reading join document_impact_records i using (reading_id)
        where reading.document_id = page.document_id and reading.is_current), '[]') as impacts
    from page ${inOrderWithin(db, { ...listed, as: 'page' }, ORDER, sort)}`
}

/** How many there are. */
export function totalDocuments(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 ${narrowed(db, filter)}`)
}

function narrowed(db: Db, filter: Narrowed) {
  const { document, ticker, status, words } = filter
  return db`
    ${
      ticker
        ? db`from document_company_mentions m join documents d using (document_id)
          where m.ticker = ${ticker}`
        : db`from documents d where true`
    }
    ${document ? db`and d.document_id = ${document}` : db``}
    ${status ? db`and d.status = ${status}` : db``}
    ${words ? db`and ${holdsWords(db, words)}` : db``}
    ${withinDays(db, ticker ? 'm.published_at' : 'd.published_at', filter)}`
}

/** One document, or undefined. */
export async function readDocumentDetail(
  db: Db,
  documentId: string,
): Promise<Served<DocumentDetail> | undefined> {
  const [row] = await db<Served<DocumentDetail>[]>`
    select d.document_id, title, publisher, document_type, d.source_type, status, status_reason,
      published_at, hour_is_synthetic, ingested_at, s.source_id, s.source_name, url, author, summary,
      d.credibility_score, status_at, d.version, content_hash, raw_bucket, raw_key, raw_sha256, raw_media_type,
      normalized_bucket, normalized_key, normalized_sha256, normalized_length, quality_score,
      quality_confidence, quality_parts, quality_reasons, language, date_flags, p.owner, d.owner_record,
      extraction_tries, ${nextTryAt(db)} as next_try_at
    from documents d left join sources s using (source_id)
    left join publishers p on p.domain = d.publisher_domain where d.document_id = ${documentId}`
  return row
}

/** Companies a document names, the most named first. */
export async function listMentions(db: Db, documentId: string): Promise<Served<CompanyMention>[]> {
  return db<Served<CompanyMention>[]>`
    select m.ticker, c.legal_name, m.alias, m.first_offset, m.mention_count, m.in_title
    from document_company_mentions m join companies c using (company_id)
    where document_id = ${documentId} order by mention_count desc, m.ticker`
}
