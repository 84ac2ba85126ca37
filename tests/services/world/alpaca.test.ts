import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { NOON } from '../../helpers/trading.ts'
import { serveBroker, setClock, type BrokerServer } from '../../helpers/broker.ts'
import { fillsInParts } from '../../../services/world/alpaca/execution.ts'
import { complaints, type OpenApi } from '../../helpers/openapi.ts'
import { beside } from '../../helpers/beside.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-alpaca-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let clock = setClock()
let broker: BrokerServer
beforeEach(async () => {
  clock = setClock()
  broker = await serveBroker(clock)
})

const keys = { 'apca-api-key-id': 'key', 'apca-api-secret-key': 'secret' }

async function call(method: string, path: string, body?: object) {
  const response = await fetch(broker.settings.baseUrl.replace('/alpaca', '') + path, {
    method,
    headers: keys,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : undefined,
  }
}

function order(change: object = {}) {
  return {
    symbol: 'AAPL',
    qty: '2',
    side: 'buy',
    type: 'market',
    time_in_force: 'day',
    client_order_id: whole,
    ...change,
  }
}

/** Ids of orders that fill at once, and one that fills in parts. */
const ids = Array.from({ length: 200 }, (_, index) => `order-${index}`)
const parted = ids.find((id) => fillsInParts(id, 7))!
const [whole, whole2] = ids.filter((id) => !fillsInParts(id, 7)) as [string, string]
const later = (ms: number) => clock.set(new Date(clock.now().getTime() + ms))
const place = (change: object = {}) => call('POST', '/alpaca/v2/orders', order(change))

describe('orders', () => {
  test('a market order fills at the last trade, and its POST reply does not know yet', async () => {
    const placed = await place()
    expect(placed).toMatchObject({
      status: 200,
      body: { status: 'new', filled_qty: '0', filled_avg_price: null },
    })
    const found = await call('GET', `/alpaca/v2/orders/${placed.body.id}`)
    expect(found.body).toMatchObject({
      status: 'filled',
      filled_qty: '2',
      filled_avg_price: '100.9',
    })
    expect(
      await call('GET', `/alpaca/v2/orders:by_client_order_id?client_order_id=${whole}`),
    ).toEqual(expect.objectContaining({ status: 200, body: found.body }))
    const account = await call('GET', '/alpaca/v2/account')
    expect(account.body).toMatchObject({
      cash: '99798.2',
      equity: '100000',
      buying_power: '99798.2',
    })
  })

  test('one order in ten fills half at once and the rest at the next minute', async () => {
    later(30_000)
    const { body } = await place({
      client_order_id: parted,
      qty: '0.000000003',
      symbol: 'AAPL',
      type: 'market',
    })
    expect(body.message).toBe('cost basis must be >= minimal amount of order 1')
    const placed = await place({ client_order_id: parted, qty: '1.5' })
    const path = `/alpaca/v2/orders/${placed.body.id}`
    expect((await call('GET', path)).body).toMatchObject({
      status: 'partially_filled',
      filled_qty: '0.75',
    })
    later(29_999)
    expect((await call('GET', path)).body.filled_qty).toBe('0.75')
    later(1)
    expect((await call('GET', path)).body).toMatchObject({
      status: 'filled',
      filled_qty: '1.5',
      filled_avg_price: '100.905',
    })
    expect(ids.filter((id) => fillsInParts(id, 7)).length / ids.length).toBeCloseTo(0.1, 1)
  })

  test('an order before the open waits for it, an unmarketable day order expires at the close', async () => {
    clock.set(new Date('2024-06-03T12:00:00Z'))
    const early = await place()
    expect(early.body.status).toBe('accepted')
    const low = await place({ client_order_id: whole2, type: 'limit', limit_price: '50' })
    clock.set(new Date('2024-06-03T13:30:00Z'))
    expect((await call('GET', `/alpaca/v2/orders/${early.body.id}`)).body).toMatchObject({
      status: 'filled',
      filled_avg_price: '100',
      filled_at: '2024-06-03T13:30:00.000Z',
    })
    clock.set(new Date('2024-06-03T20:00:00Z'))
    expect((await call('GET', `/alpaca/v2/orders/${low.body.id}`)).body).toMatchObject({
      status: 'expired',
      expired_at: '2024-06-03T20:00:00.000Z',
    })
  })

  test('a limit order fills when it becomes marketable, a stop when it is touched', async () => {
    await place({ qty: '5' })
    later(0)
    const sell = await place({
      client_order_id: whole2,
      side: 'sell',
      qty: '2',
      type: 'limit',
      limit_price: '101.5',
    })
    expect((await call('GET', '/alpaca/v2/positions/AAPL')).body).toMatchObject({
      qty: '5',
      qty_available: '3',
    })
    later(60 * 60_000)
    expect((await call('GET', `/alpaca/v2/orders/${sell.body.id}`)).body).toMatchObject({
      status: 'filled',
      filled_avg_price: '101.5',
    })
    expect((await call('GET', '/alpaca/v2/account')).body.cash).toBe('99698.5')
  })

  test('cancels what is open and refuses to cancel what is not', async () => {
    const open = await place({ type: 'limit', limit_price: '50' })
    expect((await call('DELETE', `/alpaca/v2/orders/${open.body.id}`)).status).toBe(204)
    expect((await call('GET', `/alpaca/v2/orders/${open.body.id}`)).body.status).toBe('canceled')
    expect(await call('DELETE', `/alpaca/v2/orders/${open.body.id}`)).toMatchObject({
      status: 422,
      body: { code: 42210000, message: 'order is already in "canceled" state' },
    })
  })

  test.each([
    [{ symbol: 'NONE' }, 422, 'asset "NONE" not found'],
    [{ qty: '0' }, 422, 'qty must be > 0'],
    [{ qty: '-1' }, 422, 'qty must be > 0'],
    [{ qty: '1.0000000001' }, 422, 'qty value must be limited to 9 decimal places'],
    [{ qty: '1.5', time_in_force: 'gtc' }, 422, 'fractional orders must be DAY orders'],
    [{ qty: undefined }, 422, 'qty or notional is required'],
    [{ type: 'limit' }, 422, 'limit orders require limit_price'],
    [
      { type: 'limit', limit_price: '1.005' },
      422,
      'sub-penny increment does not fulfill minimum pricing criteria',
    ],
    [{ side: 'hold' }, 422, 'invalid side "hold"'],
    [{ qty: '1000000' }, 403, 'insufficient buying power'],
    [{ side: 'sell' }, 403, 'account is not allowed to short'],
    [{ symbol: 'PENNY', qty: '1' }, 403, 'cost basis must be >= minimal amount of order 1'],
    [
      { client_order_id: 'x'.repeat(129) },
      422,
      'client_order_id must be no more than 128 characters',
    ],
  ])('%o is refused', async (change, status, message) => {
    expect(await place(change)).toMatchObject({
      status,
      body: { message, code: expect.any(Number) },
    })
  })

  test('refuses an id it knows, a wash trade, and more shares than are free', async () => {
    await place({ qty: '3' })
    expect(await place()).toMatchObject({
      status: 422,
      body: { code: 40010001, message: 'client_order_id must be unique' },
    })
    expect((await place({ client_order_id: 'more', side: 'sell', qty: '4' })).body.message).toBe(
      'insufficient qty available for order (requested: 4, available: 3)',
    )
    await place({ client_order_id: whole2, type: 'limit', limit_price: '50' })
    expect(await place({ client_order_id: 'wash', side: 'sell', qty: '1' })).toMatchObject({
      status: 403,
      body: { message: 'potential wash trade detected. use complex orders' },
    })
  })

  test('lists by status, symbol and time', async () => {
    await place()
    later(1)
    await place({ client_order_id: whole2, symbol: 'MSFT', type: 'limit', limit_price: '50' })
    const list = async (query: string) =>
      (await call('GET', `/alpaca/v2/orders?${query}`)).body.map(
        (one: { symbol: string }) => one.symbol,
      )
    expect(await list('')).toEqual(['MSFT'])
    expect(await list('status=closed')).toEqual(['AAPL'])
    expect(await list('status=all&direction=asc')).toEqual(['AAPL', 'MSFT'])
    expect(await list('status=all&limit=1')).toEqual(['MSFT'])
    expect(await list(`status=all&after=${NOON.toISOString()}`)).toEqual(['MSFT'])
    expect(await list('status=all&symbols=AAPL')).toEqual(['AAPL'])
  })
})

test('pages through fills, each with an id that begins with its New York time', async () => {
  await place({ client_order_id: parted, qty: '2' })
  later(60_000)
  const fills = async (query: string) =>
    (await call('GET', `/alpaca/v2/account/activities/FILL?direction=asc&${query}`)).body
  const all = await fills('')
  expect(all).toHaveLength(2)
  expect(all[0]).toMatchObject({
    type: 'partial_fill',
    qty: '1',
    leaves_qty: '1',
    id: expect.stringMatching(/^20240603110000000::/),
  })
  expect(await fills(`page_size=1&page_token=${all[0].id}`)).toEqual([all[1]])
  expect(await fills(`after=${NOON.toISOString()}`)).toEqual([all[1]])
})

test('is paid in and out, and a reset gives another account', async () => {
  const tell = (path: string, body?: object) => call('POST', `/alpaca/world/${path}`, body)
  const account = async () => (await call('GET', '/alpaca/v2/account')).body
  const first = await account()
  const since = `after=${new Date(clock.now().getTime() - 1000).toISOString()}`
  expect(await tell('transfer', { amount: '-50.25' })).toMatchObject({ status: 204 })
  expect(await tell('transfer', { amount: '10' })).toMatchObject({ status: 204 })
  expect(await tell('transfer', { amount: 'all' })).toMatchObject({ status: 422 })
  expect(Number((await account()).cash)).toBe(Number(first.cash) - 40.25)
  const { body } = await call('GET', `/alpaca/v2/account/activities?${since}&direction=asc`)
  expect(
    body.map((row: Record<string, string>) => [row['activity_type'], row['net_amount']]).sort(),
  ).toEqual([
    ['CSD', '10'],
    ['CSW', '-50.25'],
  ])
  await place()
  expect(await tell('reset')).toMatchObject({ status: 204 })
  const second = await account()
  expect(second.id).not.toBe(first.id)
  expect(second.cash).toBe(first.cash)
  expect((await call('GET', '/alpaca/v2/orders?status=all')).body).toEqual([])
})

test('asks for keys, and stops at 200 requests of a real minute', async () => {
  broker = await serveBroker(clock, { requestsPerMinute: 200 })
  expect(
    await fetch(`${broker.settings.baseUrl}/v2/clock`).then(async (it) => [
      it.status,
      await it.json(),
    ]),
  ).toEqual([403, { message: 'forbidden.' }])
  for (let sent = 1; sent <= 200; sent += 1)
    expect((await call('GET', '/alpaca/v2/clock')).status).toBe(200)
  const refused = await call('GET', '/alpaca/v2/clock')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
})

test('a restart with the journal brings every order back as it was', async () => {
  const journal = join(folder, 'orders.jsonl')
  broker = await serveBroker(clock, { journal })
  await place({ client_order_id: whole2 })
  await call('POST', '/alpaca/world/reset')
  await call('POST', '/alpaca/world/transfer', { amount: '75.5' })
  await place({ client_order_id: parted, qty: '3' })
  const open = await place({ client_order_id: whole, type: 'limit', limit_price: '50' })
  await call('DELETE', `/alpaca/v2/orders/${open.body.id}`)
  later(120_000)
  const read = () =>
    Promise.all(
      [
        'orders?status=all',
        'account',
        'positions',
        'account/activities/FILL',
        'account/activities',
      ].map(async (path) => (await call('GET', `/alpaca/v2/${path}`)).body),
    )
  const before = await read()
  broker = await serveBroker(clock, { journal })
  expect(await read()).toEqual(before)
})

test('clock and calendar know half days', async () => {
  clock.set(new Date('2024-07-03T15:00:00Z'))
  expect((await call('GET', '/alpaca/v2/clock')).body).toEqual({
    timestamp: '2024-07-03T11:00:00.000-04:00',
    is_open: true,
    next_open: '2024-07-05T09:30:00.000-04:00',
    next_close: '2024-07-03T13:00:00.000-04:00',
  })
  const days = (await call('GET', '/alpaca/v2/calendar?start=2024-07-03&end=2024-07-05')).body
  expect(days.map((day: { date: string; close: string }) => [day.date, day.close])).toEqual([
    ['2024-07-03', '13:00'],
    ['2024-07-05', '16:00'],
  ])
})

test('market data never tells what comes later', async () => {
  const data = async (path: string) => (await call('GET', `/alpaca-data/v2/stocks/${path}`)).body
  expect((await data('trades/latest?symbols=AAPL,NONE')).trades).toEqual({
    AAPL: expect.objectContaining({ p: 100.9, t: NOON.toISOString() }),
  })
  const { AAPL } = await data('snapshots?symbols=AAPL')
  expect(AAPL.dailyBar).toMatchObject({ o: 100, h: 100.9, c: 100.9 })
  expect(AAPL.prevDailyBar).toMatchObject({ c: 103.9, t: '2024-05-31T04:00:00.000Z' })
  const { bars } = await data(
    'bars?symbols=AAPL&timeframe=1Day&start=2024-05-01T00:00:00Z&end=2024-07-01T00:00:00Z',
  )
  expect(bars.AAPL.map((bar: { t: string; c: number }) => [bar.t.slice(0, 10), bar.c])).toEqual([
    ['2024-05-30', 103.9],
    ['2024-05-31', 103.9],
    ['2024-06-03', 100.9],
  ])
})

const { path: fixtures, why: absent } = beside('data/api-fixtures/alpaca')
const spec = (name: string) =>
  JSON.parse(readFileSync(`${fixtures}/openapi_${name}-api.json`, 'utf8')) as OpenApi

test.skipIf(absent)(`replies fit Alpaca's own description${absent}`, async () => {
  await place({ qty: '3' })
  await place({ client_order_id: whole2, type: 'limit', limit_price: '50' })
  later(60_000)
  const [api, data] = [spec('trading'), spec('market-data')]
  const replies: [OpenApi, string, string][] = [
    [api, 'Account', '/alpaca/v2/account'],
    [api, 'legacy_clock', '/alpaca/v2/clock'],
    [api, 'legacy_public_calendar_resp', '/alpaca/v2/calendar?start=2024-06-01&end=2024-06-30'],
    [api, 'Assets[]', '/alpaca/v2/assets'],
    [api, 'Assets', '/alpaca/v2/assets/AAPL'],
    [api, 'Order[]', '/alpaca/v2/orders?status=all'],
    [api, 'Position[]', '/alpaca/v2/positions'],
    [api, 'TradingActivities[]', '/alpaca/v2/account/activities/FILL'],
    [data, 'stock_latest_trades_resp', '/alpaca-data/v2/stocks/trades/latest?symbols=AAPL'],
    [data, 'stock_latest_quotes_resp', '/alpaca-data/v2/stocks/quotes/latest?symbols=AAPL'],
    [data, 'stock_snapshots_resp', '/alpaca-data/v2/stocks/snapshots?symbols=AAPL'],
    [
      data,
      'stock_bars_resp',
      '/alpaca-data/v2/stocks/bars?symbols=AAPL&timeframe=1Day&start=2024-05-01T00:00:00Z',
    ],
  ]
  for (const [document, schema, path] of replies) {
    const { status, body } = await call('GET', path)
    expect([path, status, complaints(document, schema, body)]).toEqual([path, 200, []])
  }
  expect(
    complaints(api, 'Order', {
      ...(await place({ client_order_id: 'odd' })).body,
      status: 'odd',
    }),
  ).toHaveLength(1)
})
