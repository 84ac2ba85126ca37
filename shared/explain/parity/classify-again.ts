/** An event of the world read again out of its text: by the rules it was read with, or out of the store of a model's replies. */

import type { EventReading } from '../../domain/document/reading/reading.ts'
import { wholeBeginning } from '../../domain/document/text/cut.ts'
import { toneReader } from '../../domain/document/tone/reader.ts'
import type { StoredMacro } from '../../sql/provenance/layers-again.ts'
import { fromReplies, notRead, textAgain, type NotRead, type ReadAgainParts } from './read-again.ts'

export type ClassifiedAgain = { kind: 'read'; event: EventReading | null } | NotRead

type Told = Pick<StoredMacro, 'documentId' | 'model' | 'modelVersion' | 'bucket' | 'key'>

/** The event as this release makes it; how much of a text is read is not kept with it, and is as set now. */
export async function classifyAgain(parts: ReadAgainParts, told: Told): Promise<ClassifiedAgain> {
  const { model, modelVersion, documentId, bucket, key } = told
  const whole = await textAgain(parts, { bucket, key })
  if (whole === null) return notRead('text_gone', 'its text is gone')
  const text = wholeBeginning(whole, parts.textMax)
  if (model === toneReader.model) {
    if (modelVersion !== toneReader.modelVersion)
      return notRead('reader_changed', `it was read by ${modelVersion}`)
    return { kind: 'read', event: await toneReader.classify(text, never) }
  }
  const asked = {
    slug: 'event-classifier' as const,
    model,
    modelVersion,
    documentId,
    textWasCut: text.length < whole.length,
  }
  const read = await fromReplies(parts, asked, (reader) => reader.classify(text, never))
  return read.kind === 'read' ? { kind: 'read', event: read.value } : read
}

const never = new AbortController().signal
