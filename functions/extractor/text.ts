/** The text of a parsed document as it is kept, and nothing that a job says it is. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { getWhole } from '#shared/clients/objects/whole.ts'
import { PermanentFault, PutOff } from '#shared/host/faults.ts'
import type { ReadableDocument } from '#shared/sql/documents/readings.ts'

/**
 * The whole text.
 *
 * @throws PermanentFault where none is kept. @throws Error where it is another than was recorded: it
 * may just be written anew. @throws PutOff of a store that is away.
 */
export async function readStoredText(
  objects: Pick<Objects, 'get'>,
  document: ReadableDocument,
): Promise<string> {
  const { documentId, normalizedBucket: bucket, normalizedKey: key, normalizedSha256 } = document
  if (bucket === null || key === null || normalizedSha256 === null) throw gone(documentId)
  try {
    return (await getWhole(objects, { bucket, key, sha256: normalizedSha256 })).toString('utf8')
  } catch (fault) {
    if (fault instanceof ObjectMissing) throw gone(documentId, fault)
    if (fault instanceof PutOff) throw fault
    throw new Error(`Read document ${documentId}`, { cause: fault })
  }
}

function gone(documentId: string, cause?: unknown): PermanentFault {
  const message = `Read document ${documentId}: its normalised text is not stored`
  return new PermanentFault('text_missing', message, { cause })
}
