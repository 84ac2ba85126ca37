/** The readers by their names, as an evaluation asks them. */

import { openOllamaReader } from '#shared/clients/ollama/client.ts'
import type { CompanyReading, Entity, Extraction } from '#shared/domain/document/reading/reading.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import type { Class } from '#shared/domain/document/tone/model.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { keyedAddress } from '#shared/host/keyed-address.ts'

export type Read = (text: string, entities: readonly Entity[]) => Promise<Extraction>

export const READERS = ['rules-v1', 'rules-v2', 'ollama'] as const
export type ReaderName = (typeof READERS)[number]

/** How a reader reads; Ollama is where the environment says, as for the extractor. */
export function openReader(name: ReaderName): Read {
  if (name === 'rules-v1')
    return (text, entities) => Promise.resolve(extractByRules(text, entities))
  if (name === 'rules-v2')
    return (text, entities) => Promise.resolve(extractByModel(text, entities))
  const url = readEnv('OLLAMA_BASE_URL')
  if (url === '') throw new Error('Ask Ollama: set OLLAMA_BASE_URL')
  const reader = openOllamaReader({
    baseUrl: url.includes('@') ? keyedAddress('OLLAMA_BASE_URL', url) : url,
    model: readEnv('OLLAMA_MODEL'),
    timeoutSeconds: readNumber('OLLAMA_TIMEOUT', 1),
  })
  return (text, entities) =>
    reader.extract(text, entities.map(mentionOf), new AbortController().signal)
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
