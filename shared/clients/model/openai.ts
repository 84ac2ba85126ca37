/**
 * A server of OpenAI's wire form, vLLM or llama.cpp: POST /v1/chat/completions, answered in events.
 *
 * Source: OpenAI's API reference, "Create chat completion"; llama.cpp's server and vLLM both bind the
 * reply to a JSON schema by `response_format`.
 */

import * as v from 'valibot'
import { beginning } from '../../domain/document/text/cut.ts'
import { sha256 } from '../../host/ids.ts'
import { modelAddress, type ModelAddress } from './address.ts'
import type { ModelLimits } from './limits.ts'
import { openServer, type BareAnswer } from './open-server.ts'
import { expectPromptRead } from './prompt-read.ts'
import { BadReply, type ModelAsk, type ModelServer } from './server.ts'
import { noSuchModel, ServerRefusal } from './refusal.ts'
import { jsonFrom, linesFrom } from './stream.ts'

export type OpenAiSettings = { baseUrl: string; key: string; limits: ModelLimits }

const Words = v.nullish(v.string(), '')
const Event = v.object({
  choices: v.optional(
    v.array(
      v.object({
        delta: v.optional(v.object({ content: Words, reasoning_content: Words, reasoning: Words })),
        finish_reason: v.nullish(v.string()),
      }),
    ),
    [],
  ),
  usage: v.nullish(
    v.object({ prompt_tokens: v.number(), completion_tokens: v.optional(v.number(), 0) }),
  ),
  error: v.optional(v.unknown()),
})
type Event = v.InferOutput<typeof Event>

const Models = v.object({
  data: v.array(v.looseObject({ id: v.string(), meta: v.optional(v.unknown()) })),
})

export function openOpenAi({ baseUrl, key, limits }: OpenAiSettings): ModelServer {
  const found = modelAddress(baseUrl, key)
  const base = /\/v\d+$/.test(found.base) ? found.base : `${found.base}/v1`
  const address = { ...found, base }
  return openServer({
    kind: 'openai',
    readVersion: (model, signal) => readModel(address, limits, model, signal),
    answer: (ask, signal) => complete(address, limits, ask, signal),
  })
}

async function complete(
  { base, headers }: ModelAddress,
  limits: ModelLimits,
  ask: ModelAsk,
  signal: AbortSignal,
): Promise<BareAnswer> {
  const started = performance.now()
  const url = new URL(`${base}/chat/completions`)
  let [text, thoughts, ended] = ['', 0, '']
  let usage: Event['usage']
  for await (const line of linesFrom({ url, headers, body: bodyOf(ask), limits, signal })) {
    const event = eventOf(line, url.host)
    if (event === undefined) continue
    usage = event.usage ?? usage
    for (const { delta, finish_reason } of event.choices) {
      text += delta?.content ?? ''
      thoughts += (delta?.reasoning_content || delta?.reasoning || '').length
      ended = finish_reason ?? ended
    }
  }
  expectWhole({ text, thoughts, ended }, ask)
  const latencyMs = Math.round(performance.now() - started)
  const { prompt_tokens: tokensIn = 0, completion_tokens: tokensOut = 0 } = usage ?? {}
  // vLLM's truncate_prompt_tokens and some gateways cut without a word.
  const characters = ask.system.length + ask.prompt.length
  expectPromptRead(ask, { counted: tokensIn, characters })
  return { text, tokensIn, tokensOut, latencyMs }
}

function bodyOf({ model, system, prompt, schema, replyTokensMax, seed }: ModelAsk): object {
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: prompt },
    ],
    ...(schema && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'reply', strict: true, schema },
      },
    }),
    max_tokens: replyTokensMax,
    // Without chance another seed would say the same again.
    temperature: seed === 1 ? 0 : 0.5,
    seed,
    stream: true,
    stream_options: { include_usage: true },
    chat_template_kwargs: { enable_thinking: false },
  }
}

/** One event; undefined for what is none: comments, the end. */
function eventOf(line: string, host: string): Event | undefined {
  if (!line.startsWith('data:')) {
    if (/^(?::|event:|id:|retry:)/.test(line)) return undefined
    const words = `Ask ${host}: expected events, found ${beginning(line, 80)}`
    throw new BadReply('model_not_json', words)
  }
  const data = line.slice(5).trim()
  if (data === '[DONE]') return undefined
  let found: unknown
  try {
    found = JSON.parse(data)
  } catch (cause) {
    throw new BadReply('model_not_json', `Ask ${host}: an event holds no JSON`, { cause })
  }
  const event = v.safeParse(Event, found)
  if (!event.success)
    throw new BadReply('model_other_schema', `Ask ${host}: an event is no piece of an answer`)
  if (event.output.error !== undefined)
    throw new ServerRefusal(500, beginning(JSON.stringify(event.output.error), 300), host)
  return event.output
}

/** @throws BadReply where the answer is not whole. */
function expectWhole(
  { text, thoughts, ended }: { text: string; thoughts: number; ended: string },
  { model, replyTokensMax }: ModelAsk,
): void {
  const bad = (code: BadReply['code'], words: string) =>
    new BadReply(code, `Ask ${model}: ${words}`)
  if (text.trim() === '' && thoughts > 0)
    throw bad('model_thinks_only', `${thoughts} characters of thoughts came, and no answer`)
  if (ended === 'length') throw bad('model_cut', `its reply was cut at ${replyTokensMax} tokens`)
  if (ended === '') throw bad('model_cut', 'its reply ended without a last word')
  if (ended === 'repetition') throw bad('model_repeats', 'the server cut its reply')
  if (text.trim() === '') throw bad('model_empty', 'its reply is empty')
}

/** @throws PutOff where it has no such model. */
async function readModel(
  { base, headers }: ModelAddress,
  limits: ModelLimits,
  model: string,
  signal: AbortSignal,
): Promise<string> {
  const url = new URL(`${base}/models`)
  const list = v.safeParse(Models, await jsonFrom({ url, headers, limits, signal }))
  if (!list.success) throw new ServerRefusal(502, 'its list of models is none', url.host)
  const one = list.output.data.find(({ id }) => id === model)
  // llama.cpp tells the size and shape of its weights: other weights are another version.
  if (one) return one.meta ? sha256(JSON.stringify(one.meta)).slice(0, 12) : model
  const names = list.output.data.map(({ id }) => id).join(', ') || 'none'
  throw noSuchModel(model, new ServerRefusal(404, `it has ${names}`, url.host))
}
