import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { serveWorld } from '../../helpers/world.ts'
import { openWorld } from '../../../services/world/open.ts'

const KEY = 'the-key-of-this-run'
const SECRET = 'the-secret-of-this-run'
const MARKET = 'the-market-key-of-this-run'

const world = await openWorld({ seed: 4, from: '2026-03-02', to: '2026-03-03' })
const keys = { market: MARKET, broker: { key: KEY, secret: SECRET } }
const { url, setNow } = await serveWorld(world, { keys })
setNow('2026-03-03T17:00:00Z')
const ticker = world.companies[0]!.ticker

const own = { 'apca-api-key-id': KEY, 'apca-api-secret-key': SECRET }
const strangers: Record<string, Record<string, string>> = {
  'any two words': { 'apca-api-key-id': 'replay', 'apca-api-secret-key': 'replay' },
  'the key with a guess': { 'apca-api-key-id': KEY, 'apca-api-secret-key': 'guess' },
  'the secret with a guess': { 'apca-api-key-id': 'guess', 'apca-api-secret-key': SECRET },
  'the two exchanged': { 'apca-api-key-id': SECRET, 'apca-api-secret-key': KEY },
  'the key of the market': { 'apca-api-key-id': MARKET, 'apca-api-secret-key': MARKET },
  'the beginning of the secret': {
    'apca-api-key-id': KEY,
    'apca-api-secret-key': SECRET.slice(0, -1),
  },
  'the secret in another case': {
    'apca-api-key-id': KEY,
    'apca-api-secret-key': SECRET.toUpperCase(),
  },
}

const place = (headers: Record<string, string>) =>
  fetch(`${url}/alpaca/v2/orders`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      symbol: ticker,
      qty: '1',
      side: 'buy',
      type: 'market',
      time_in_force: 'day',
    }),
  })
const orders = async () =>
  (await fetch(`${url}/alpaca/v2/orders?status=all`, { headers: own })).json()

describe('the account', () => {
  test.each(Object.entries(strangers))('is closed to %s', async (_name, headers) => {
    const before = await orders()
    const placed = await place(headers)
    expect([placed.status, await placed.json()]).toEqual([
      401,
      { code: 40110000, message: 'request is not authorized' },
    ])
    for (const method of ['GET', 'DELETE'])
      expect((await fetch(`${url}/alpaca/v2/orders`, { method, headers })).status).toBe(401)
    const data = await fetch(`${url}/alpaca-data/v2/stocks/trades/latest?symbols=${ticker}`, {
      headers,
    })
    expect([data.status, await data.json()]).toEqual([403, { message: 'forbidden.' }])
    expect(await orders()).toEqual(before)
  })

  test('is closed to whoever sends no keys, and open to its own', async () => {
    const refused = await place({})
    expect([refused.status, await refused.json()]).toEqual([403, { message: 'forbidden.' }])
    expect((await place(own)).status).toBe(200)
    const data = `${url}/alpaca-data/v2/stocks/trades/latest?symbols=${ticker}`
    expect((await fetch(data, { headers: own })).status).toBe(200)
  })
})

/** What the stream says to each of these, in turn. */
async function talk(...messages: object[]): Promise<{ stream: string; data: object }[]> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/alpaca/stream`)
  await once(socket, 'open')
  const heard = []
  for (const message of messages) {
    socket.send(JSON.stringify(message))
    const [said] = (await once(socket, 'message')) as [Buffer]
    heard.push(JSON.parse(said.toString()) as { stream: string; data: object })
  }
  socket.terminate()
  return heard
}

const refusal = {
  stream: 'authorization',
  data: { status: 'unauthorized', action: 'authenticate' },
}
const listen = { action: 'listen', data: { streams: ['trade_updates'] } }

describe('the stream of orders', () => {
  test.each(Object.values(strangers))('says nothing to %j', async (headers) => {
    const [key, secret] = [headers['apca-api-key-id'], headers['apca-api-secret-key']]
    expect(await talk({ action: 'auth', key, secret }, listen)).toEqual([
      refusal,
      { stream: 'listening', data: { error: 'access key verification failed' } },
    ])
    const older = { action: 'authenticate', data: { key_id: key, secret_key: secret } }
    expect(await talk(older)).toEqual([refusal])
  })

  test('opens to its own keys, and closes to who then sends others', async () => {
    const right = { action: 'auth', key: KEY, secret: SECRET }
    const said = await talk(right, listen, { ...right, secret: 'guess' }, listen)
    expect(said.map(({ data }) => data)).toMatchObject([
      { status: 'authorized' },
      { streams: ['trade_updates'] },
      { status: 'unauthorized' },
      { error: 'access key verification failed' },
    ])
  })

  test('takes no keys that are not words', async () => {
    expect(await talk({ action: 'auth', key: [KEY], secret: { [SECRET]: 1 } })).toEqual([refusal])
  })
})

describe('Polygon', () => {
  const news = `${url}/polygon/v2/reference/news`
  test.each<[string, Record<string, string>]>([
    ['?apiKey=replay', {}],
    [`?apiKey=${KEY}`, {}],
    ['', { authorization: 'Bearer replay' }],
    ['?apiKey=replay', { authorization: `Bearer ${MARKET}` }],
    ['', { authorization: `Bearer ${MARKET}x` }],
  ])('refuses %s with %j', async (query, headers) => {
    const reply = await fetch(news + query, { headers })
    expect([reply.status, await reply.json()]).toMatchObject([
      401,
      { status: 'ERROR', error: 'Unknown API Key', request_id: expect.any(String) },
    ])
  })

  test('takes its own key, in the address and in the header', async () => {
    expect((await fetch(`${news}?apiKey=${MARKET}`)).status).toBe(200)
    const headers = { authorization: `Bearer ${MARKET}` }
    expect((await fetch(news, { headers })).status).toBe(200)
  })
})

test('what the world tells of itself holds no key, and nobody changes it', async () => {
  for (const path of ['info', 'universe', 'times']) {
    const told = await (await fetch(`${url}/world/${path}`)).text()
    for (const secret of [KEY, SECRET, MARKET]) expect(told).not.toContain(secret)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const reply = await fetch(`${url}/world/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: '{"cash":"1000000","now":"2030-01-01T00:00:00Z"}',
      })
      expect([path, method, reply.status]).toEqual([path, method, 404])
    }
    expect(await (await fetch(`${url}/world/${path}`)).text()).toBe(told)
  }
})

test('a world without keys takes any', async () => {
  const open = await serveWorld(world)
  const anyone = { headers: strangers['any two words']! }
  expect((await fetch(`${open.url}/alpaca/v2/account`, anyone)).status).toBe(200)
  expect((await open.get('/polygon/v2/reference/news')).status).toBe(200)
})
