/** Table `document_versions`: what stood of a document before it was corrected. */

import type { Tx } from '../open.ts'
import type { NewDocument } from './new-documents.ts'

export type DocumentVersion = NewDocument & {
  /** The version that it replaces. */
  replaces: number
  /** Whether its source says when it was told; else it keeps the moment that stands. */
  hasMoment: boolean
}

/**
 * Puts a new version in the place of the one that stands, which is kept. The document is to be parsed
 * anew; its readings stay current until the new version is read.
 */
export async function saveVersion(tx: Tx, version: DocumentVersion, now: Date): Promise<void> {
  const { documentId, replaces } = version
  const kept = await tx`
    insert into document_versions (document_id, version, content_sha256, told_at, published_at, came_at,
      replaced_at, status, raw_bucket, raw_key, raw_sha256, raw_media_type, url, title, author,
      publisher, publisher_domain, date_flags, summary, credibility_score, owner_record, normalized_bucket,
      normalized_key, normalized_sha256, normalized_length, quality_score)
    select document_id, version, content_sha256, told_at, published_at,
      coalesce(version_at, ingested_at), ${now}, status, raw_bucket, raw_key, raw_sha256,
      raw_media_type, url, title, author, publisher, publisher_domain, date_flags, summary,
      credibility_score, owner_record, normalized_bucket,
      normalized_key, normalized_sha256, normalized_length, quality_score
    from documents where document_id = ${documentId} and version = ${replaces} for update`
  if (kept.count === 0)
    throw new RangeError(`Store version ${replaces + 1} of document ${documentId}: another stands`)
  await tx`
    update documents set
      version = version + 1, version_at = ${now}, source_id = ${version.sourceId},
      content_sha256 = ${version.contentSha256},
      told_at = case when ${version.hasMoment} then ${version.toldAt} else told_at end,
      published_at = case when ${version.hasMoment} then ${version.publishedAt} else published_at end,
      hour_is_synthetic = case when ${version.hasMoment} then ${version.hourIsSynthetic}
        else hour_is_synthetic end,
      raw_bucket = ${version.rawBucket}, raw_key = ${version.rawKey},
      raw_sha256 = ${version.rawSha256}, raw_media_type = ${version.rawMediaType},
      url = ${version.url}, canonical_url = null, title = ${version.title},
      publisher_domain = ${version.publisherDomain}, date_flags = ${[...version.dateFlags]},
      author = ${version.author}, publisher = ${version.publisher}, summary = ${version.summary},
      credibility_score = ${version.credibilityScore}, owner_record = ${version.ownerRecord},
      status = 'ingested', status_reason = null, status_at = ${now}, extraction_tries = 0,
      normalized_bucket = null, normalized_key = null, normalized_sha256 = null,
      normalized_length = null, quality_score = null, quality_confidence = null,
      quality_parts = null, quality_reasons = null, language = null
    where document_id = ${documentId}`
}

/** Holds a document while what was read of one of its versions is stored; false where another stands. */
export async function holdVersion(
  tx: Tx,
  { documentId, version }: { documentId: string; version: number },
): Promise<boolean> {
  const standing = await tx`
    select from documents where document_id = ${documentId} and version = ${version} for update`
  return standing.count > 0
}
