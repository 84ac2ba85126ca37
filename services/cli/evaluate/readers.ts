/** The readers by their names, as an evaluation asks them. */

import { openModelReader } from '#shared/clients/model/reading/reader.ts'
import { plainAsk } from '#shared/clients/model/reading/plain-turn.ts'
import { BadReply } from '#shared/clients/model/server.ts'
import { openNamedServer, SERVER_KINDS, type ServerKind } from '#shared/clients/model/settings.ts'
import type {
  CompanyReading,
  Entity,
  Extraction,
  Reader,
  ReaderIdentity,
} from '#shared/domain/document/reading/reading.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { rulesReader } from '#shared/domain/document/rules/reader.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import type { Class } from '#shared/domain/document/tone/model.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'

export type OpenReader = {
  /** What its readings are stored as: of a model, as its newest answer was. */
  by: () => ReaderIdentity
  /** Its confidence is fitted as it is trained; a table would fit it twice. */
  isCalibratedByWeights?: boolean
  /** What the text says of each entity, in their order. */
  read(text: string, entities: readonly Entity[], signal: AbortSignal): Promise<Answered>
}

/** What was read, and the tokens it took, in and out; null where the reader does not tell. */
export type Answered = { companies: Extraction['companies']; tokens: number | null }

export const READERS = ['rules-v1', 'rules-v2', ...SERVER_KINDS] as const
export type ReaderName = (typeof READERS)[number]

/** How a reader reads; a model is where the environment says, as for the extractor. */
export function openReader(name: ReaderName): OpenReader {
  if (name === 'rules-v1') return atHand(rulesReader, extractByRules)
  if (name === 'rules-v2')
    return { ...atHand(toneReader, extractByModel), isCalibratedByWeights: true }
  return ofServer(name)
}

/** Tokens of sentences that one question shows. */
const INPUT_TOKENS_MAX = 3_000

/**
 * A reply of no use, after its repair, is no answer to any entity; it ends no evaluation. It asks past the
 * gate of the stages: whoever runs it shares the server with them.
 */
function ofServer(kind: ServerKind): OpenReader {
  const { server, model } = openNamedServer(kind)
  let tokens = 0
  const ask = plainAsk(server, model, (spent) => {
    tokens += spent
  })
  const reader = openModelReader({ ask, tries: 0, inputTokensMax: INPUT_TOKENS_MAX, model })
  let answered: ReaderIdentity | undefined
  return {
    by: () => answered ?? reader,
    async read(text, entities, signal) {
      tokens = 0
      const mentions = entities.map(mentionOf)
      const { companies, by } = await reader
        .extract(text, mentions, signal)
        .catch((fault: unknown): Pick<Extraction, 'companies' | 'by'> => {
          if (!(fault instanceof BadReply)) throw fault
          process.stderr.write(`stonks: no answer (${fault.code}): ${fault.message}\n`)
          return { companies: [] }
        })
      if (by?.model === model) answered = sameVersion(answered, by)
      const answers = mentions.map(
        ({ alias }) => companies.find(({ entity }) => entity === alias) ?? unanswered(alias),
      )
      return { companies: answers, tokens }
    },
  }
}

/** @throws Error where another model runs under the same name meanwhile: they are not measured as one. */
function sameVersion(before: ReaderIdentity | undefined, now: ReaderIdentity): ReaderIdentity {
  if (before && before.modelVersion !== now.modelVersion)
    throw new Error(
      `Evaluate ${now.model}: expected its version ${before.modelVersion}, found ${now.modelVersion}: it was changed meanwhile`,
    )
  return now
}

/** Held back, or not answered: nothing is claimed. */
function unanswered(entity: string): CompanyReading {
  return {
    entity,
    sentiment: 'neutral',
    score: 0,
    impact: 0,
    confidence: 0,
    catalyst: 'other',
    quotes: [],
  }
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

function mentionOf({ name, occurrences }: Entity) {
  const alias = name === '' ? 'the company' : name
  return {
    company: { companyId: alias, ticker: alias, legalName: alias, sector: '', aliases: [] },
    alias,
    firstOffset: occurrences[0]?.start ?? -1,
    count: Math.max(1, occurrences.length),
    inTitle: true,
    occurrences: [...occurrences],
  }
}

/** Labelled sets know no mixed class: it counts as the side it leans to. */
export function classOf({ sentiment, score }: Pick<CompanyReading, 'sentiment' | 'score'>): Class {
  if (sentiment !== 'mixed') return sentiment
  return score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral'
}
