/** The text of a parsed document as it is kept, and nothing that a job says it is. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { ReadableDocument } from '#shared/sql/documents/readings.ts'

/**
 * The whole text.
 *
 * @throws PermanentFault where none is kept. @throws Error where it is another than was recorded: it
 * may just be written anew.
 */
export async function readStoredText(
  objects: Pick<Objects, 'get'>,
  document: ReadableDocument,
): Promise<string> {
  const { documentId, normalizedBucket: bucket, normalizedKey: key, normalizedSha256 } = document
  if (bucket === null || key === null) throw gone(documentId)
  const bytes = await objects.get(bucket, key).catch((fault: unknown) => {
    throw fault instanceof ObjectMissing ? gone(documentId, fault) : fault
  })
  if (sha256(bytes) === normalizedSha256) return bytes.toString('utf8')
  throw new Error(
    `Read document ${documentId}: its text is not the one that parsing recorded under ${bucket}/${key}`,
  )
}

function gone(documentId: string, cause?: unknown): PermanentFault {
  const message = `Read document ${documentId}: its normalised text is not stored`
  return new PermanentFault('text_missing', message, { cause })
}
