/** Which model server the environment names, and how it is asked. */

import { readEnv, readNumber } from '../../host/env.ts'
import { messageOf } from '../../host/faults.ts'
import { keyedAddress } from '../../host/keyed-address.ts'
import { redact } from '../../host/redact.ts'
import { modelAddress } from './address.ts'
import { openOllama } from './ollama.ts'
import { openOpenAi } from './openai.ts'
import type { ModelServer } from './server.ts'

export const SERVER_KINDS = ['ollama', 'openai'] as const
export type ServerKind = (typeof SERVER_KINDS)[number]

export type NamedServer = {
  server: ModelServer
  model: string
  /** Without user or password: what it is known by. */
  address: string
  /** Questions at once, of all stages together. */
  parallel: number
  /** How long a question waits for its turn before others go first. */
  waitMs: number
}

const BASES = { ollama: 'OLLAMA_BASE_URL', openai: 'OPENAI_BASE_URL' } as const
const MODELS = { ollama: 'OLLAMA_MODEL', openai: 'OPENAI_MODEL' } as const
const PARALLEL = { ollama: 1, openai: 8 } as const
/** Seconds. A stage has ten minutes for a job: waiting for a turn, asking and one look at the server are in it. */
const TIMEOUT_MAX = 400
const WAIT_MAX = 120
const CONNECT_MS = 10_000

/**
 * Who reads by the environment.
 *
 * @throws RangeError for a reader that is none, or whose server has no address.
 */
export function readerNamed(): 'rules' | ServerKind {
  const named = readEnv('MODEL_READER')
  if (named === '') return SERVER_KINDS.find((kind) => readEnv(BASES[kind]) !== '') ?? 'rules'
  if (named === 'rules') return named
  const kind = SERVER_KINDS.find((one) => one === named)
  if (!kind)
    throw new RangeError(`Read MODEL_READER: expected rules, ollama or openai, found "${named}"`)
  return kind
}

/** @throws RangeError naming the variable that is missing or wrong. */
export function openNamedServer(kind: ServerKind): NamedServer {
  const url = readAddress(BASES[kind])
  const key = kind === 'openai' ? readEnv('OPENAI_API_KEY') : ''
  const isKeyed = url.includes('@') || key !== ''
  const baseUrl = isKeyed ? keyedAddress(BASES[kind], url) : url
  const model = readEnv(MODELS[kind])
  if (model === '') throw new RangeError(`Read ${MODELS[kind]}: expected a model, found none`)
  const limits = readLimits()
  const contextTokens = readNumber('MODEL_CONTEXT_TOKENS', 512)
  const keepAlive = readEnv('OLLAMA_KEEP_ALIVE')
  const bare = bareOf(baseUrl)
  return {
    server:
      kind === 'ollama'
        ? openOllama({ baseUrl, contextTokens, keepAlive, limits })
        : openOpenAi({ baseUrl, key, limits }),
    model,
    address: bare.href,
    waitMs: Math.min(WAIT_MAX, readNumber('MODEL_WAIT_SECONDS', 0)) * 1_000,
    parallel: readEnv('MODEL_PARALLEL') === '' ? PARALLEL[kind] : readNumber('MODEL_PARALLEL', 1),
  }
}

/** An address without a scheme may be a URL all the same, of a scheme that is the host's name. */
function readAddress(name: (typeof BASES)[ServerKind]): string {
  const address = readEnv(name)
  const wants = (wanted: string) =>
    new RangeError(`Read ${name}: expected ${wanted}, found "${redact(address)}"`)
  if (!URL.canParse(address)) throw wants('the address of a model server')
  if (!/^https?:\/\//i.test(address)) throw wants('an address that begins with http:// or https://')
  try {
    modelAddress(address)
  } catch (cause) {
    throw new RangeError(`Read ${name}: ${messageOf(cause)}`, { cause })
  }
  return address
}

function bareOf(address: string): URL {
  const bare = new URL(address)
  bare.username = ''
  bare.password = ''
  return bare
}

function readLimits() {
  const total = Math.min(TIMEOUT_MAX, readNumber('OLLAMA_TIMEOUT', 0.05))
  const idle = Math.min(total, readNumber('MODEL_IDLE_SECONDS', 0.05))
  return {
    connectMs: CONNECT_MS,
    firstByteMs: total * 1_000,
    idleMs: idle * 1_000,
    totalMs: total * 1_000,
  }
}
