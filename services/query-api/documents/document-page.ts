/** One document with all that belongs to it, as its page shows it. */

import { beginning } from '#shared/domain/document/text/cut.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { TEXT_MAX, type DocumentPage } from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listMentions, readDocumentDetail } from './documents.ts'
import { listTellings } from './tellings.ts'
import { listImpacts, readGlobalEvent, listReadings } from './readings.ts'

/** A document, its text, whom it names, and what was read out of it. */
export async function readDocumentPage(
  { sql, objects }: { sql: Sql; objects: Objects },
  id: string,
): Promise<Served<DocumentPage> | undefined> {
  const document = await readDocumentDetail(sql, id)
  if (!document) return undefined
  const [mentions, readings, impacts, event, alsoToldBy, text] = await Promise.all([
    listMentions(sql, id),
    listReadings(sql, id),
    listImpacts(sql, id),
    readGlobalEvent(sql, id),
    listTellings(sql, id),
    readText(objects, document.normalizedBucket, document.normalizedKey),
  ])
  return {
    document,
    mentions,
    impacts,
    reading: readings.find(({ isCurrent }) => isCurrent) ?? null,
    earlierReadings: readings.filter(({ isCurrent }) => !isCurrent),
    event: event ?? null,
    alsoToldBy,
    text,
  }
}

/** The normalised text's beginning; null where there is none or its object is gone. */
async function readText(
  objects: Objects,
  bucket: string | null,
  key: string | null,
): Promise<string | null> {
  if (!bucket || !key || !(await objects.has(bucket, key))) return null
  return beginning((await objects.get(bucket, key)).toString('utf8'), TEXT_MAX)
}
