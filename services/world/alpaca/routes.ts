/**
 * Alpaca over HTTP, as far as the product uses it: trading under /alpaca, market data under
 * /alpaca-data, and the streams of order updates and of market data. Every time is business time but the rate limit.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '#shared/host/clock.ts'
import { OPENING_CASH, openBook } from './book.ts'
import { openLevers } from './levers.ts'
import { marketData } from './market-data.ts'
import { rateLimit } from './limit.ts'
import { openMarketStream } from './market-stream.ts'
import { openStream } from './stream.ts'
import { trading, type Reply } from './trading.ts'
import { comeToSplit } from '../contents/actions.ts'
import type { Quotes, World } from '../contents/world.ts'
import { openKeys, type BrokerKeys, type HasKeys } from '../http/keys.ts'

export type AlpacaOptions = {
  seed: number
  /** Dollars the account starts with; `OPENING_CASH` unless given. */
  cash?: string
  /** Requests a key may send in a real minute; 200 unless given, 0 for no limit. */
  requestsPerMinute?: number
  /** A file that brings the orders back after a restart. */
  journal?: string
  /** The only ones that open the account; any do where none are given. */
  keys?: BrokerKeys
  /** Opens the market's data as well, as the secret of `MARKET_NAME`: of whoever asks for prices alone. */
  marketKey?: string
}

export type AlpacaRoutes = {
  /** Answers paths under /alpaca and /alpaca-data; false for any other. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>
  /** Takes the WebSockets of /alpaca/stream and /alpaca-stream/v2; false for any other. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

/** The key that goes with the market's secret. */
const MARKET_NAME = 'data'
const BODY_BYTES_MAX = 64 * 1024

export function alpacaRoutes(
  world: World,
  quotes: Quotes,
  clock: Clock,
  options: AlpacaOptions,
): AlpacaRoutes {
  const { levers, stream, marketStream, answers, gates } = openParts(world, quotes, clock, options)
  return {
    async handle(request, response, path) {
      const prefix = path.startsWith('/alpaca-data/') ? '/alpaca-data' : '/alpaca'
      if (!path.startsWith(`${prefix}/`)) return false
      const outage = path.startsWith('/alpaca/world/') ? undefined : levers.outage(clock.now())
      if (outage?.how === 'refuse') {
        request.socket.destroy()
        return true
      }
      const refusal = outage ? UNAVAILABLE : gates[prefix](request, response)
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
      send(response, answers[prefix](call))
      return true
    },
    upgrade(request, socket, head) {
      const { pathname } = new URL(request.url ?? '/', 'http://world')
      if (marketStream.upgrade(request, socket, head, pathname)) return true
      if (pathname !== '/alpaca/stream') return false
      if (levers.outage(clock.now())) {
        socket.destroy()
        return true
      }
      stream.upgrade(request, socket, head)
      return true
    },
  }
}

/** The account, its streams and who may come in. */
function openParts(world: World, quotes: Quotes, clock: Clock, options: AlpacaOptions) {
  const { seed, cash = OPENING_CASH, requestsPerMinute = 200, journal, keys } = options
  const book = openBook({
    quotes,
    seed,
    cash,
    journal,
    actions: () => ({ splits: world.splits ?? [], dividends: world.dividends ?? [] }),
    onSplit: (split) => comeToSplit(world, split),
  })
  const hasKeys = openKeys(keys && [keys.key, keys.secret])
  const { marketKey } = options
  const hasMarketKey = openKeys(marketKey === undefined ? [] : [MARKET_NAME, marketKey])
  const hasDataKeys: HasKeys = (...given) => hasKeys(...given) || hasMarketKey(...given)
  const stream = openStream(book, clock, hasKeys)
  const marketStream = openMarketStream(world, quotes, clock, hasDataKeys)
  const { announce } = stream
  const levers = openLevers(book, announce)
  const answerTrading = trading({ world, quotes, book, clock, announce, levers })
  const answerData = marketData(world, quotes, clock)
  const gates = {
    '/alpaca': openGate(hasKeys, requestsPerMinute, UNAUTHORIZED),
    '/alpaca-data': openGate(hasDataKeys, requestsPerMinute, FORBIDDEN),
  }
  const answers = { '/alpaca': answerTrading, '/alpaca-data': answerData }
  return { levers, stream, marketStream, answers, gates }
}

/** Why a request does not come in; undefined where it does. */
type Gate = (request: IncomingMessage, response: ServerResponse) => Reply | undefined

const UNAVAILABLE: Reply = { status: 503, body: { message: 'service unavailable' } }
const FORBIDDEN: Reply = { status: 403, body: { message: 'forbidden.' } }
const UNAUTHORIZED: Reply = {
  status: 401,
  body: { code: 40110000, message: 'request is not authorized' },
}

/** Keys first, then the limit, whose state every reply carries. `toOthers` is said to wrong keys. */
function openGate(hasKeys: HasKeys, requestsPerMinute: number, toOthers: Reply): Gate {
  const limit = rateLimit(requestsPerMinute)
  return ({ headers: sent }, response) => {
    const key = sent['apca-api-key-id']
    const secret = sent['apca-api-secret-key']
    if (typeof key !== 'string' || !key || !secret) return FORBIDDEN
    if (!hasKeys(key, secret)) return toOthers
    const { allowed, headers } = limit(key)
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    return allowed
      ? undefined
      : { status: 429, body: { code: 42910000, message: 'rate limit exceeded' } }
  }
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
