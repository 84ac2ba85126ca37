/**
 * Alpaca over HTTP, as far as the product uses it: trading under /alpaca, market data under
 * /alpaca-data, and the stream of order updates. Every time is business time but the rate limit.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '#shared/host/clock.ts'
import { OPENING_CASH, openBook } from './book.ts'
import { marketData } from './market-data.ts'
import { rateLimit, type RateLimit } from './limit.ts'
import { openStream } from './stream.ts'
import { trading, type Reply } from './trading.ts'
import type { Quotes, World } from '../contents/world.ts'

export type AlpacaOptions = {
  seed: number
  /** Dollars the account starts with; `OPENING_CASH` unless given. */
  cash?: string
  /** Requests a key may send in a real minute; 200 unless given, 0 for no limit. */
  requestsPerMinute?: number
  /** A file that brings the orders back after a restart. */
  journal?: string
}

export type AlpacaRoutes = {
  /** Answers paths under /alpaca and /alpaca-data; false for any other. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>
  /** Takes the WebSocket of /alpaca/stream; false for any other. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

const BODY_BYTES_MAX = 64 * 1024

export function alpacaRoutes(
  world: World,
  quotes: Quotes,
  clock: Clock,
  options: AlpacaOptions,
): AlpacaRoutes {
  const { seed, cash = OPENING_CASH, requestsPerMinute = 200, journal } = options
  const book = openBook({ quotes, seed, cash, journal })
  const stream = openStream(book, clock)
  const answerTrading = trading({ world, quotes, book, clock, announce: stream.announce })
  const answerData = marketData(world, quotes, clock)
  const limits = {
    '/alpaca': rateLimit(requestsPerMinute),
    '/alpaca-data': rateLimit(requestsPerMinute),
  }

  return {
    async handle(request, response, path) {
      const prefix = path.startsWith('/alpaca-data/') ? '/alpaca-data' : '/alpaca'
      if (!path.startsWith(`${prefix}/`)) return false
      const refusal = admit(request, response, limits[prefix])
      if (refusal) {
        send(response, refusal)
        return true
      }
      const url = new URL(request.url ?? '/', 'http://world')
      const call = {
        method: request.method ?? 'GET',
        path: decodeURIComponent(path.slice(prefix.length)),
        query: url.searchParams,
        body: await readBody(request),
      }
      send(response, prefix === '/alpaca' ? answerTrading(call) : answerData(call))
      return true
    },
    upgrade(request, socket, head) {
      const { pathname } = new URL(request.url ?? '/', 'http://world')
      if (pathname !== '/alpaca/stream') return false
      stream.upgrade(request, socket, head)
      return true
    },
  }
}

/** Keys first, then the limit, whose state every reply carries. */
function admit(
  request: IncomingMessage,
  response: ServerResponse,
  limit: RateLimit,
): Reply | undefined {
  const key = request.headers['apca-api-key-id']
  if (typeof key !== 'string' || !key || !request.headers['apca-api-secret-key']) {
    return { status: 403, body: { message: 'forbidden.' } }
  }
  const { allowed, headers } = limit(key)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  return allowed
    ? undefined
    : { status: 429, body: { code: 42910000, message: 'rate limit exceeded' } }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= BODY_BYTES_MAX) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
