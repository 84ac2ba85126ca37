/** Servers that send whoever holds a key on to one that writes down what it is sent. */

import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { openS3 } from '#shared/clients/objects/s3.ts'
import { openOllama } from '#shared/clients/model/ollama.ts'
import { openOpenAi } from '#shared/clients/model/openai.ts'
import { openAlpacaMarket } from '#shared/clients/alpaca/market.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { tryUrl } from '../../../../services/cli/doctor/trials.ts'

const KEY = 'canary-key-6f1d'
const stolen: { url: string; headers: IncomingHttpHeaders }[] = []
const asked: { url: string; headers: IncomingHttpHeaders }[] = []
let status = 302
let location = ''

async function serve(write: typeof stolen, redirects: boolean): Promise<string> {
  const server = createServer((request, response) => {
    write.push({ url: request.url ?? '', headers: request.headers })
    request.resume()
    if (redirects) response.writeHead(status, { location }).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const thief = await serve(stolen, false)
const vendor = await serve(asked, true)
const base = `http://${vendor}`
const never = new AbortController().signal

beforeEach(() => {
  stolen.length = 0
  asked.length = 0
})

const alpaca = openAlpaca({
  baseUrl: base,
  dataBaseUrl: base,
  key: KEY,
  secret: KEY,
  timeoutMs: 2_000,
  requestsPerMinute: 0,
})
const alpacaMarket = openAlpacaMarket({ baseUrl: base, key: KEY, secret: KEY })
const polygon = openPolygon({ baseUrl: base, key: KEY })
const limits = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 }
const ollama = openOllama({
  baseUrl: `http://reader:${KEY}@${vendor}`,
  contextTokens: 512,
  keepAlive: '1m',
  limits,
})
const openAi = openOpenAi({ baseUrl: base, key: KEY, limits })
const s3 = openS3({ endpoint: base, accessKey: KEY, secretKey: KEY, region: 'us-east-1' })
const order = {
  clientOrderId: 'sx-1',
  ticker: 'AAPL',
  side: 'buy',
  quantity: '1',
  orderType: 'market',
  limitPrice: null,
  stopPrice: null,
} as const
const now = new Date('2026-03-02T15:00:00Z')

/** Everything that sends a key, by what it is called. */
const calls: Record<string, () => Promise<unknown>> = {
  'alpaca account': () => alpaca.account(),
  'alpaca clock': () => alpaca.clock(),
  'alpaca calendar': () => alpaca.calendar('2026-03-02', '2026-03-03'),
  'alpaca submitOrder': () => alpaca.submitOrder(order),
  'alpaca orderByClientId': () => alpaca.orderByClientId('sx-1'),
  'alpaca openOrders': () => alpaca.openOrders(),
  'alpaca orders': () => alpaca.orders(now),
  'alpaca positions': () => alpaca.positions(),
  'alpaca fills': () => alpaca.fills(null),
  'alpaca latestTrades': () => alpaca.latestTrades(['AAPL']),
  'alpaca latestQuotes': () => alpaca.latestQuotes(['AAPL']),
  'polygon news': () => polygon.news({ from: now, to: now, ticker: '' }, never),
  'polygon dailyBars': () =>
    polygon.dailyBars({ ticker: 'AAPL', from: '2026-03-02', to: '2026-03-02' }, never),
  'polygon groupedDaily': () => polygon.groupedDaily('2026-03-02', never),
  'polygon minuteBars': () => polygon.minuteBars({ ticker: 'AAPL', date: '2026-03-02' }, never),
  'polygon splits': () => polygon.splits({ ticker: '', from: '2026-03-02' }, never),
  'polygon dividends': () => polygon.dividends({ ticker: '', from: '2026-03-02' }, never),
  'polygon details': () => polygon.details('AAPL', never),
  'polygon tickerEvents': () => polygon.tickerEvents('AAPL', never),
  'alpaca bars': () =>
    alpacaMarket.bars(
      { symbols: ['AAPL'], timeframe: '1Day', start: now, end: now, feed: 'iex' },
      never,
    ),
  'alpaca latestBars': () => alpacaMarket.latestBars({ symbols: ['AAPL'], feed: 'iex' }, never),
  'ollama versionOf': () => ollama.versionOf('m:1', never),
  'openai versionOf': () => openAi.versionOf('m:1', never),
  'S3 get': () => s3.get('stonks-raw-news', 'a/b.json'),
  'S3 put': () => s3.put('stonks-raw-news', 'a/b.json', Buffer.from('{}'), 'application/json'),
  'S3 list': () => s3.list('stonks-raw-news', ''),
  'doctor broker': () => tryUrl(base, '/v2/clock'),
  'doctor market': () => tryUrl(base, '/v2/reference/news?limit=1'),
}
const names = Object.keys(calls)

describe.each([301, 302, 303, 307, 308])('a redirect %i', (code) => {
  test.each(names)('is not followed with a key: %s', async (name) => {
    status = code
    location = `http://${thief}/steal?mine=query-4711`
    const fault: unknown = await calls[name]!().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(fault).toBeInstanceOf(Error)
    expect(stolen).toEqual([])
    expect(asked.length).toBeGreaterThan(0)
  })
})

test.each(names.filter((name) => !name.startsWith('S3')))(
  'says where it would have led, and not how: %s',
  async (name) => {
    status = 307
    location = `http://user:pass@${thief}/steal?mine=query-4711`
    const messages: string[] = []
    await calls[name]!().catch((thrown: unknown) => {
      for (let at = thrown; at instanceof Error; at = at.cause) messages.push(at.message)
    })
    expect(messages.join('; ')).toContain(`redirects to ${thief}`)
    expect(messages.join('; ')).not.toMatch(/query-4711|pass@|canary/)
    expect(asked).toHaveLength(1)
  },
)

test.each(names)('is not followed at the same server either: %s', async (name) => {
  status = 302
  location = '/elsewhere'
  await calls[name]!().catch(() => undefined)
  expect(asked.filter(({ url }) => url.includes('elsewhere'))).toEqual([])
})

test('keys travel in headers alone', async () => {
  status = 302
  location = '/elsewhere'
  for (const name of names) await calls[name]!().catch(() => undefined)
  expect(asked.length).toBeGreaterThanOrEqual(names.length)
  expect(asked.filter(({ url }) => url.includes(KEY))).toEqual([])
  const of = (path: string) => asked.find(({ url }) => url.startsWith(path))?.headers
  expect(of('/v2/account')).toMatchObject({ 'apca-api-key-id': KEY, 'apca-api-secret-key': KEY })
  expect(of('/v2/reference/news')).toMatchObject({ authorization: `Bearer ${KEY}` })
  const basic = Buffer.from(`reader:${KEY}`).toString('base64')
  expect(of('/api/tags')).toMatchObject({ authorization: `Basic ${basic}` })
})
