/** extractor: reads meaning out of parsed documents, about companies and about the world. */

import { patient, type StageObjects } from '#shared/clients/objects/patient.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import type { Registry } from '#shared/domain/document/mentions/registry.ts'
import { BadReply } from '#shared/clients/model/server.ts'
import { macroDefaults } from '#shared/domain/macro/impact.ts'
import type { Reader, ReaderIdentity } from '#shared/domain/document/reading/reading.ts'
import { wholeBeginning } from '#shared/domain/document/text/cut.ts'
import type { HandoverFrom } from '#shared/pipeline.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { Handlers, Settle } from '#shared/queue/stage.ts'
import { failReadings } from '#shared/sql/documents/failures.ts'
import { eventIdOf, saveEvent } from '#shared/sql/documents/events.ts'
import { saveMacroImpacts } from '#shared/sql/documents/macro-impacts.ts'
import {
  readReadable,
  saveExtraction,
  type ReadableDocument,
  type ReadBy,
} from '#shared/sql/documents/readings.ts'
import { holdVersion } from '#shared/sql/documents/versions.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readStoredText } from './text.ts'

export type Deps = {
  sql: Sql
  objects: StageObjects
  registry: () => Promise<Registry>
  /** Who reads a document; its agent may be another for each. */
  readerOf: (turn: ReadingTurn) => Promise<Reader>
  /** How many characters of a text are read. */
  textMax: number
  /** Least confidence of an event that moves companies, in [0, 1]. */
  eventConfidenceMin?: number
}

export type ReadingTurn = {
  slug: 'document-extractor' | 'event-classifier'
  documentId: string
  /** Business time. */
  now: Date
  /** How often this document's reading has failed. */
  tries: number
  /** Only the beginning of its text is read. */
  textWasCut: boolean
}

/** The stage, working on what it is given. */
export function extractor(wired: Deps): Handlers<'extractor'> {
  const deps = { ...wired, objects: patient(wired.objects) }
  const { readerOf, registry, eventConfidenceMin = macroDefaults.confidenceMin } = deps
  return {
    async extraction(job, { now, signal }) {
      const [parsed, names] = await Promise.all([readParsed(deps, job.document_id), registry()])
      if (!parsed) return nothing
      const { document, text, turn } = parsed
      const mentions = findMentions(names, text, titleLengthIn(text, document.title)).filter(
        ({ company }) => document.mentioned.includes(company.ticker),
      )
      const reader = await readerOf({ slug: 'document-extractor', ...turn, now })
      const extraction = await withoutBadReply(reader.extract(text, mentions, signal))
      if (extraction instanceof BadReply) return failing(document, extraction, now)
      const by = readBy(extraction.by ?? reader, text)
      return async (tx) => {
        if (!(await holdVersion(tx, document))) return []
        const told = await saveExtraction(tx, document, extraction, by, now)
        return told.map((ticker): HandoverFrom<'extractor'> => ({
          to: 'aggregation',
          job: { ticker },
        }))
      }
    },

    async macro_classification(job, { now, signal }) {
      const parsed = await readParsed(deps, job.document_id, 'macro_event')
      if (!parsed) return nothing
      const { document, text, turn } = parsed
      const reader = await readerOf({ slug: 'event-classifier', ...turn, now })
      const event = await withoutBadReply(reader.classify(text, signal))
      if (event instanceof BadReply) return failing(document, event, now)
      const by = readBy(event?.by ?? reader, text)
      return async (tx) => {
        if (!(await holdVersion(tx, document))) return []
        await saveEvent(tx, document, event, by, now)
        const counts = event !== null && event.confidence >= eventConfidenceMin
        return jobsOf(document, await saveMacroImpacts(tx, document, counts ? event : null, now))
      }
    },
  }
}

/** Whom an event hits hardest is summed up for it at once. */
function jobsOf({ documentId }: ReadableDocument, tickers: string[]): HandoverFrom<'extractor'>[] {
  const macro_event_id = eventIdOf(documentId)
  return tickers.map((ticker) => ({ to: 'aggregation', job: { ticker, macro_event_id } }))
}

/** A reply of no use, after its repair, is what became of the document, and no fault of its job. */
async function withoutBadReply<T>(reading: Promise<T>): Promise<T | BadReply> {
  try {
    return await reading
  } catch (fault) {
    if (fault instanceof BadReply) return fault
    throw fault
  }
}

/** It says why it was not read, and the scheduler has it read again: docs/delivery.md. */
function failing(document: ReadableDocument, { code }: BadReply, now: Date): Settle<'extractor'> {
  return async (tx) => {
    if (await holdVersion(tx, document)) await failReadings(tx, [document.documentId], code, now)
    return []
  }
}

/** Of a version that another replaced since: that one has jobs of its own. */
const nothing = () => Promise.resolve([])

type Parsed = {
  document: ReadableDocument
  text: string
  turn: Omit<ReadingTurn, 'slug' | 'now'>
}

/** What may be read for meaning; the rest was told apart by parsing, whatever a job says. */
const READABLE = ['parsed', 'extracted', 'classified', 'extraction_failed']

/**
 * The document and the beginning of its text, up to a whole sentence, by its id alone; undefined where a correction came in
 * since that is not parsed yet, or is not to be read.
 *
 * @throws PermanentFault where there is none, or it is not one to be read so.
 */
async function readParsed(
  { sql, objects, textMax }: Deps,
  documentId: string,
  type?: 'macro_event',
): Promise<Parsed | undefined> {
  const document = await readReadable(sql, documentId)
  const refuse = (reason: string, why: string) =>
    new PermanentFault(reason, `Read document ${documentId}: ${why}`)
  if (!document) throw refuse('document_missing', 'there is no such document')
  const { status, documentType, version } = document
  if (version > 1 && (!READABLE.includes(status) || (type && documentType !== type)))
    return undefined
  if (!READABLE.includes(status)) throw refuse('not_to_be_read', `it is ${status}`)
  if (type && documentType !== type) throw refuse('not_to_be_read', `it is no ${type}`)
  const whole = await readStoredText(objects, document)
  const text = wholeBeginning(whole, textMax)
  const textWasCut = text.length < whole.length
  return { document, text, turn: { documentId, tries: document.extractionTries, textWasCut } }
}

function titleLengthIn(text: string, title: string): number {
  return text.startsWith(title) ? title.length : 0
}

function readBy({ model, modelVersion, promptVersion }: ReaderIdentity, text: string): ReadBy {
  return { model, modelVersion, promptVersion, inputSha256: sha256(text), inputLength: text.length }
}
