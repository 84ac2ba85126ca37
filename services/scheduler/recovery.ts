/** Sends documents that got stuck between parsing and reading for meaning on their way again. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { Handover } from '#shared/pipeline.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  readStuckDocuments,
  touchDocuments,
  type StuckDocument,
} from '#shared/sql/schedule/upkeep.ts'

const STUCK_MINUTES = 240
const GIVE_UP_DAYS = 7
const DOCUMENTS_MAX = 50
const MINUTE_MS = 60_000

/** Writes their jobs anew, at most fifty a round; a document older than a week is left alone. */
export async function recover(
  tx: Tx,
  { objects, textMax }: { objects: Objects; textMax: number },
  now: Date,
): Promise<number> {
  const until = new Date(now.getTime() - STUCK_MINUTES * MINUTE_MS)
  const since = new Date(now.getTime() - GIVE_UP_DAYS * 1440 * MINUTE_MS)
  const stuck = await readStuckDocuments(tx, since, until, DOCUMENTS_MAX)
  const jobs: Handover[] = []
  for (const document of stuck) {
    const text = await readText(objects, document)
    if (text !== undefined) jobs.push(toJob(document, text.slice(0, textMax)))
  }
  await enqueue(tx, jobs, { key: `scheduler:recovery:${now.toISOString()}`, now })
  if (stuck.length > 0)
    await touchDocuments(
      tx,
      stuck.map(({ documentId }) => documentId),
      now,
    )
  return jobs.length
}

function toJob({ documentId, documentType, ticker }: StuckDocument, text: string): Handover {
  const job = { document_id: documentId, normalized_text: text }
  return documentType === 'macro_event'
    ? { to: 'macro_classification', job: { ...job, ticker: '' } }
    : { to: 'extraction', job: { ...job, ticker } }
}

async function readText(
  objects: Objects,
  { normalizedBucket, normalizedKey }: StuckDocument,
): Promise<string | undefined> {
  try {
    return (await objects.get(normalizedBucket, normalizedKey)).toString('utf8')
  } catch (fault) {
    if (fault instanceof ObjectMissing) return undefined
    throw fault
  }
}
