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
import { fetchKeyed, readLimited } from '../keyed/fetch.ts'
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
  const { model, timeoutSeconds } = options
  const { baseUrl, headers } = withoutUser(options.baseUrl)
  const { Ollama } = await import('ollama')
  // The client has no time-out and no bound of its own: both come with the fetch it is given.
  const client = new Ollama({
    host: baseUrl,
    headers,
    fetch: async (input, init) => {
      const late = AbortSignal.timeout(timeoutSeconds * 1000)
      const address = input instanceof Request ? input.url : input
      const reply = await fetchKeyed(address, { ...init, signal: AbortSignal.any([signal, late]) })
      const body = await readLimited(reply, REPLY_BYTES_MAX, tooLong)
      return new Response(body.toString('utf8'), { status: reply.status, headers: reply.headers })
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

/** A user and password in the address go in a header: `fetch` refuses them where they stand. */
function withoutUser(address: string): { baseUrl: string; headers: Record<string, string> } {
  const url = new URL(address)
  if (!url.username && !url.password) return { baseUrl: address, headers: {} }
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  const authorization = `Basic ${Buffer.from(user).toString('base64')}`
  return { baseUrl: url.href.replace(/\/$/, ''), headers: { authorization } }
}

function tooLong(): Error {
  return new Error(`Read the model's reply: more than ${REPLY_BYTES_MAX} bytes`)
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
