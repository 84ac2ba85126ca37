/** Reads what a caller asks of a service, within limits. */

import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import { plainText } from '../domain/document/text/cut.ts'
import { Refusal } from './refusal.ts'
import { callerAddress, readTrustedProxies } from './caller.ts'
import { BODY_BYTES_MAX } from './serve.ts'
import { isStorable, UNSTORABLE } from './storable.ts'

/** A body longer than this is cut off. */
const FORGOTTEN_BYTES_MAX = 16 * BODY_BYTES_MAX

/**
 * The path that is asked for.
 *
 * @throws Refusal of an address that is none, or that holds text nothing can keep.
 */
export function readAddress({ url }: IncomingMessage): string {
  if (!URL.canParse(url ?? '/', 'http://service')) throw new Refusal(400, 'The address is none')
  const { pathname, searchParams } = new URL(url ?? '/', 'http://service')
  if (!isStorable(decoded(pathname))) throw new Refusal(400, `The path: ${UNSTORABLE}`)
  for (const [name, value] of searchParams)
    if (!isStorable(name) || !isStorable(value))
      throw new Refusal(400, `${plainText(name, 50)}: ${UNSTORABLE}`)
  return pathname
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new Refusal(400, 'The path: a % is not followed by a character')
  }
}

/** From where each request came, which the Request of WHATWG has no word for. */
let proxies: BlockList | undefined
const callers = new WeakMap<Request, string>()

/** The address a request came from; empty where nobody knows. */
export function callerOf(request: Request): string {
  return callers.get(request) ?? ''
}

/** Notes from where a request came. */
export function noteCaller(request: Request, address: string): Request {
  callers.set(request, address)
  return request
}

/** Methods that a Request cannot carry (WHATWG Fetch, forbidden methods). */
const FORBIDDEN = ['CONNECT', 'TRACE', 'TRACK']

/**
 * The same request as the router takes it; it is aborted once `gone` is.
 *
 * @throws Refusal of a host that is none, of a method nothing here takes, and of a body over the limit.
 */
export async function toRequest(
  request: IncomingMessage,
  gone = new AbortController().signal,
): Promise<Request> {
  const origin = `http://${request.headers.host || 'service'}`
  if (!URL.canParse(request.url ?? '/', origin)) throw new Refusal(400, 'The host is none')
  if (FORBIDDEN.includes(request.method ?? '')) throw new Refusal(405, `No ${request.method} here`)
  const url = new URL(request.url ?? '/', origin)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const method = request.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? null : await readBody(request)
  const asked = new Request(url, { method, headers, body, signal: gone })
  // A Request that nobody holds any more forgets its signal, though somebody listens (nodejs/undici#1926).
  gone.addEventListener('abort', () => void asked)
  return noteCaller(asked, callerAddress(request, (proxies ??= readTrustedProxies())))
}

/** The rest of one that is over the limit is read and forgotten: its sender reads no answer before it has sent. */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= BODY_BYTES_MAX) chunks.push(chunk)
    if (size > FORGOTTEN_BYTES_MAX) break
  }
  if (size > BODY_BYTES_MAX)
    throw new Refusal(413, `A body may hold ${BODY_BYTES_MAX} bytes; this one holds more`)
  return Buffer.concat(chunks)
}
