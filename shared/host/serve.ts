/** The server of a function: signed events alone, body limit, probes, and a drain that drops nothing. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { openDoor, refuse } from './door.ts'
import { readEnv, readNumber } from './env.ts'
import { messageOf, NotReady } from './faults.ts'
import type { Logger } from './log.ts'
import { toldReadiness } from './outage.ts'
import { readPosted } from './posted.ts'
import { Refusal } from './refusal.ts'
import { NO_SECRET, PROOF_HEADER, proveAnswer, readServiceSecret } from './signature.ts'

export const BODY_BYTES_MAX = 1024 * 1024
/** Beside a 429 of our own: the job is put off for so many milliseconds, and did not fail. */
export const PUT_OFF_HEADER = 'x-stonks-put-off'
/** A function ends so long before the grace does: what is still in flight goes back to its list. */
const MARGIN_MS = 5_000
/** Long outside calls are told to stop so long before that: in time to answer. */
const ANSWER_MS = 5_000
/** Idle callers are still told to go away, not cut off. */
const LINGER_MS = 150

/** One request that waits for its answer; `delivery` counts from 1. */
export type Exchange = {
  response: ServerResponse
  delivery: number
  /** The headers that show the pump who answers, with a status. */
  prove(status: number): Record<string, string>
}

export type Listening = {
  stage: string
  log: Logger
  /** Takes the JSON of a posted body, whatever it says, and answers by itself. */
  take: (posted: unknown, exchange: Exchange) => void
  ending: AbortController
  /** Throws when a part the stage needs does not answer. */
  ready: () => Promise<void>
  close: () => Promise<void>
}

/** Serves until SIGTERM or SIGINT, then ends the process with 0. */
export function listen(parts: Listening): Server {
  const secret = readServiceSecret()
  const isReady = async () => {
    if (secret === '') throw new NotReady(NO_SECRET)
    await parts.ready()
  }
  const part = { ...parts, secret, ready: toldReadiness(isReady, parts.log, parts.stage) }
  const running = new Set<ServerResponse>()
  const drainMs = readNumber('GRACE_SECONDS', (MARGIN_MS + ANSWER_MS) / 1_000) * 1_000 - MARGIN_MS
  let draining = false
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (draining) {
      reply(response, 503, { message: `${part.stage} is stopping` }, { connection: 'close' })
      return
    }
    running.add(response)
    response.once('close', () => running.delete(response))
    void accept(part, request, response).catch((fault: unknown) => {
      part.log.warn({ err: fault }, 'a request could not be read')
      response.destroy()
    })
  }
  const server = openDoor({ takes: 'events', answer })
  server.listen(readNumber('PORT'), readEnv('HOST'), () => {
    const { stage, log } = part
    log.info({ stage, address: server.address() }, `${stage} started: takes jobs`)
    if (secret === '') log.error({ stage }, `${stage} takes no jobs: ${NO_SECRET}`)
  })
  const stop = () => {
    if (draining) return
    draining = true
    const words = `${part.stage} is draining: takes no more, ends ${running.size} jobs in flight`
    part.log.info({ stage: part.stage, inFlight: running.size }, words)
    void drain(part, server, running, drainMs)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return server
}

async function accept(
  part: Listening & { secret: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]
  if (request.method === 'GET' && path === '/health') return reply(response, 200, { status: 'ok' })
  if (request.method === 'GET' && path === '/ready') {
    return part.ready().then(
      () => reply(response, 200, { status: 'ready' }),
      (fault: unknown) => reply(response, 503, { message: messageOf(fault) }),
    )
  }
  if (request.method !== 'POST') return reply(response, 405, { message: 'Jobs come by POST' })
  const bytes = await readBody(request)
  if (bytes) return takePosted(part, request, bytes, response)
  const message = `A job may hold ${BODY_BYTES_MAX} bytes; this one holds more`
  reply(response, 413, { reason: 'too_large', message }, { connection: 'close' })
}

/** Hands on what a program of ours posted; refuses all else. */
export function takePosted(
  { stage, secret, take }: Pick<Listening, 'stage' | 'take'> & { secret: string },
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  let posted: unknown
  try {
    posted = readPosted(secret, request, body)
  } catch (fault) {
    if (fault instanceof Refusal) return refuse(response, fault)
    return reply(response, 400, { reason: 'invalid', message: messageOf(fault) })
  }
  const id = String(request.headers['x-stonks-id'])
  const prove = (status: number) => ({
    [PROOF_HEADER]: proveAnswer(secret, { id, by: stage, status }),
  })
  take(posted, { response, delivery: Number(request.headers['x-stonks-delivery']) || 1, prove })
}

/** The whole body, or undefined when it is over the limit; then the rest is read and forgotten. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) {
      request.resume()
      return undefined
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body))
}

/** Waits for what is in flight, up to `drainMs`, then ends the process with 0. */
async function drain(
  part: Listening,
  server: Server,
  running: Set<ServerResponse>,
  drainMs: number,
): Promise<void> {
  const deadline = Date.now() + drainMs
  const abort = setTimeout(() => part.ending.abort(), drainMs - ANSWER_MS)
  const linger = Date.now() + LINGER_MS
  while ((running.size > 0 || Date.now() < linger) && Date.now() < deadline) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
  clearTimeout(abort)
  server.close()
  server.closeAllConnections()
  await part.close().catch((fault: unknown) => part.log.warn({ err: fault }, 'closing failed'))
  process.exit(0)
}
