/** Turns what an adapter found into stored payloads and rows: the payload first, then its row. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import type { FoundDocument, Raw } from '#shared/domain/source/found.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { NewDocument } from '#shared/sql/documents/new-documents.ts'

export type Kept = NewDocument & { ticker: string }

const EXTENSION = { 'application/json': 'json', 'text/html': 'html', 'text/plain': 'txt' } as const
const PUTS_AT_ONCE = 8

/** Documents in the order they were published, each identity once. */
export function distinct(
  documents: readonly FoundDocument[],
): { document: FoundDocument; contentHash: string }[] {
  const byHash = new Map<string, FoundDocument>()
  for (const document of [...documents].sort(earlierFirst)) {
    const contentHash = sha256(document.identity)
    if (!byHash.has(contentHash)) byHash.set(contentHash, document)
  }
  return [...byHash].map(([contentHash, document]) => ({ document, contentHash }))
}

/** Stores the payloads and says what their rows will be. */
export async function keepDocuments(
  objects: Objects,
  job: IngestionJob,
  found: readonly { document: FoundDocument; contentHash: string }[],
): Promise<Kept[]> {
  const kept: Kept[] = []
  for (let at = 0; at < found.length; at += PUTS_AT_ONCE) {
    const batch = found.slice(at, at + PUTS_AT_ONCE)
    kept.push(
      ...(await Promise.all(
        batch.map(({ document, contentHash }) => keepDocument(objects, job, document, contentHash)),
      )),
    )
  }
  return kept
}

async function keepDocument(
  objects: Objects,
  job: IngestionJob,
  document: FoundDocument,
  contentHash: string,
): Promise<Kept> {
  const {
    identity: _identity,
    raw,
    sourceItemId: _id,
    publisherDomain,
    dateFlags,
    ...rest
  } = document
  const { key, digest } = await keepRaw(objects, raw, document.publishedAt)
  return {
    ...rest,
    publisherDomain: publisherDomain ?? null,
    dateFlags: dateFlags ?? [],
    documentId: deriveId('document', contentHash),
    sourceId: job.source_id,
    sourceType: job.source_type,
    contentHash,
    rawBucket: raw.bucket,
    rawKey: key,
    rawSha256: digest,
    rawMediaType: raw.mediaType,
  }
}

/** Stores bytes under their own digest: the same bytes of a day are one object. */
export async function keepRaw(
  objects: Objects,
  raw: Raw,
  at: Date,
): Promise<{ key: string; digest: string }> {
  const digest = sha256(raw.bytes)
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/')
  const key = `${day}/${digest}.${EXTENSION[raw.mediaType]}`
  await objects.put(raw.bucket, key, raw.bytes, raw.mediaType)
  return { key, digest }
}

function earlierFirst(a: FoundDocument, b: FoundDocument): number {
  return (
    a.publishedAt.getTime() - b.publishedAt.getTime() || Buffer.compare(a.raw.bytes, b.raw.bytes)
  )
}
