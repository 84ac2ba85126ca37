/** Turns what an adapter found into stored payloads and rows: the payload first, then its row. */

import type { StageObjects } from '#shared/clients/objects/patient.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { toldAtOf } from '#shared/domain/document/correction.ts'
import type { Change } from '#shared/domain/document/judge.ts'
import type { OwnerStanding } from '#shared/domain/source/record.ts'
import type { FoundDocument, Raw } from '#shared/domain/source/found.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { NewDocument } from '#shared/sql/documents/new-documents.ts'

/** Where the payload of each document lies. */
export type KeptRaws = ReadonlyMap<FoundDocument, { key: string; digest: string }>

const EXTENSION = { 'application/json': 'json', 'text/html': 'html', 'text/plain': 'txt' } as const
const PUTS_AT_ONCE = 8

/** Stores the payloads of what is new. */
export async function keepRaws(
  objects: StageObjects,
  documents: readonly FoundDocument[],
): Promise<KeptRaws> {
  const kept = new Map<FoundDocument, { key: string; digest: string }>()
  for (let at = 0; at < documents.length; at += PUTS_AT_ONCE) {
    const batch = documents.slice(at, at + PUTS_AT_ONCE)
    const places = await Promise.all(
      batch.map(({ raw, publishedAt }) => keepRaw(objects, raw, publishedAt)),
    )
    for (const [place, document] of batch.entries())
      kept.set(document, places[place] as { key: string; digest: string })
  }
  return kept
}

/** What the row of a change will be. */
export function documentRowOf(
  { item, seed, standing }: Change,
  { source_id: sourceId, source_type: sourceType }: IngestionJob,
  raws: KeptRaws,
  standingOf: (document: FoundDocument) => OwnerStanding,
): NewDocument {
  const {
    identity: _identity,
    raw,
    ticker: _ticker,
    content: _content,
    revisedAt: _revised,
    sourceItemId: _id,
    publisherDomain,
    dateFlags,
    ...rest
  } = item.document
  const place = raws.get(item.document)
  // Another fetch changed what stands in between; delivered again, this one sees it.
  if (!place)
    throw new Error(`Store a document of source ${sourceId}: its payload is not stored yet`)
  const contentHash = sha256(seed)
  const { record, credibility } = standingOf(item.document)
  return {
    ...rest,
    credibilityScore: credibility,
    ownerRecord: record,
    publisherDomain: publisherDomain ?? null,
    dateFlags: dateFlags ?? [],
    documentId: standing?.documentId ?? deriveId('document', contentHash),
    sourceId,
    sourceType,
    contentHash,
    contentSha256: item.content,
    toldAt: toldAtOf(item.document) ?? item.document.publishedAt,
    rawBucket: raw.bucket,
    rawKey: place.key,
    rawSha256: place.digest,
    rawMediaType: raw.mediaType,
  }
}

/** Stores bytes under their own digest: the same bytes of a day are one object. */
export async function keepRaw(
  objects: StageObjects,
  raw: Raw,
  at: Date,
): Promise<{ key: string; digest: string }> {
  const digest = sha256(raw.bytes)
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/')
  const key = `${day}/${digest}.${EXTENSION[raw.mediaType]}`
  await objects.put(raw.bucket, key, raw.bytes, raw.mediaType)
  return { key, digest }
}
