/** What a signal was read from: the reading, its quotes, the document and its stored bytes. */

import type { Objects } from '../clients/objects/store.ts'
import { deriveId, sha256 } from '../host/ids.ts'
import type { SignalOrigin } from '../sql/provenance/evidence.ts'
import { readingIdOf } from '../sql/documents/readings.ts'
import type { Link } from '../contracts/api/explanation.ts'
import { differs, toLink } from './link.ts'

/** The five links below one signal. */
export async function checkDocument(
  objects: Pick<Objects, 'get'>,
  document: SignalOrigin,
): Promise<Link[]> {
  const { normalizedBucket, normalizedKey, normalizedSha256 } = document
  const [raw, text] = await Promise.all([
    readBytes(objects, document.rawBucket, document.rawKey),
    readBytes(objects, normalizedBucket, normalizedKey),
  ])
  const normalized = typeof text === 'string' ? '' : text.toString('utf8')
  const links = [
    checkReading(document, normalized),
    checkQuotes(document, normalized),
    checkRow(document),
    checkBytes('raw_object', `${document.rawBucket}/${document.rawKey}`, raw, document.rawSha256),
    checkBytes('normalized_text', `${normalizedBucket}/${normalizedKey}`, text, normalizedSha256),
  ]
  return links.map((link) => ({ ...link, impactId: document.impactId }))
}

function checkReading(document: SignalOrigin, normalized: string): Link {
  const { readingId, number, isCurrent, asked } = document
  const { model, modelVersion, promptVersion, inputSha256, inputLength } = document
  return toLink(
    'extraction',
    readingId,
    [
      // From before they were kept beside each other, a document's reading bears its id.
      asked !== null &&
        differs('reading id', readingId, readingIdOf(document.documentId, document, asked)),
      asked === null && differs('reading id', readingId, document.documentId),
      model === '' && 'it names no model',
      modelVersion === '' && 'it names no model version',
      promptVersion === '' && 'it names no prompt version',
      differs(
        'hash of the text that was read',
        inputSha256,
        sha256(normalized.slice(0, inputLength)),
      ),
    ],
    { number, isCurrent, model, modelVersion, promptVersion, inputSha256, inputLength },
  )
}

function checkQuotes({ documentId, quotes }: SignalOrigin, normalized: string): Link {
  const faults = quotes.map(({ text, start, end }) =>
    differs(`the text at ${start} to ${end}`, normalized.slice(start, end), text),
  )
  return toLink('quote', documentId, faults, { quotes })
}

function checkRow(document: SignalOrigin): Link {
  const { documentId, contentHash, publishedAt, recordPublishedAt, title, publisher } = document
  return toLink(
    'document',
    documentId,
    [
      differs('document id', documentId, deriveId('document', contentHash)),
      differs('published at', publishedAt, recordPublishedAt),
    ],
    { title, publisher, publishedAt },
  )
}

function checkBytes(
  link: 'raw_object' | 'normalized_text',
  id: string,
  bytes: Buffer | string,
  expected: string | null,
): Link {
  if (typeof bytes === 'string') return toLink(link, id, [bytes])
  return toLink(link, id, [differs('hash of the bytes', sha256(bytes), expected)], {
    sha256: expected,
    bytes: bytes.length,
  })
}

/** The bytes, or why there are none. */
async function readBytes(
  objects: Pick<Objects, 'get'>,
  bucket: string | null,
  key: string | null,
): Promise<Buffer | string> {
  if (bucket === null || key === null) return 'the document names no such object'
  try {
    return await objects.get(bucket, key)
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'ObjectMissing') return 'the object is gone'
    throw fault
  }
}
