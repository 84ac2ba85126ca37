/**
 * What the world's language model answers, in the shape that was asked for: what it knows under
 * the names that were asked for, and something plain and neutral under all others.
 */

import { beginning } from '#shared/domain/document/text/cut.ts'

type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  prefixItems?: Schema[]
  minItems?: number
  minimum?: number
  maximum?: number
  minLength?: number
  $ref?: string
  $defs?: Record<string, Schema>
  definitions?: Record<string, Schema>
}

/** Words that commit to nothing, in the order they are preferred where a schema lists choices. */
const NEUTRAL = ['neutral', 'neither', 'mixed', 'none', 'other', 'unknown', 'low', 'minor'] as const
const DEPTH_MAX = 12

/** Text for a question; JSON that fits where `format` is `json` or a JSON schema. */
export function replyTo(
  prompt: string,
  format: unknown,
  known: Readonly<Record<string, unknown>> = {},
): string {
  if (format === undefined || format === null || format === '') return summaryOf(prompt)
  if (format === 'json') return JSON.stringify({ summary: summaryOf(prompt) })
  const schema = format as Schema
  const named = { ...schema.definitions, ...schema.$defs }
  const shaped = valueOf(schema, named, prompt, 0)
  if (!schema.properties) return JSON.stringify(shaped)
  const told = Object.entries(known).filter(([name]) => schema.properties?.[name] !== undefined)
  return JSON.stringify({ ...(shaped as object), ...Object.fromEntries(told) })
}

/** The last sentence of the question that is not empty: a summary of the plainest kind. */
function summaryOf(prompt: string): string {
  const sentences = prompt
    .split(/(?<=[.!?])\s+|\n+/)
    .map((each) => each.trim())
    .filter(Boolean)
  return beginning(sentences.at(-1) ?? 'Nothing was asked.', 200)
}

function valueOf(
  schema: Schema,
  named: Record<string, Schema>,
  prompt: string,
  depth: number,
): unknown {
  if (depth > DEPTH_MAX) return null
  if (schema.$ref !== undefined) {
    const target = named[schema.$ref.split('/').at(-1) ?? '']
    return target ? valueOf(target, named, prompt, depth + 1) : null
  }
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return NEUTRAL.find((word) => schema.enum?.includes(word)) ?? schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf
  if (choice?.[0])
    return valueOf(
      choice.find(({ type }) => type === 'null') ?? choice[0],
      named,
      prompt,
      depth + 1,
    )
  const type = Array.isArray(schema.type)
    ? schema.type.includes('null')
      ? 'null'
      : schema.type[0]
    : schema.type
  if (type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties ?? {})
    return Object.fromEntries(
      entries.map(([name, each]) => [name, valueOf(each, named, prompt, depth + 1)]),
    )
  }
  if (type === 'array' && schema.prefixItems)
    return schema.prefixItems.map((each) => valueOf(each, named, prompt, depth + 1))
  if (type === 'array') {
    const count = schema.minItems ?? 0
    return Array.from({ length: count }, () =>
      valueOf(schema.items ?? {}, named, prompt, depth + 1),
    )
  }
  if (type === 'number' || type === 'integer') {
    return Math.min(Math.max(0, schema.minimum ?? 0), schema.maximum ?? Infinity)
  }
  if (type === 'boolean') return false
  if (type === 'string') return summaryOf(prompt).padEnd(schema.minLength ?? 0, '.')
  return null
}
