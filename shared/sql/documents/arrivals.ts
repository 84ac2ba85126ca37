/** What ingestion records: documents as they came in, and how each fetch went. */

import type { SourceType } from '../../contracts/primitives.ts'
import type { Db, Tx } from '../open.ts'

export type NewDocument = {
  documentId: string
  sourceId: string
  sourceType: SourceType
  documentType: 'article' | 'filing'
  contentHash: string
  rawBucket: string
  rawKey: string
  rawSha256: string
  rawMediaType: string
  url: string | null
  title: string
  author: string | null
  publisher: string
  summary: string
  credibilityScore: number
  publishedAt: Date
  hourIsSynthetic: boolean
}

/** Those of the hashes that are stored already. */
export async function readKnownHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db<{ contentHash: string }[]>`
    select content_hash from documents where content_hash = any(${[...hashes]}::text[])`
  return new Set(rows.map(({ contentHash }) => contentHash))
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
    raw_bucket: document.rawBucket,
    raw_key: document.rawKey,
    raw_sha256: document.rawSha256,
    raw_media_type: document.rawMediaType,
    url: document.url,
    title: document.title,
    author: document.author,
    publisher: document.publisher,
    summary: document.summary,
    credibility_score: document.credibilityScore,
    published_at: document.publishedAt.toISOString(),
    hour_is_synthetic: document.hourIsSynthetic,
  }))
  const saved = await tx<{ documentId: string }[]>`
    insert into documents (document_id, source_id, source_type, document_type, content_hash,
      raw_bucket, raw_key, raw_sha256, raw_media_type, url, title, author, publisher, summary,
      credibility_score, published_at, hour_is_synthetic, ingested_at, status_at)
    select r.*, ${now}, ${now} from jsonb_to_recordset(${tx.json(rows)}) as r (document_id uuid,
      source_id uuid, source_type text, document_type text, content_hash text, raw_bucket text,
      raw_key text, raw_sha256 text, raw_media_type text, url text, title text, author text,
      publisher text, summary text, credibility_score double precision,
      published_at timestamptz, hour_is_synthetic boolean)
    order by r.content_hash
    on conflict do nothing returning document_id`
  return new Set(saved.map(({ documentId }) => documentId))
}

export type Run = {
  /** The job's id: a second delivery of it is the same run. */
  ingestionRunId: string
  sourceId: string
  startedAt: Date
  status: 'succeeded' | 'failed'
  itemsFound: number
  itemsNew: number
  error: string | null
}

const ERROR_LENGTH_MAX = 1000

/** Records how a fetch went; what a later delivery of the same job found replaces it. */
export async function saveRun(db: Db, run: Run): Promise<void> {
  await db`
    insert into ingestion_runs (ingestion_run_id, source_id, status, started_at, items_found, items_new, error)
    select ${run.ingestionRunId}, source_id, ${run.status}, ${run.startedAt}, ${run.itemsFound},
      ${run.itemsNew}, ${run.error?.slice(0, ERROR_LENGTH_MAX) ?? null}
    from sources where source_id = ${run.sourceId}
    on conflict (ingestion_run_id) do update set status = excluded.status,
      items_found = excluded.items_found, items_new = excluded.items_new, error = excluded.error`
}

/** Of two copies of one story found at one moment, the one from the earlier kind stands. */
const STORY_SOURCES = ['news_api', 'macro_news', 'web_scrape']

/**
 * Whether another fetch scheduled for the same moment, and ahead of this one, is still to be
 * recorded. Prices are ahead of every document, since what is made of documents reads prices;
 * stories wait for each other by their source's type and id. One that has failed is not waited
 * for.
 */
export async function isAnotherFirst(
  db: Db,
  {
    jobId,
    scheduledAt,
    sourceType,
    sourceId,
  }: { jobId: string; scheduledAt: string; sourceType: SourceType; sourceId: string },
): Promise<boolean> {
  if (sourceType === 'market_api' || sourceType === 'broker') return false
  const [row] = await db<{ first: boolean }[]>`
    select exists (
      select from jobs j cross join lateral (select payload->>'source_type' as kind,
        array_position(${STORY_SOURCES}::text[], payload->>'source_type') as place) as theirs
      where list = 'ingestion' and state = 'queued' and job_id <> ${jobId}
        and payload->>'scheduled_at' = ${scheduledAt}
        and (kind = 'market_api' or (place, payload->>'source_id') <
          (array_position(${STORY_SOURCES}::text[], ${sourceType}), ${sourceId}))
        and not exists (select from ingestion_runs r where r.ingestion_run_id = j.job_id and r.status = 'failed')
    ) as first`
  return row?.first ?? false
}
