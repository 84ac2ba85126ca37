/** The world's broker behind real HTTP, with prices by rule, a clock to set, and faults on request. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import type { AlpacaSettings } from '#shared/clients/alpaca/http.ts'
import { sessionAt, previousSession } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { alpacaRoutes, type AlpacaOptions } from '../../services/world/alpaca/routes.ts'
import type { Quotes, World } from '../../services/world/contents/world.ts'
import { NOON } from './trading.ts'

export const TICKERS = ['AAPL', 'MSFT', 'PENNY']

/** Passes its business time by hand. */
export type SetClock = Clock & { set(at: Date): void }

export function setClock(at: Date = NOON): SetClock {
  let now = at
  return {
    mode: 'stepped',
    speed: 1,
    now: () => now,
    set: (next) => {
      now = next
    },
  }
}

/** A cent up every minute of the session, from 100 dollars; PENNY stands at half a dollar. */
const risingQuotes: Quotes = {
  lastTrade(ticker, at) {
    if (!TICKERS.includes(ticker)) return undefined
    const session = sessionAt(at)
    const past = previousSession(at)
    const from = session ?? past
    const until = session ? at : past.closesAt
    const minutes = Math.floor((until.getTime() - from.opensAt.getTime()) / 60_000)
    const price = ticker === 'PENNY' ? 0.5 : (10_000 + minutes) / 100
    return { price, at: new Date(from.opensAt.getTime() + minutes * 60_000) }
  },
}

function smallWorld(tickers: readonly string[]): World {
  const bar = { open: 100, high: 104, low: 100, close: 103.9, volume: 1_000_000 }
  const dates = ['2024-05-30', '2024-05-31', '2024-06-03', '2024-06-04']
  return {
    label: 'simulated',
    seed: 7,
    from: new Date('2024-06-03T00:00:00Z'),
    to: new Date('2024-06-08T00:00:00Z'),
    companies: tickers.map((ticker) => ({
      ticker,
      name: `${ticker} Inc.`,
      sector: 'Technology',
      aliases: [],
    })),
    articles: [],
    bars: new Map(tickers.map((ticker) => [ticker, dates.map((date) => ({ date, ...bar }))])),
    filings: [],
    pages: [],
  }
}

export type Fault =
  | 'none'
  | 'refuse-429'
  | 'drop-before'
  | 'drop-after'
  | 'answer-504'
  | 'garble'
  | 'hang'

export type BrokerServer = {
  server: Server
  settings: AlpacaSettings
  /** Requests that reached the broker, such as `POST /alpaca/v2/orders`. */
  seen: string[]
}

/** Serves an account of 100,000 dollars until the test file ends. `fault` is asked before each request. */
export async function serveBroker(
  clock: Clock,
  {
    quotes = risingQuotes,
    tickers = TICKERS,
    ...options
  }: Partial<AlpacaOptions> & { quotes?: Quotes; tickers?: readonly string[] } = {},
  fault: (request: IncomingMessage) => Fault = () => 'none',
): Promise<BrokerServer> {
  const routes = alpacaRoutes(smallWorld(tickers), quotes, clock, {
    seed: 7,
    cash: '100000',
    requestsPerMinute: 0,
    ...options,
  })
  const seen: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://world')
    const kind = fault(request)
    if (kind === 'drop-before') return void request.socket.destroy()
    if (kind === 'refuse-429') {
      return void response
        .writeHead(429, { 'retry-after': '0' })
        .end('{"message":"too many requests."}')
    }
    seen.push(`${request.method} ${pathname}`)
    void routes.handle(request, kind === 'none' ? response : spoiled(response, kind), pathname)
  })
  server.on('upgrade', (request, socket, head) => {
    if (!routes.upgrade(request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings: AlpacaSettings = {
    baseUrl: `${base}/alpaca`,
    dataBaseUrl: `${base}/alpaca-data`,
    key: 'key',
    secret: 'secret',
    timeoutMs: 1_000,
    requestsPerMinute: 0,
  }
  return { server, settings, seen }
}

/** A response whose answer, once the broker has acted, does not reach the client as it was. */
function spoiled(response: ServerResponse, kind: Fault): ServerResponse {
  const end = response.end.bind(response)
  response.writeHead = ((status: number) => {
    response.statusCode = kind === 'answer-504' ? 504 : status
    return response
  }) as typeof response.writeHead
  response.end = ((body?: unknown) => {
    if (kind === 'drop-after') return response.destroy()
    if (kind === 'hang') return response
    if (kind === 'answer-504') return end('upstream timed out')
    return end(String(body).slice(0, 20))
  }) as typeof response.end
  return response
}
