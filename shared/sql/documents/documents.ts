/** Tables `documents` and `document_company_mentions`: what came in, and what it became. */

import type { SourceType } from '../../contracts/sources/source-configs.ts'
import type { Mention } from '../../domain/document/mentions/mentions.ts'
import { cleanText, cleanTextOf } from '../../domain/document/text/clean.ts'
import type { Quality } from '../../domain/document/quality.ts'
import type { Db, Tx } from '../open.ts'

export type StoredDocument = {
  documentId: string
  sourceType: SourceType
  documentType: string
  rawBucket: string
  rawKey: string
  rawSha256: string
  rawMediaType: string
  url: string | null
  title: string
  author: string | null
  publisher: string
  publishedAt: Date
  ingestedAt: Date
  status: string
  /** The version that stands, from 1. */
  version: number
}

/** One document as ingestion stored it; undefined where there is none. */
export async function readDocument(
  db: Db,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const [row] = await db<StoredDocument[]>`
    select document_id, source_type, document_type, raw_bucket, raw_key, raw_sha256, raw_media_type, url,
      title, author, publisher, published_at, ingested_at, status, version
    from documents
    where document_id = ${documentId}
  `
  return row
}

export type ParsedDocument = {
  documentId: string
  documentType: string
  status: 'parsed' | 'low_quality' | 'no_text' | 'untracked'
  statusReason: string | null
  title: string
  author: string | null
  publisher: string
  canonicalUrl: string | null
  summary: string
  normalized: { bucket: string; key: string; sha256: string; length: number } | null
  quality: Quality | null
  language: string | null
  mentions: readonly Mention[]
}

/**
 * Stores what parsing made of a document, its mentions included, in one statement.
 *
 * Safe to run again: a document that was already read for meaning keeps that status.
 */
export async function saveParsed(tx: Tx, parsed: ParsedDocument, now: Date): Promise<void> {
  const { documentId, normalized, quality, mentions } = parsed
  const rows = mentions.map((mention) => ({
    company_id: mention.company.companyId,
    ticker: mention.company.ticker,
    alias: mention.alias,
    first_offset: mention.firstOffset,
    mention_count: mention.count,
    in_title: mention.inTitle,
  }))
  await tx`
    with named as (
      select * from jsonb_to_recordset(${tx.json(rows)}) as m (
        company_id uuid, ticker text, alias text, first_offset integer, mention_count integer, in_title boolean
      )
    ), kept as (
      insert into document_company_mentions as m
        (document_id, company_id, ticker, alias, first_offset, mention_count, in_title)
      select ${documentId}::uuid, company_id, ticker, alias, first_offset, mention_count, in_title
      from named join companies using (company_id, ticker)
      on conflict (document_id, company_id) do update set
        ticker = excluded.ticker, alias = excluded.alias, first_offset = excluded.first_offset,
        mention_count = excluded.mention_count, in_title = excluded.in_title, published_at = excluded.published_at
    ), gone as (
      delete from document_company_mentions
      where document_id = ${documentId} and company_id not in (select company_id from named)
    )
    update documents set
      document_type = ${parsed.documentType},
      status = case
        when status in ('extracted', 'classified') and ${parsed.status} = 'parsed' then status
        else ${parsed.status}
      end,
      status_reason = ${parsed.statusReason},
      status_at = ${now},
      title = ${cleanText(parsed.title)},
      author = ${cleanTextOf(parsed.author)},
      publisher = ${cleanText(parsed.publisher)},
      canonical_url = ${cleanTextOf(parsed.canonicalUrl)},
      summary = ${cleanText(parsed.summary)},
      normalized_bucket = ${normalized?.bucket ?? null}, normalized_key = ${normalized?.key ?? null},
      normalized_sha256 = ${normalized?.sha256 ?? null},
      normalized_length = ${normalized?.length ?? null},
      quality_score = ${quality?.score ?? null}, quality_reasons = ${quality?.reasons ?? null},
      quality_confidence = ${quality?.confidence ?? null},
      quality_parts = ${quality ? tx.json(quality.signals) : null},
      language = ${parsed.language}
    where document_id = ${documentId}
  `
}
