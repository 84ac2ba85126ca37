/** Ollama's API, with a model that answers the same question the same way each time. */

import type { Clock } from '#shared/host/clock.ts'
import { json, type WorldAnswer, type WorldRequest, type WorldRoute } from '../http/answer.ts'
import { hexOf } from '../contents/random.ts'
import { replyTo } from '../model/replies.ts'
import { readQuestion } from '../model/reading.ts'
import type { World } from '../contents/world.ts'

export type OllamaSource = { world: World; clock: Clock }

const VERSION = '0.12.6'
const MODEL = 'qwen3.5:9b'
/** Characters a token stands for, by which counts are made. */
const TOKEN_LENGTH = 4

type Message = { role: string; content: string }
type Question = { model: string; prompt: string; format: unknown; stream: boolean; chat: boolean }

export function ollamaRoute({ world, clock }: OllamaSource): WorldRoute {
  return (ask) => {
    if (ask.path === '/api/version') return json(200, { version: VERSION })
    if (ask.path === '/api/tags') return json(200, { models: [modelOf(clock.now())] })
    if (ask.path !== '/api/generate' && ask.path !== '/api/chat') return undefined
    if (ask.method !== 'POST') return json(405, { error: 'method not allowed' })
    const question = questionOf(ask)
    return typeof question === 'string'
      ? json(400, { error: question })
      : tell(question, readQuestion(question.prompt, world.companies), clock.now())
  }
}

function modelOf(now: Date) {
  return {
    name: MODEL,
    model: MODEL,
    modified_at: now.toISOString(),
    size: 6_594_474_711,
    digest: hexOf(64, MODEL),
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'qwen35',
      families: ['qwen35'],
      parameter_size: '9B',
      quantization_level: 'Q4_K_M',
    },
  }
}

/** The question, or what is wrong with it. */
function questionOf({ body, path }: WorldRequest): Question | string {
  let asked: Record<string, unknown>
  try {
    asked = JSON.parse(body) as Record<string, unknown>
  } catch {
    return 'invalid JSON in the request body'
  }
  if (typeof asked !== 'object' || asked === null) return 'invalid JSON in the request body'
  const { model, prompt, messages, format, stream } = asked
  if (typeof model !== 'string' || model === '') return 'model is required'
  const chat = path === '/api/chat'
  if (chat && !Array.isArray(messages)) return 'messages is required'
  const said = chat
    ? (messages as Message[])
        .filter(({ role }) => role === 'user')
        .map(({ content }) => content)
        .join('\n')
    : typeof prompt === 'string'
      ? prompt
      : ''
  return { model, prompt: said, format, stream: stream !== false, chat }
}

function tell(question: Question, known: Record<string, unknown>, now: Date): WorldAnswer {
  const { model, prompt, chat, stream } = question
  const text = replyTo(prompt, question.format, known)
  const head = { model, created_at: now.toISOString() }
  const part = (content: string) =>
    chat ? { message: { role: 'assistant', content } } : { response: content }
  const tokens = Math.ceil(text.length / TOKEN_LENGTH)
  const end = {
    done: true,
    done_reason: 'stop',
    total_duration: 4_000_000 + tokens * 1_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: Math.ceil(prompt.length / TOKEN_LENGTH),
    prompt_eval_duration: 2_000_000,
    eval_count: tokens,
    eval_duration: 1_000_000 + tokens * 1_000_000,
  }
  if (!stream) return json(200, { ...head, ...part(text), ...end })
  const pieces = text.match(/[\s\S]{1,24}/g) ?? []
  const lines = [
    ...pieces.map((piece) => ({ ...head, ...part(piece), done: false })),
    { ...head, ...part(''), ...end },
  ]
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `${JSON.stringify(line)}\n`),
  }
}
