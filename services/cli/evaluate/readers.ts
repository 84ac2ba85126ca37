/** The readers by their names, as an evaluation asks them. */

import type {
  CompanyReading,
  Entity,
  Extraction,
  Reader,
  ReaderIdentity,
} from '#shared/domain/document/reading/reading.ts'
import { SERVER_KINDS } from '#shared/clients/model/settings.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { rulesReader } from '#shared/domain/document/rules/reader.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import type { Class } from '#shared/domain/document/tone/model.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openFinbertReader, openServerReader, openVariantReader } from './model-readers.ts'

export type OpenReader = {
  /** What its readings are stored as: of a model, as its newest answer was. */
  by: () => ReaderIdentity
  /** Its confidence is fitted as it is trained; a table would fit it twice. */
  isCalibratedByWeights?: boolean
  /** What the text says of each entity, in their order. */
  read(text: string, entities: readonly Entity[], signal: AbortSignal): Promise<Answered>
}

/**
 * What was read, and the tokens it took, in and out; null where the reader does not tell. A company that
 * another read in its place, as FinBERT does before a model, says by whom.
 */
export type Answered = { companies: Extraction['companies']; tokens: number | null }

/**
 * How a reader reads; a model is where the environment says, as for the extractor. With a record, replies
 * are kept in it and not asked for again, and the name may be a variant's.
 *
 * @throws UsageError for a name that is none. @throws Error where its settings are missing or wrong.
 */
export async function openReader(name: string, sql?: Sql): Promise<OpenReader> {
  if (name === 'rules-v1') return atHand(rulesReader, extractByRules)
  if (name === 'rules-v2')
    return { ...atHand(toneReader, extractByModel), isCalibratedByWeights: true }
  if (name === 'finbert') return openFinbertReader()
  const kind = SERVER_KINDS.find((one) => one === name)
  return kind ? openServerReader(kind, sql) : openVariantReader(name, sql)
}

/** A reader that asks nobody. */
function atHand(
  by: Reader,
  extract: (text: string, entities: readonly Entity[]) => Extraction,
): OpenReader {
  return {
    by: () => by,
    read: (text, entities) =>
      Promise.resolve({ companies: extract(text, entities).companies, tokens: 0 }),
  }
}

/** Labelled sets know no mixed class: it counts as the side it leans to. */
export function classOf({ sentiment, score }: Pick<CompanyReading, 'sentiment' | 'score'>): Class {
  if (sentiment !== 'mixed') return sentiment
  return score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral'
}
