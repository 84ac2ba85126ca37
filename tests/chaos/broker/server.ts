/** The misbehaving broker over HTTP, as far as the adapter, the keeper and the reading ask it. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random } from '../random.ts'
import { openBook, statusOf, type MockBook } from './mock-book.ts'
import type { Mode } from './modes.ts'
import { account, activities, listed, positions, wire } from './told.ts'

export type MockBroker = {
  base: string
  book: MockBook
  /** Called at each order put to it, before and after it is taken: where processes die. */
  onPost: (when: 'before' | 'after') => void
  posts: () => number
  /** Whether it behaves from now on. */
  calm(isCalm: boolean): void
  close(): Promise<void>
}

/** Of so many real milliseconds the last are a storm in which everything is refused. */
const STORM = { everyMs: 1_500, lastMs: 500 }

export async function serveMock(
  mode: Mode,
  random: Random,
  now: () => number,
): Promise<MockBroker> {
  const book = openBook(mode, random, now)
  let posts = 0
  let isCalm = false
  const broker = {
    book,
    onPost: (_when: 'before' | 'after') => undefined as void,
    posts: () => posts,
    calm: (on: boolean) => void (isCalm = on),
  }
  const isStorm = () =>
    mode === 'too_many' && !isCalm && Date.now() % STORM.everyMs > STORM.everyMs - STORM.lastMs
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readBody(request)
      const url = new URL(request.url ?? '/', 'http://broker')
      if (isStorm())
        return reply(response, 429, { message: 'too many requests.' }, { 'retry-after': '30' })
      if (request.method === 'POST') {
        posts += 1
        return post(JSON.parse(body) as Record<string, string>, response)
      }
      const [status, answer] = ask(request.method ?? 'GET', url)
      reply(response, status, answer)
    })()
  })

  function post(asked: Record<string, string>, response: ServerResponse): void {
    broker.onPost('before')
    const drawn = isCalm ? 1 : random.next()
    // It never got this one, and nobody says so.
    if (mode === 'lost_response' && drawn < 0.15) return void response.destroy()
    const isLate = mode === 'delayed' && drawn < 0.5
    const order = book.take(
      {
        clientId: asked['client_order_id']!,
        ticker: asked['symbol']!,
        side: asked['side'] as 'buy' | 'sell',
        quantity: asked['qty']!,
        limitPrice: asked['limit_price'] ?? null,
      },
      isLate,
    )
    broker.onPost('after')
    if (!order)
      return reply(response, 422, { code: 40010001, message: 'client_order_id must be unique' })
    const isLost = ['lost_response', 'stale_lookup', 'dup', 'uniq'].includes(mode) && drawn < 0.4
    if (isLate || isLost) return void response.destroy()
    if (mode === 'error_after_accept' && drawn < 0.4)
      return reply(response, 504, { message: 'upstream timed out' })
    return reply(response, 200, wire(order, now()))
  }

  function ask(method: string, url: URL): [number, unknown] {
    const path = url.pathname.replace(/^\/(data|alpaca)/, '')
    const at = now()
    if (path === '/v2/stocks/trades/latest') {
      const tickers = (url.searchParams.get('symbols') ?? '').split(',')
      const last = { p: 100, t: new Date(at - 1_000).toISOString() }
      return [200, { trades: Object.fromEntries(tickers.map((ticker) => [ticker, last])) }]
    }
    if (path === '/v2/account') return [200, account(book, at)]
    if (path === '/v2/positions') return [200, positions(book, at)]
    if (path === '/v2/account/activities/FILL') return [200, activities(book, url, at, random)]
    // Nothing but trades ever comes of this account.
    if (path === '/v2/account/activities') return [200, []]
    if (path === '/v2/orders:by_client_order_id') {
      const id = url.searchParams.get('client_order_id')
      const found = book.seen().find(({ clientId }) => clientId === id)
      return found ? [200, wire(found, at)] : [404, { code: 40410000, message: 'order not found' }]
    }
    if (path === '/v2/orders') return [200, listed(book, url, at)]
    const order = book.seen().find(({ id }) => path === `/v2/orders/${id}`)
    if (method !== 'DELETE' || !order) return [404, { code: 40410000, message: 'not found' }]
    if (book.cancel(order) === 'taken') return [204, undefined]
    return [422, { code: 42210000, message: `order is already in "${statusOf(order, at)}" state` }]
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return Object.assign(broker, {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
