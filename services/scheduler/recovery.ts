/** Sends documents that got stuck between parsing and reading for meaning, or that a model could not read, on their way again. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { getWhole } from '#shared/clients/objects/whole.ts'
import { plainText } from '#shared/domain/document/text/cut.ts'
import type { Handover } from '#shared/pipeline.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { failReadings } from '#shared/sql/documents/failures.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  readStuckDocuments,
  touchDocuments,
  type StuckDocument,
} from '#shared/sql/schedule/stuck-documents.ts'
import type { DutyErrand, DutySettle } from './duty.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'

const STUCK_MINUTES = 240
const GIVE_UP_DAYS = 7
const DOCUMENTS_MAX = 50

/**
 * Writes their jobs anew, at most fifty a time; a document older than a week is left alone. One
 * whose text is gone is failed with the reason, and one that the store refuses waits another four
 * hours: neither holds up the rest.
 */
export async function recover(
  { sql, objects, textMax }: { sql: Sql; objects: Objects; textMax: number },
  { now, signal }: DutyErrand,
): Promise<DutySettle | 'nothing'> {
  const until = new Date(now.getTime() - STUCK_MINUTES * MINUTE_MS)
  const since = new Date(now.getTime() - GIVE_UP_DAYS * 1440 * MINUTE_MS)
  const stuck = await readStuckDocuments(sql, since, until, now, DOCUMENTS_MAX)
  if (stuck.length === 0) return 'nothing'
  const texts = await readTexts(objects, stuck, signal)
  return async (tx) => {
    // Asked again under the lock: meanwhile some may have been read.
    const still = await readStuckDocuments(tx, since, until, now, DOCUMENTS_MAX)
    const known = still.filter(({ documentId }) => texts.has(documentId))
    const isMissing = ({ documentId }: StuckDocument) => texts.get(documentId) === MISSING
    const jobs = known.flatMap((document): Handover[] => {
      const text = texts.get(document.documentId)
      return typeof text === 'string' ? [toJob(document, plainText(text, textMax))] : []
    })
    await enqueue(tx, jobs, { key: `scheduler:recovery:${now.toISOString()}`, now })
    await touchDocuments(tx, idsOf(known.filter((document) => !isMissing(document))), now)
    await failReadings(tx, idsOf(known.filter(isMissing)), 'text_missing', now)
    return jobs.length
  }
}

function toJob({ documentId, documentType, ticker }: StuckDocument, text: string): Handover {
  const job = { document_id: documentId, normalized_text: text }
  return documentType === 'macro_event'
    ? { to: 'macro_classification', job: { ...job, ticker: '' } }
    : { to: 'extraction', job: { ...job, ticker } }
}

const MISSING = Symbol('missing')
const REFUSED = Symbol('refused')

/**
 * The text of each document.
 *
 * @throws what the store said, where it gave none at all: then it is away.
 */
async function readTexts(
  objects: Objects,
  documents: readonly StuckDocument[],
  signal: AbortSignal,
): Promise<Map<string, string | typeof MISSING | typeof REFUSED>> {
  const texts = new Map<string, string | typeof MISSING | typeof REFUSED>()
  let refusal: unknown
  for (const document of documents) {
    const { documentId, normalizedBucket: bucket, normalizedKey: key } = document
    signal.throwIfAborted()
    try {
      const stored = { bucket, key, sha256: document.normalizedSha256 }
      texts.set(documentId, (await getWhole(objects, stored)).toString('utf8'))
    } catch (fault) {
      // A name that no store could keep is a RangeError.
      const isGone = fault instanceof ObjectMissing || fault instanceof RangeError
      if (!isGone) refusal ??= fault
      texts.set(documentId, isGone ? MISSING : REFUSED)
    }
  }
  if ([...texts.values()].every((text) => text === REFUSED)) throw refusal
  return texts
}

function idsOf(documents: readonly StuckDocument[]): string[] {
  return documents.map(({ documentId }) => documentId)
}
