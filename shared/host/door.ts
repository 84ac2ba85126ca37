/**
 * The door of every server of ours: who may knock, in what words, and how long they may take.
 *
 * It stands before sign-in and signatures, and needs neither to turn away what no program of ours
 * and no page of ours sends: a name that is not ours, a change that another site's page began, a
 * body of a kind that a page may send unasked, a request that never ends.
 */

import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { plainText } from '../domain/document/text/cut.ts'
import { isOwnHost, readOwnHosts, type OwnHosts } from './own-hosts.ts'
import { Refusal } from './refusal.ts'

export type DoorParts = {
  /** What a body may be: JSON, or an event with a job in it. */
  takes: 'json' | 'events'
  answer: (request: IncomingMessage, response: ServerResponse) => void
  /** Takes a WebSocket; false where there is none at its address. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
  limits?: Partial<typeof LIMITS>
}

const LIMITS = {
  /** From the first byte, or from the connection, to the end of the head. */
  headMs: 10_000,
  /** To the end of the body; how long the answer takes is another matter. */
  requestMs: 30_000,
  /** How often the two are looked at. */
  lookMs: 2_000,
  /** Longer than pumps, gateways and proxies keep an idle connection: they close first. */
  idleMs: 75_000,
  connections: 1_000,
  headBytes: 16 * 1_024,
}

/** On every answer, unless it says otherwise; the page's own stand with the page. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** A server, not listening yet, that answers only what passes. No answer ever speaks to another origin. */
export function openDoor({ takes, answer, upgrade, limits }: DoorParts): Server {
  const own = readOwnHosts()
  const { headMs, requestMs, lookMs, idleMs, connections, headBytes } = { ...LIMITS, ...limits }
  const server = createServer(
    { connectionsCheckingInterval: lookMs, maxHeaderSize: headBytes },
    (request, response) => {
      setOwnHeaders(response)
      const refusal = refusalAtDoor(request, takes, own)
      if (refusal) refuse(response, refusal)
      else answer(request, response)
    },
  )
  server.headersTimeout = headMs
  server.requestTimeout = requestMs
  server.keepAliveTimeout = idleMs
  server.maxConnections = connections
  if (upgrade) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy())
      const refusal = refusalAtDoor(request, takes, own)
      if (refusal) socket.end(`HTTP/1.1 ${refusal.status} ${refusal.code}\r\n\r\n`)
      else if (!upgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
    })
  }
  return server
}

/** What every answer says to a browser, unless it says otherwise. */
export function setOwnHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
}

/** Answers with no, in the shape of every refusal. */
export function refuse(
  response: ServerResponse,
  { status, message, code, headers }: Refusal,
): void {
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json' })
    .end(JSON.stringify({ detail: message, code }))
}

/** Why a request does not come in; undefined where it does. Looks at its head alone. */
export function refusalAtDoor(
  request: IncomingMessage,
  takes: DoorParts['takes'],
  own: OwnHosts,
): Refusal | undefined {
  const { method = '', url = '', headers, headersDistinct, socket } = request
  const hosts = headersDistinct['host'] ?? []
  const [host = ''] = hosts
  if (hosts.length !== 1 || !isOwnHost(host, socket.localAddress ?? '', own))
    return new Refusal(421, `This is not ${told(host)}; ALLOWED_HOSTS says by which names to ask`)
  // What begins with two slashes, or a scheme, would be read as another host's address.
  if (!/^\/(?![/\\])/.test(url)) return new Refusal(400, 'The address is not one of this server')
  const isChange = method !== 'GET' && method !== 'HEAD'
  if ((isChange || headers.upgrade !== undefined) && isForeign(request, host))
    return new Refusal(403, 'A change must come from the page itself', 'foreign_site')
  if (isEmbedded(headers))
    return new Refusal(403, 'Another site’s page may lead here, and ask nothing', 'foreign_site')
  const isTold = ['POST', 'PUT', 'PATCH'].includes(method) || hasBody(request)
  if (isChange && isTold && !isOfKind(request, takes))
    return new Refusal(415, `Send ${KINDS[takes]}`)
  return undefined
}

const KINDS = {
  json: 'application/json',
  events: 'application/cloudevents+json, or application/json with the attributes in ce- headers',
}

/** Whether a page of another origin sent it, as its browser says (Fetch Metadata; RFC 6454). */
function isForeign({ headers }: IncomingMessage, host: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin } = headers
  if (origin === undefined) return false
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return true
  const { host: theirs, protocol } = new URL(origin)
  // Whoever ends TLS before us asks us without: the scheme is theirs, the host must be ours.
  return new URL(`${protocol}//${host}`).host !== theirs
}

/**
 * Whether a page of another site asks in the background, as for an image. It may read no answer, yet
 * a thousand of them would use up what the person who has it open may ask.
 */
function isEmbedded(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== 'cross-site' && site !== 'same-site') return false
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document'
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i
const EVENT_TYPE = /^application\/cloudevents\+json(?:\s*;\s*charset="?utf-8"?)?$/i

/** Kinds that a page cannot send to another origin without its leave, which nobody gives. */
function isOfKind({ headers }: IncomingMessage, takes: DoorParts['takes']): boolean {
  const type = headers['content-type'] ?? ''
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return false
  if (takes === 'json') return JSON_TYPE.test(type)
  return EVENT_TYPE.test(type) || (JSON_TYPE.test(type) && headers['ce-id'] !== undefined)
}

const HOST_CHARS_TOLD = 100

function told(host: string): string {
  return host === '' ? 'a server without a name' : `"${plainText(host, HOST_CHARS_TOLD)}"`
}
