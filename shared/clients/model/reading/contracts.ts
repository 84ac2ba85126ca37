/** What a model may answer, and the JSON schema that its server holds it to. */

import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { sha256 } from '../../../host/ids.ts'
import { CATALYSTS, DURATIONS, EVENT_DIRECTIONS, SEVERITIES } from '../../../contracts/sets.ts'
import type { Sentiment } from '../../../domain/document/reading/reading.ts'

const NUMBERS_MAX = 3
/** What a model says of shares: a small one leans to `neutral`, and hardly to `neither`. */
export const SHARES_DO = ['rise', 'fall', 'neither', 'both'] as const
export const TONE_OF = {
  rise: 'positive',
  fall: 'negative',
  neither: 'neutral',
  both: 'mixed',
} as const satisfies Record<(typeof SHARES_DO)[number], Sentiment>

/** Numbers of sentences on a sheet of so many. */
function numbers(lines: number) {
  const one = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Math.max(1, lines)))
  return v.pipe(v.array(one), v.minLength(1), v.maxLength(NUMBERS_MAX))
}

/** Of each company asked about, by its key: what its shares do, kind of news, sentences. */
export function companyContract(keys: readonly string[], lines: number) {
  const one = v.strictTuple([v.picklist(SHARES_DO), v.picklist(CATALYSTS), numbers(lines)])
  return v.strictObject(Object.fromEntries(keys.map((key) => [key, one])))
}

export type CompanyReply = v.InferOutput<ReturnType<typeof companyContract>>[string]

/** Of the world: direction, severity, duration, sentences. */
export function eventContract(lines: number) {
  const one = v.strictTuple([
    v.picklist(EVENT_DIRECTIONS),
    v.picklist(SEVERITIES),
    v.picklist(DURATIONS),
    numbers(lines),
  ])
  return v.strictObject({ event: one })
}

/** The schema as servers take it: tuples are `prefixItems`, as llama.cpp and Ollama read them (docs/evaluation.md) and vLLM says it does. */
export function schemaOf(contract: v.GenericSchema): object {
  return tuples(toJsonSchema(contract)) as object
}

/** A short hash of what replies have to fit: of one company and one line, so that it tells of changes alone. */
const versionOf = (contract: v.GenericSchema) =>
  sha256(JSON.stringify(schemaOf(contract))).slice(0, 8)

export const COMPANY_SCHEMA_VERSION = versionOf(companyContract(['KEY'], 1))
export const EVENT_SCHEMA_VERSION = versionOf(eventContract(1))

function tuples(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tuples)
  if (typeof node !== 'object' || node === null) return node
  const { $schema: _, ...kept } = node as Record<string, unknown>
  const told = Object.fromEntries(Object.entries(kept).map(([name, one]) => [name, tuples(one)]))
  if (!Array.isArray(told['items'])) return told
  const { items, additionalItems: __, ...rest } = told
  const count = (items as unknown[]).length
  return { ...rest, prefixItems: items, minItems: count, maxItems: count }
}
