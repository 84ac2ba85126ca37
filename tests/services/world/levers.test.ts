/** What happens to the paper account beside orders: splits, dividends, outages, slow cancels, changes of orders. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { NOON } from '../../helpers/trading.ts'
import { serveBroker, setClock, type BrokerServer } from '../../helpers/broker.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fillsInParts } from '../../../services/world/alpaca/execution.ts'
import { comeToSplit } from '../../../services/world/contents/actions.ts'
import { openQuotes } from '../../../services/world/contents/quotes.ts'
import { openWorld } from '../../../services/world/open.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-levers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let clock = setClock()
let broker: BrokerServer
beforeEach(async () => {
  clock = setClock()
  broker = await serveBroker(clock)
})

const keys = { 'apca-api-key-id': 'key', 'apca-api-secret-key': 'secret' }

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${broker.settings.baseUrl}/${path}`, {
    method,
    headers: keys,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined }
}

const [one, two, three] = Array.from({ length: 50 }, (_, index) => `levers-${index}`).filter(
  (id) => !fillsInParts(id, 7),
) as [string, string, string]
const buy = (id: string, change: object = {}) =>
  call('POST', 'v2/orders', {
    symbol: 'AAPL',
    qty: '3',
    side: 'buy',
    type: 'market',
    time_in_force: 'day',
    client_order_id: id,
    ...change,
  })
const held = async () => (await call('GET', 'v2/positions')).body as Record<string, string>[]
const told = async () =>
  (await call('GET', 'v2/account/activities?direction=asc')).body as Record<string, string>[]

test('a split takes effect as the next session opens: more shares at the same cost, no cash', async () => {
  await buy(one)
  const cash = (await call('GET', 'v2/account')).body.cash
  const [before] = await held()
  expect((await call('POST', 'world/split', { symbol: 'AAPL', from: 1, to: 4 })).body).toEqual({
    ex_date: '2024-06-04',
  })
  clock.set(new Date('2024-06-04T13:29:59Z'))
  expect(await held()).toMatchObject([{ qty: '3' }])
  expect(await told()).toEqual([])
  clock.set(new Date('2024-06-04T13:30:00Z'))
  const [after] = await held()
  expect(after).toMatchObject({ qty: '12', cost_basis: before!['cost_basis'] })
  expect((await call('GET', 'v2/account')).body.cash).toBe(cash)
  expect(await told()).toMatchObject([
    { activity_type: 'SPLIT', symbol: 'AAPL', qty: '9', net_amount: '0', date: '2024-06-04' },
  ])
})

test('an order that waits over a split ends with it: its shares and its price are no longer so', async () => {
  await buy(one)
  const stop = { symbol: 'AAPL', qty: '3', side: 'sell', type: 'stop', stop_price: '99' }
  await buy(two, { ...stop, time_in_force: 'gtc' })
  await call('POST', 'world/split', { symbol: 'AAPL', from: 1, to: 4 })
  const status = async () => (await call('GET', 'v2/orders?status=all')).body[0].status
  clock.set(new Date('2024-06-04T13:29:59Z'))
  expect(await status()).toBe('new')
  clock.set(new Date('2024-06-04T13:45:00Z'))
  expect(await status()).toBe('canceled')
  expect(await held()).toMatchObject([{ qty: '12', qty_available: '12' }])
})

test('prices are told on the new basis from the day of the split, and as they were before', async () => {
  const world = await openWorld({ seed: 3 })
  const { ticker } = world.companies[0]!
  const day = world.bars.get(ticker)!.at(-3)!.date
  const quotes = openQuotes(world)
  const priceAt = (time: string) => quotes.lastTrade(ticker, new Date(`${day}T${time}Z`))!.price
  const [early, open] = [priceAt('12:00:00'), priceAt('18:00:00')]
  comeToSplit(world, { ticker, exDate: day, from: 1, to: 4 })
  expect(priceAt('12:00:00')).toBeCloseTo(early, 3)
  expect(priceAt('18:00:00')).toBeCloseTo(open / 4, 1)
})

test('a dividend is paid on what is held, and only then', async () => {
  expect((await call('POST', 'world/dividend', { symbol: 'AAPL', amount: '0.25' })).status).toBe(
    422,
  )
  await buy(one)
  const before = Number((await call('GET', 'v2/account')).body.cash)
  expect((await call('POST', 'world/dividend', { symbol: 'AAPL', amount: '0.25' })).status).toBe(
    204,
  )
  expect(Number((await call('GET', 'v2/account')).body.cash)).toBeCloseTo(before + 0.75, 6)
  expect(await told()).toMatchObject([
    { activity_type: 'DIV', qty: '3', per_share_amount: '0.25', net_amount: '0.75' },
  ])
})

test.each([
  ['refuse', 'connection'],
  ['unavailable', 503],
])('is away for as long as it is told to be: %s', async (how, seen) => {
  await call('POST', 'world/outage', { seconds: 60, how })
  const ask = () =>
    call('GET', 'v2/account').then(
      ({ status }) => status,
      () => 'connection',
    )
  expect(await ask()).toBe(seen)
  clock.set(new Date(NOON.getTime() + 59_999))
  expect(await ask()).toBe(seen)
  clock.set(new Date(NOON.getTime() + 60_000))
  expect(await ask()).toBe(200)
})

test('a slow cancel is pending, and a fill may come before it', async () => {
  await call('POST', 'world/slow-cancels', { seconds: 120 })
  const placed = async (id: string, price: string) =>
    (await buy(id, { type: 'limit', limit_price: price })).body.id as string
  const [far, near] = [await placed(one, '50'), await placed(two, '50')]
  const meets = await placed(three, '50')
  for (const id of [far, near]) expect((await call('DELETE', `v2/orders/${id}`)).status).toBe(204)
  expect((await call('GET', `v2/orders/${far}`)).body.status).toBe('pending_cancel')
  expect((await call('DELETE', `v2/orders/${far}`)).status).toBe(422)
  clock.set(new Date(NOON.getTime() + 120_000))
  expect((await call('GET', `v2/orders/${far}`)).body).toMatchObject({
    status: 'canceled',
    canceled_at: new Date(NOON.getTime() + 120_000).toISOString(),
  })
  expect((await call('GET', `v2/orders/${meets}`)).body.status).toBe('new')
})

test('our client changes an order and closes a position, and a restart finds it so', async () => {
  const journal = join(folder, 'changes.jsonl')
  broker = await serveBroker(clock, { journal })
  const alpaca = openAlpaca(broker.settings)
  const { body: placed } = await buy(one, { type: 'limit', limit_price: '50' })
  const changed = await alpaca.replaceOrder(placed.id, { clientOrderId: two, limitPrice: '60' })
  expect(changed).toMatchObject({ clientOrderId: two })
  expect((await call('GET', `v2/orders/${placed.id}`)).body).toMatchObject({
    status: 'replaced',
    replaced_by: changed.brokerOrderId,
    canceled_at: null,
  })
  await buy(three)
  await expect(alpaca.closePosition('MSFT')).rejects.toThrow()
  await call('DELETE', `v2/orders/${changed.brokerOrderId}`)
  await alpaca.closePosition('AAPL')
  clock.set(new Date(NOON.getTime() + 120_000))
  expect(await held()).toEqual([])
  await call('POST', 'world/split', { symbol: 'MSFT', from: 1, to: 2 })
  const before = (await call('GET', 'v2/orders?status=all')).body
  broker = await serveBroker(clock, { journal })
  expect((await call('GET', 'v2/orders?status=all')).body).toEqual(before)
})
