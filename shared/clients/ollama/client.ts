/**
 * Reading by a language model that Ollama serves (POST /api/generate, JSON-schema `format`).
 *
 * A reply that is late, is not JSON or does not fit its schema is a fault: the job is delivered
 * again, and dead-lettered when that helps no more. Source: Ollama's API reference.
 */

import { beginning } from '../../domain/document/text/cut.ts'
import {
  CATALYSTS,
  DURATIONS,
  EVENT_DIRECTIONS,
  SENTIMENTS,
  SEVERITIES,
} from '../../contracts/sets.ts'
import * as v from 'valibot'
import type { Reader } from '../../domain/document/reading/reading.ts'
import { EventReply, ExtractionReply, trustEvent, trustExtraction } from './reply.ts'
import { eventPrompt, extractionPrompt, PROMPT_VERSION } from './prompts.ts'

export type OllamaOptions = { baseUrl: string; model: string; timeoutSeconds: number }

/** A reply longer than this is refused. */
const REPLY_BYTES_MAX = 64 * 1024

const Generated = v.object({ response: v.string(), done: v.literal(true) })

/** A reader that asks the model; it connects when first used. */
export function openOllamaReader(options: OllamaOptions): Reader {
  const [model = options.model, tag = 'latest'] = options.model.split(':')
  return {
    model,
    modelVersion: tag,
    promptVersion: PROMPT_VERSION,
    async extract(text, mentions, signal) {
      const companies = mentions.map(({ company }) => ({
        ticker: company.ticker,
        name: company.legalName,
      }))
      if (companies.length === 0) return { companies: [], keyFacts: [], summary: '', confidence: 0 }
      const reply = await ask(options, extractionPrompt(text, companies), extractionFormat, signal)
      return trustExtraction(
        fit(ExtractionReply, reply),
        text,
        companies.map(({ ticker }) => ticker),
      )
    },
    async classify(text, signal) {
      return trustEvent(
        fit(EventReply, await ask(options, eventPrompt(text), eventFormat, signal)),
        text,
      )
    },
  }
}

async function ask(
  options: OllamaOptions,
  prompt: string,
  format: object,
  signal: AbortSignal,
): Promise<unknown> {
  const { baseUrl, model, timeoutSeconds } = options
  const { Ollama } = await import('ollama')
  // The client has no time-out and no bound of its own: both come with the fetch it is given.
  const client = new Ollama({
    host: baseUrl,
    fetch: async (input, init) => {
      const late = AbortSignal.timeout(timeoutSeconds * 1000)
      const bounded = {
        ...init,
        signal: AbortSignal.any([signal, late]),
        redirect: 'error' as const,
      }
      const reply = await fetch(input, bounded)
      return new Response(await limited(reply), { status: reply.status, headers: reply.headers })
    },
  })
  const reply = await client.generate({
    model,
    prompt,
    format,
    stream: false,
    options: { temperature: 0, seed: 1 },
  })
  return parse(fit(Generated, reply).response)
}

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > REPLY_BYTES_MAX)
      throw new Error(`Read the model's reply: more than ${REPLY_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error("Read the model's reply: it is not JSON", { cause })
  }
}

function fit<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const where = v.getDotPath(result.issues[0]) ?? 'the whole'
  throw new Error(
    `Read the model's reply: ${where} does not fit: ${beginning(result.issues[0].message, 200)}`,
  )
}

const text = { type: 'string' }
const number = { type: 'number' }
const texts = { type: 'array', items: text }
const oneOf = (words: readonly string[]) => ({ type: 'string', enum: words })
const object = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
})

const extractionFormat = object({
  summary: text,
  key_facts: texts,
  companies: {
    type: 'array',
    items: object({
      ticker: text,
      sentiment: oneOf(SENTIMENTS),
      sentiment_score: number,
      impact: number,
      confidence: number,
      catalyst: oneOf(CATALYSTS),
      quotes: texts,
    }),
  },
})

const eventFormat = object({
  is_event: { type: 'boolean' },
  event_type: text,
  severity: oneOf(SEVERITIES),
  direction: oneOf(EVENT_DIRECTIONS),
  regions: texts,
  sectors: texts,
  commodities: texts,
  duration: oneOf(DURATIONS),
  is_international: { type: 'boolean' },
  confidence: number,
  summary: text,
  quotes: texts,
})
