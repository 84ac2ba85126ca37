/**
 * One question to a model server over HTTP, read line by line as it comes.
 *
 * Node's own client is used, since `fetch` ends any answer whose head, or next piece, is 300 s away: a
 * large model that is loaded, or reads a long prompt, takes longer, and limits of one's own cannot lift it.
 */

import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { ModelLimits } from './limits.ts'
import { AWAY_MS, BrokenOff, ModelWaits, wordOfServer } from './refusal.ts'
import { BadReply } from './server.ts'

export type Posted = {
  url: URL
  headers: Record<string, string>
  /** Sent as JSON by POST; a GET without it. */
  body?: object
  limits: ModelLimits
  signal: AbortSignal
}

/** A reply longer than this is refused. */
const REPLY_BYTES_MAX = 512 * 1024

/**
 * The lines of an answer, as they come.
 *
 * @throws PutOff where nobody answers, it is busy, or takes no such key. @throws BadReply `model_late`
 * past a limit. @throws BrokenOff where it ends in the midst. @throws ServerRefusal for any other status
 * but 200.
 */
export async function* linesFrom(posted: Posted): AsyncGenerator<string> {
  const late = openLimits(posted)
  let message: IncomingMessage | undefined
  try {
    message = await headOf(posted, late.signal)
    if (message.statusCode !== 200) throw await wordOfServer(message, posted.url.host)
    yield* splitLines(message, late.heard, posted)
  } catch (fault) {
    throw late.reason() ?? awayOr(fault, posted, message !== undefined)
  } finally {
    late.end()
  }
}

/** A whole answer as JSON; undefined where it is none. @throws as linesFrom. */
export async function jsonFrom(posted: Posted): Promise<unknown> {
  const lines: string[] = []
  for await (const line of linesFrom(posted)) lines.push(line)
  try {
    return JSON.parse(lines.join('\n'))
  } catch {
    return undefined
  }
}

function openLimits({ limits, signal, url }: Posted) {
  const own = new AbortController()
  let reason: BadReply | undefined
  const ends = (ms: number, words: string) =>
    setTimeout(() => {
      reason ??= new BadReply('model_late', `Ask ${url.host}: ${words} within ${ms / 1_000} s`)
      own.abort(reason)
    }, ms)
  const total = ends(limits.totalMs, 'no whole answer')
  let wait = ends(limits.firstByteMs, 'no beginning of an answer')
  return {
    signal: AbortSignal.any([signal, own.signal]),
    reason: () => reason,
    heard() {
      clearTimeout(wait)
      wait = ends(limits.idleMs, 'nothing more of its answer')
    },
    end() {
      clearTimeout(wait)
      clearTimeout(total)
      own.abort()
    },
  }
}

function headOf(
  { url, headers, body, limits: { connectMs } }: Posted,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  return new Promise((resolve, reject) => {
    const asking = request(url, {
      method: bytes ? 'POST' : 'GET',
      // A server that was started anew meanwhile has closed what was kept open.
      agent: false,
      signal,
      headers: {
        ...headers,
        accept: 'application/json, application/x-ndjson, text/event-stream',
        ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
      },
    })
    const late = setTimeout(() => {
      asking.destroy(away(url, `no connection within ${connectMs / 1_000} s`))
    }, connectMs)
    let isConnected = false
    const connected = () => {
      isConnected = true
      clearTimeout(late)
    }
    asking.on('socket', (socket) =>
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected),
    )
    asking.on('response', resolve)
    asking.on('error', (fault) => reject(isConnected ? brokenOff(url, fault) : fault))
    asking.on('close', () => clearTimeout(late))
    asking.end(bytes)
  })
}

async function* splitLines(
  message: IncomingMessage,
  heard: () => void,
  { url }: Posted,
): AsyncGenerator<string> {
  let [size, rest] = [0, '']
  message.setEncoding('utf8')
  for await (const chunk of message as AsyncIterable<string>) {
    heard()
    size += chunk.length
    if (size > REPLY_BYTES_MAX)
      throw new BadReply('model_cut', `Ask ${url.host}: more than ${REPLY_BYTES_MAX} bytes came`)
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line.trim() !== '')
  }
  if (!message.complete) throw brokenOff(url)
  if (rest.trim() !== '') yield rest
}

/** A connection that did not come about: nobody is there; one that broke: it may be the question's fault. */
function awayOr(fault: unknown, { url, signal }: Posted, hasBegun: boolean): unknown {
  if (signal.aborted) return signal.reason
  if (!(fault instanceof Error) || !('code' in fault) || typeof fault.code !== 'string')
    return fault
  // Node's own word for a request that cannot be made is no server's.
  if (fault instanceof BadReply || /^ERR_(?!TLS|SSL)/.test(fault.code)) return fault
  return hasBegun ? brokenOff(url, fault) : away(url, 'the model server is away', fault)
}

function away({ host }: URL, words: string, cause?: Error): ModelWaits {
  return new ModelWaits('away', AWAY_MS, `Ask ${host}: ${words}`, { cause })
}

function brokenOff({ host }: URL, cause?: Error): Error {
  if (cause instanceof ModelWaits || cause?.name === 'AbortError') return cause
  return new BrokenOff(`Ask ${host}: its connection broke before a whole answer`, { cause })
}
