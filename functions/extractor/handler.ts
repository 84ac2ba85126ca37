/** extractor: reads meaning out of parsed documents, about companies and about the world. */

import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import type { Registry } from '#shared/domain/document/mentions/registry.ts'
import type { Reader } from '#shared/domain/document/reading/reading.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import type { HandoverFrom } from '#shared/pipeline.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { saveEvent } from '#shared/sql/documents/events.ts'
import {
  readReadable,
  saveExtraction,
  type ReadableDocument,
  type ReadBy,
} from '#shared/sql/documents/readings.ts'
import type { Sql } from '#shared/sql/open.ts'

export type Deps = {
  sql: Sql
  registry: () => Promise<Registry>
  reader: Reader
  /** How many characters of a text are read. */
  textMax: number
}

/** The stage, working on what it is given. */
export function extractor(deps: Deps): Handlers<'extractor'> {
  const { sql, reader, registry, textMax } = deps
  return {
    async extraction(job, { now, signal }) {
      const [document, names] = await Promise.all([readParsed(sql, job.document_id), registry()])
      const text = beginning(job.normalized_text, textMax)
      const mentions = findMentions(names, text, titleLengthIn(text, document.title)).filter(
        ({ company }) => document.mentioned.includes(company.ticker),
      )
      const extraction = await reader.extract(text, mentions, signal)
      const by = readBy(reader, text)
      return async (tx) => {
        const told = await saveExtraction(tx, document, extraction, by, now)
        return told.map((ticker): HandoverFrom<'extractor'> => ({
          to: 'aggregation',
          job: { ticker },
        }))
      }
    },

    async macro_classification(job, { now, signal }) {
      const document = await readParsed(sql, job.document_id)
      const text = beginning(job.normalized_text, textMax)
      const event = await reader.classify(text, signal)
      const by = readBy(reader, text)
      return async (tx) => {
        await saveEvent(tx, document, event, by, now)
        return []
      }
    },
  }
}

async function readParsed(sql: Sql, documentId: string): Promise<ReadableDocument> {
  const document = await readReadable(sql, documentId)
  if (!document) {
    throw new PermanentFault(
      'document_missing',
      `Read document ${documentId}: there is no such document`,
    )
  }
  return document
}

function titleLengthIn(text: string, title: string): number {
  return text.startsWith(title) ? title.length : 0
}

function readBy({ model, modelVersion, promptVersion }: Reader, text: string): ReadBy {
  return { model, modelVersion, promptVersion, inputSha256: sha256(text), inputLength: text.length }
}
