/** One document with all that belongs to it, as its page shows it. */

import { beginning } from '#shared/domain/document/text/cut.ts'
import type { Registry } from '#shared/domain/document/mentions/registry.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import {
  TEXT_MAX,
  type DocumentDetail,
  type DocumentPage,
} from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sql } from '#shared/sql/open.ts'
import { sha256 } from '#shared/host/ids.ts'
import { withReasons } from './because.ts'
import { listMentions, readDocumentDetail } from './documents.ts'
import { listEventHits, listEvidenceOf, listJobs } from './effects.ts'
import { listTellings } from './tellings.ts'
import { listImpacts, readGlobalEvent, listReadings } from './readings.ts'

/** A document, its text, whom it names, and what was read out of it. */
export async function readDocumentPage(
  { sql, objects, registry }: { sql: Sql; objects: Objects; registry: () => Promise<Registry> },
  id: string,
): Promise<Served<DocumentPage> | undefined> {
  const document = await readDocumentDetail(sql, id)
  if (!document) return undefined
  const [mentions, readings, impacts, event, hits, jobs, evidenceOf, alsoToldBy, text] =
    await Promise.all([
      listMentions(sql, id),
      listReadings(sql, id),
      listImpacts(sql, id),
      readGlobalEvent(sql, id),
      listEventHits(sql, id),
      listJobs(sql, id),
      listEvidenceOf(sql, id),
      listTellings(sql, id),
      readText(objects, document),
    ])
  const reading = readings.find(({ isCurrent }) => isCurrent)
  return {
    document,
    mentions,
    impacts: await withReasons(registry, impacts, { text, reading, mentions }),
    reading: reading ?? null,
    earlierReadings: readings.filter(({ isCurrent }) => !isCurrent),
    event: event ?? null,
    hits,
    jobs,
    evidenceOf,
    alsoToldBy,
    text,
  }
}

/** The normalised text's beginning; null where there is none, its object is gone, or is another by now. */
async function readText(
  objects: Objects,
  { normalizedBucket: bucket, normalizedKey: key, normalizedSha256 }: Served<DocumentDetail>,
): Promise<string | null> {
  if (!bucket || !key || !(await objects.has(bucket, key))) return null
  const bytes = await objects.get(bucket, key)
  return sha256(bytes) === normalizedSha256 ? beginning(bytes.toString('utf8'), TEXT_MAX) : null
}
