/** Documents as they came in. */

import type { SourceType } from '../../contracts/sources/source-configs.ts'
import type { DateFlag } from '../../domain/document/text/instant.ts'
import type { OwnerRecord } from '../../domain/signal/weight.ts'
import type { Tx } from '../open.ts'

export type NewDocument = {
  documentId: string
  sourceId: string
  sourceType: SourceType
  documentType: 'article' | 'filing'
  /** Of what it is known by; its id derives from it. */
  contentHash: string
  /** Of what people read. */
  contentSha256: string
  /** When its source says it was told. */
  toldAt: Date
  rawBucket: string
  rawKey: string
  rawSha256: string
  rawMediaType: string
  url: string | null
  title: string
  author: string | null
  publisher: string
  publisherDomain: string | null
  summary: string
  credibilityScore: number
  /** Of the owner of its publisher, as it came in. */
  ownerRecord: OwnerRecord
  publishedAt: Date
  hourIsSynthetic: boolean
  dateFlags: readonly DateFlag[]
}

/** Stores documents that are new and returns their ids; one whose hash is known changes nothing. */
export async function saveDocuments(
  tx: Tx,
  documents: readonly NewDocument[],
  now: Date,
): Promise<Set<string>> {
  if (documents.length === 0) return new Set()
  const rows = documents.map((document) => ({
    document_id: document.documentId,
    source_id: document.sourceId,
    source_type: document.sourceType,
    document_type: document.documentType,
    content_hash: document.contentHash,
    content_sha256: document.contentSha256,
    told_at: document.toldAt.toISOString(),
    raw_bucket: document.rawBucket,
    raw_key: document.rawKey,
    raw_sha256: document.rawSha256,
    raw_media_type: document.rawMediaType,
    url: document.url,
    title: document.title,
    author: document.author,
    publisher: document.publisher,
    publisher_domain: document.publisherDomain,
    summary: document.summary,
    credibility_score: document.credibilityScore,
    owner_record: document.ownerRecord,
    published_at: document.publishedAt.toISOString(),
    hour_is_synthetic: document.hourIsSynthetic,
    date_flags: [...document.dateFlags],
  }))
  const saved = await tx<{ documentId: string }[]>`
    insert into documents (document_id, source_id, source_type, document_type, content_hash,
      content_sha256, told_at, raw_bucket, raw_key, raw_sha256, raw_media_type, url, title, author,
      publisher, publisher_domain, summary, credibility_score, owner_record, published_at, hour_is_synthetic,
      date_flags, ingested_at, status_at)
    select r.*, ${now}, ${now} from jsonb_to_recordset(${tx.json(rows)}) as r (document_id uuid,
      source_id uuid, source_type text, document_type text, content_hash text, content_sha256 text,
      told_at timestamptz, raw_bucket text, raw_key text, raw_sha256 text, raw_media_type text, url text, title text, author text,
      publisher text, publisher_domain text, summary text, credibility_score double precision, owner_record text,
      published_at timestamptz, hour_is_synthetic boolean, date_flags text[])
    order by r.content_hash
    on conflict do nothing returning document_id`
  return new Set(saved.map(({ documentId }) => documentId))
}
