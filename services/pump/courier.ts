/** Posts one event to a function, signed, and reads the answer as one of seven outcomes. */

import { plainText } from '#shared/domain/document/text/cut.ts'
import { request, type Agent, type IncomingMessage } from 'node:http'
import { boundedWaitMs, messageOf } from '#shared/host/faults.ts'
import { BODY_BYTES_MAX, PUT_OFF_HEADER } from '#shared/host/serve.ts'
import { isProven, PROOF_HEADER, signRequest } from '#shared/host/signature.ts'

export type FunctionAnswer =
  | { outcome: 'done'; repeat: boolean }
  /** No retry will help. */
  | { outcome: 'refused'; reason: string; error: string }
  | { outcome: 'failed'; error: string }
  /** Not its turn yet, says its own function: no delivery. */
  | { outcome: 'put_off'; waitMs: number; error: string }
  /** No function took it: none is there yet, or none has a route yet, or it is stopping. */
  | { outcome: 'absent'; error: string }
  /** Its door, or a gateway's, does not let this pump in: the setting is wrong, not the job. */
  | { outcome: 'barred'; error: string }
  /** The connection broke before the answer, at a gateway or here: the function may have died of it. */
  | { outcome: 'broken'; error: string }

const SECRET_MISSING = 'SERVICE_SECRET is not set here, so no function takes what is sent'
const ANSWER_CHARS_MAX = 4_000
/** 4xx that say "later", not "never". */
const LATER = new Set([408, 425, 429])
/** What a door says, or a gateway, before any function has looked at the job. */
const AT_DOOR = new Set([401, 403, 415, 421])
/** How Go's proxies, Knative's among them, word a connection that did not come about. */
const NEVER_CONNECTED = /\bdial tcp\b/

export type Parcel = {
  url: URL
  agent: Agent
  event: string
  delivery: number
  /** What the function and this pump know each other by. */
  secret: string
  /** Whose function is meant to answer. */
  stage: string
  /** Milliseconds until an answer is given up. */
  answerMs: number
  signal: AbortSignal
}

/** Never throws. */
export function post({
  url,
  agent,
  event,
  delivery,
  secret,
  stage,
  answerMs,
  signal,
}: Parcel): Promise<FunctionAnswer> {
  const body = Buffer.from(event)
  if (body.length > BODY_BYTES_MAX) {
    const error = `the job holds ${body.length} bytes, a function takes ${BODY_BYTES_MAX}`
    return Promise.resolve({ outcome: 'refused', reason: 'too_large', error })
  }
  if (secret === '') return Promise.resolve({ outcome: 'barred', error: SECRET_MISSING })
  const target = url.pathname + url.search
  const signed = signRequest(secret, { by: 'pump', method: 'POST', target, body })
  const asked = { secret, stage, id: signed['x-stonks-id']! }
  return new Promise((resolve) => {
    let sent = false
    const call = request(url, {
      method: 'POST',
      agent,
      signal,
      timeout: answerMs,
      headers: {
        'content-type': 'application/cloudevents+json',
        'content-length': body.length,
        'x-stonks-delivery': delivery,
        ...signed,
      },
    })
    call.on('socket', (socket) => {
      if (!socket.connecting) sent = true
      else
        socket.once('connect', () => {
          sent = true
        })
    })
    call.on('timeout', () => call.destroy(new Error(`no answer within ${answerMs / 1_000} s`)))
    call.on('error', (fault) =>
      resolve({ outcome: sent ? 'broken' : 'absent', error: messageOf(fault) }),
    )
    call.on('response', (response) => void answerOf(asked, response).then(resolve))
    call.end(body)
  })
}

type Asked = Pick<Parcel, 'secret' | 'stage'> & { id: string }

/** Never throws. */
async function answerOf(asked: Asked, response: IncomingMessage): Promise<FunctionAnswer> {
  try {
    return believed(asked, response, judge(response, await readText(response)))
  } catch (fault) {
    return { outcome: 'broken', error: messageOf(fault) }
  }
}

/** What ends a job, or costs it nothing, is taken of its own function alone, and not of whatever listens in its place. */
function believed(
  { secret, stage, id }: Asked,
  { statusCode: status = 0, headers }: IncomingMessage,
  answer: FunctionAnswer,
): FunctionAnswer {
  const { outcome } = answer
  if (outcome !== 'done' && outcome !== 'refused' && outcome !== 'put_off') return answer
  const proof = String(headers[PROOF_HEADER] ?? '')
  if (isProven(secret, { id, by: stage, status }, proof)) return answer
  const stranger = `what answers in the place of ${stage} does not show that it is (SERVICE_SECRET)`
  return outcome === 'done'
    ? { outcome: 'barred', error: stranger }
    : { outcome: 'failed', error: `${stranger}: ${answer.error}` }
}

function judge({ statusCode: status = 0, headers }: IncomingMessage, text: string): FunctionAnswer {
  if (status >= 200 && status < 300)
    return { outcome: 'done', repeat: headers['x-stonks-repeat'] === '1' }
  const told = readTold(text)
  const error = told.message ?? `the function answered ${status}`
  // A function has one route and says why it refuses: other 404s, and all 502s, are a gateway's.
  if (status === 503 || (status === 404 && !told.reason)) return { outcome: 'absent', error }
  if (AT_DOOR.has(status) && !told.reason) return { outcome: 'barred', error }
  // A proxy beside it that could not even connect says so: then no function took the job.
  if (status === 502) return { outcome: NEVER_CONNECTED.test(text) ? 'absent' : 'broken', error }
  if (status >= 400 && status < 500 && !LATER.has(status)) {
    return { outcome: 'refused', reason: told.reason ?? 'refused', error }
  }
  const wait = headers[PUT_OFF_HEADER]
  if (status === 429 && wait !== undefined)
    return { outcome: 'put_off', waitMs: boundedWaitMs(Number(wait)), error }
  return { outcome: 'failed', error }
}

const MESSAGE_MAX = 500

function readTold(text: string): { reason?: string; message?: string } {
  try {
    const told = JSON.parse(text) as unknown
    if (typeof told !== 'object' || told === null) return {}
    const { reason, message, detail = message } = told as Record<string, unknown>
    return {
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(typeof detail === 'string' ? { message: detail } : {}),
    }
  } catch {
    return text ? { message: plainText(text, MESSAGE_MAX) } : {}
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (text.length < ANSWER_CHARS_MAX) text += chunk.toString('utf8')
  }
  return text
}
