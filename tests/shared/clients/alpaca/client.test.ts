import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { type AlpacaSettings } from '#shared/clients/alpaca/http.ts'
import { openAlpaca, type OrderRequest } from '#shared/clients/alpaca/client.ts'
import { serveBroker, setClock } from '../../../helpers/broker.ts'
import { NOON } from '../../../helpers/trading.ts'

/** Answers in turn what a test put down; the last answer stays. */
let answers: ((response: ServerResponse) => unknown)[] = []
const asked: { method: string; url: string; key: unknown; body: string }[] = []
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    asked.push({
      method: request.method ?? '',
      url: request.url ?? '',
      key: request.headers['apca-api-key-id'],
      body: Buffer.concat(chunks).toString(),
    })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    answer?.(response)
  })
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
  baseUrl: `${base}/trading/`,
  dataBaseUrl: `${base}/data`,
  key: 'key',
  secret: 'secret',
  timeoutMs: 250,
  requestsPerMinute: 0,
}
const alpaca = openAlpaca(settings)
const json =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
const account = {
  id: 'a',
  status: 'ACTIVE',
  cash: '0.10',
  equity: '100000000000.123456',
  buying_power: '0',
}
const order: OrderRequest = {
  clientOrderId: 'sx-1',
  ticker: 'AAPL',
  side: 'buy',
  quantity: '0.000000001',
  orderType: 'market',
  limitPrice: null,
  stopPrice: null,
}
const placed = {
  id: 'b',
  client_order_id: 'sx-1',
  symbol: 'AAPL',
  side: 'buy',
  qty: '0.000000001',
  filled_qty: '0',
  filled_avg_price: null,
  status: 'under_review',
  created_at: '2024-06-03T15:00:00.123456789Z',
}

beforeEach(() => {
  answers = []
  asked.length = 0
})

describe('the client', () => {
  test('keeps decimals as text and the base address’s path', async () => {
    answers = [json(200, account)]
    expect(await alpaca.account()).toEqual({
      accountId: 'a',
      accountNumber: null,
      blocked: false,
      dayTrades: null,
      status: 'ACTIVE',
      cash: '0.10',
      equity: '100000000000.123456',
      buyingPower: '0',
    })
    expect(asked).toEqual([{ method: 'GET', url: '/trading/v2/account', key: 'key', body: '' }])
  })

  test('sends quantities as text and takes a status it does not know', async () => {
    answers = [json(200, placed)]
    expect(await alpaca.submitOrder(order)).toMatchObject({
      status: 'under_review',
      submittedAt: new Date('2024-06-03T15:00:00.123Z'),
    })
    expect(JSON.parse(asked[0]!.body)).toEqual({
      symbol: 'AAPL',
      qty: '0.000000001',
      side: 'buy',
      type: 'market',
      time_in_force: 'day',
      client_order_id: 'sx-1',
    })
  })

  test('asks the market data host for prices, which become decimal text', async () => {
    answers = [json(200, { trades: { AAPL: { p: 172.78, t: '2022-08-17T09:50:43.361102308Z' } } })]
    expect(await alpaca.latestTrades(['AAPL', 'BRK.B'])).toEqual(
      new Map([['AAPL', { price: '172.78', at: new Date('2022-08-17T09:50:43.361Z') }]]),
    )
    expect(asked[0]!.url).toBe('/data/v2/stocks/trades/latest?symbols=AAPL%2CBRK.B')
  })

  test('reads the best offers, and leaves out those that cannot be read', async () => {
    const t = '2022-08-17T09:50:43.361Z'
    answers = [json(200, { quotes: { AAPL: { bp: 172.5, ap: 0, t }, MSFT: { bp: 'none' } } })]
    expect(await alpaca.latestQuotes(['AAPL', 'MSFT'])).toEqual(
      new Map([['AAPL', { bid: '172.5', ask: '0', at: new Date(t) }]]),
    )
    expect(asked[0]!.url).toBe('/data/v2/stocks/quotes/latest?symbols=AAPL%2CMSFT')
  })

  test('reads again after a 429, a 5xx, nonsense or silence', async () => {
    answers = [
      json(429, {}, { 'retry-after': '0' }),
      json(503, 'busy'),
      json(200, '{"id":'),
      json(200, account),
    ]
    expect(await alpaca.account()).toMatchObject({ accountId: 'a' })
    expect(asked).toHaveLength(4)
  })

  test.each([
    ['a 504', json(504, 'late'), 504],
    ['a broken answer', json(200, '{"id'), 200],
    ['an answer without an id', json(200, {}), 200],
    ['a reset', (response: ServerResponse) => response.destroy(), 0],
    ['silence', () => undefined, 0],
  ])(
    'never sends an order again by itself after %s, and calls it ambiguous',
    async (_, answer, status) => {
      answers = [answer]
      const fault = await alpaca.submitOrder(order).catch((caught: unknown) => caught)
      expect(fault).toBeInstanceOf(BrokerError)
      expect(fault).toMatchObject({ status, isAmbiguous: true })
      expect(asked).toHaveLength(1)
    },
  )

  test('sends an order again when it was refused for haste, which is no outcome', async () => {
    answers = [
      json(429, { message: 'too many requests.' }, { 'retry-after': '0' }),
      json(200, placed),
    ]
    expect(await alpaca.submitOrder(order)).toMatchObject({ brokerOrderId: 'b' })
  })

  test('does not wait long for a limit that resets late, and says when to come back', async () => {
    answers = [json(429, { message: 'too many requests.' }, { 'retry-after': '37' })]
    await expect(alpaca.account()).rejects.toMatchObject({ status: 429, retryAfter: 37 })
    expect(asked).toHaveLength(1)
  })

  test('gives a refusal its status, code and words, and no key', async () => {
    answers = [json(422, { code: 40010001, message: 'client_order_id must be unique' })]
    const fault: unknown = await alpaca.submitOrder(order).catch((caught: unknown) => caught)
    expect(fault).toMatchObject({ status: 422, code: 40010001, isAmbiguous: false })
    expect(String(fault)).toBe(
      'BrokerError: Ask the broker POST /v2/orders: 422, client_order_id must be unique',
    )
    expect(JSON.stringify(fault)).not.toContain('secret')
  })

  test('an id the broker does not know is undefined', async () => {
    answers = [json(404, { code: 40410000, message: 'order not found' })]
    expect(await alpaca.orderByClientId('sx/1')).toBeUndefined()
    expect(asked[0]!.url).toBe('/trading/v2/orders:by_client_order_id?client_order_id=sx%2F1')
  })

  test('a page that is not there is not the broker’s word that an order is not', async () => {
    const page = json(404, '<html>404 page not found</html>')
    answers = [page, page]
    await expect(alpaca.orderByClientId('sx/1')).rejects.toMatchObject({ status: 404 })
    await expect(alpaca.cancelOrder('b')).rejects.toMatchObject({ status: 404 })
  })

  test('reads prices and codes of refusals written as text, and leaves odd prices out', async () => {
    const t = '2022-08-17T09:50:43.361Z'
    const odd = { MSFT: { p: 0, t }, TSLA: { p: null, t }, IBM: null, F: { p: 1e18, t } }
    answers = [
      json(200, { trades: { AAPL: { p: '172.78', t }, ...odd } }),
      json(200, { quotes: { AAPL: { bp: '172.5', ap: '172.6', t } } }),
      json(403, { code: '40310000', message: 'potential wash trade detected' }),
    ]
    expect(await alpaca.latestTrades(['AAPL'])).toEqual(
      new Map([['AAPL', { price: '172.78', at: new Date(t) }]]),
    )
    expect(await alpaca.latestQuotes(['AAPL'])).toEqual(
      new Map([['AAPL', { bid: '172.5', ask: '172.6', at: new Date(t) }]]),
    )
    const fault: unknown = await alpaca.submitOrder(order).catch((caught: unknown) => caught)
    expect(fault).toMatchObject({ status: 403, code: 40310000 })
    expect(String(fault)).toContain('potential wash trade')
  })

  test('leaves console.debug as it was', async () => {
    const { debug } = console
    answers = [json(200, account)]
    await alpaca.account()
    expect(console.debug).toBe(debug)
  })
})

describe('with the world’s broker', () => {
  test('pages through orders and fills, each once', async () => {
    const clock = setClock()
    const broker = await serveBroker(clock)
    const live = openAlpaca(broker.settings)
    for (let index = 0; index < 130; index += 1) {
      await live.submitOrder({ ...order, clientOrderId: `page-${index}`, quantity: '0.1' })
    }
    clock.set(new Date(NOON.getTime() + 60_000))
    const [orders, fills] = [await live.orders(null), await live.fills(null)]
    expect(new Set(orders.map((one) => one.brokerOrderId)).size).toBe(130)
    expect(new Set(fills.map((one) => one.executionId)).size).toBe(fills.length)
    expect(fills.reduce((sum, one) => sum + Number(one.quantity), 0)).toBeCloseTo(13, 9)
    expect(await live.openOrders()).toEqual([])
    expect(await live.fills(NOON)).toHaveLength(fills.length - 130)
    expect(await live.clock()).toMatchObject({ isOpen: true })
    expect(await live.calendar('2024-07-03', '2024-07-04')).toEqual([
      { date: '2024-07-03', open: '09:30', close: '13:00' },
    ])
  })

  test.each([
    ['text', false],
    ['binary', true],
  ])('hears of its orders on the stream, in %s', async (_, binary) => {
    const broker = await serveBroker(setClock())
    const socket = new WebSocket(`${broker.settings.baseUrl.replace('http', 'ws')}/stream`)
    const heard: { stream: string; data: Record<string, unknown> }[] = []
    const frames: boolean[] = []
    socket.on('message', (data: Buffer, isBinary) => {
      heard.push(JSON.parse(data.toString()))
      frames.push(isBinary)
    })
    const reaches = async (count: number) => {
      for (let tries = 0; heard.length < count && tries < 200; tries += 1) {
        await new Promise((resolve) => {
          setTimeout(resolve, 10)
        })
      }
    }
    await new Promise((resolve) => {
      socket.once('open', resolve)
    })
    const say = (message: object) => socket.send(JSON.stringify(message), { binary })
    say({ action: 'auth', key: 'key', secret: 'secret' })
    say({ action: 'listen', data: { streams: ['trade_updates'] } })
    await reaches(2)
    await openAlpaca(broker.settings).submitOrder({
      ...order,
      clientOrderId: 'page-1',
      quantity: '0.1',
    })
    await reaches(4)
    socket.terminate()
    expect(
      heard.map(({ stream, data }) => [stream, data['status'] ?? data['streams'] ?? data['event']]),
    ).toEqual([
      ['authorization', 'authorized'],
      ['listening', ['trade_updates']],
      ['trade_updates', 'new'],
      ['trade_updates', 'fill'],
    ])
    expect(heard[3]!.data).toMatchObject({
      price: '100.9',
      qty: '0.1',
      order: { status: 'filled' },
    })
    expect(frames.every((isBinary) => isBinary === binary)).toBe(true)
  })
})

test('never sends more than it may in any minute', async () => {
  answers = [json(200, account)]
  const slow = openAlpaca({ ...settings, requestsPerMinute: 1200 })
  const began = performance.now()
  await Promise.all(Array.from({ length: 54 }, () => slow.account()))
  // 50 at once, then one every 60000 / 1150 ms.
  expect(performance.now() - began).toBeGreaterThan(200)
})
