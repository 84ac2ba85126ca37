/** Other orders of a ticker never keep a sale of it from leaving; those of others count as ours do. */

import { beforeEach, expect, test } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { available, withoutResting } from '#shared/domain/risk/book.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON } from '../../helpers/trading.ts'
import { decide, deliverOrder, type Wanted } from './orders.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
const broker = await serveBroker(clock)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60 })
const keep = () => keepOrders({ sql: own, broker: alpaca, graceSeconds: 60 }, clock.now())
const pass = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
const sync = async () => {
  const state = await fetchBrokerState(alpaca, null)
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}
const bookNow = () => sql.begin((tx) => readBook(tx, clock.now()))
const freeNow = async () => available('AAPL', await bookNow()).toFixed()
/** Placed in the broker's own app. */
const foreign = (
  side: 'buy' | 'sell',
  limitPrice: string | null,
  quantity: string,
  name: string = side,
) =>
  alpaca.submitOrder({
    clientOrderId: `by-hand-${n}-${name}`,
    ticker: 'AAPL',
    side,
    quantity,
    orderType: limitPrice === null ? 'market' : 'limit',
    limitPrice,
    stopPrice: null,
  })
const statusOf = async (clientOrderId: string) =>
  (await alpaca.orderByClientId(clientOrderId))?.status
const send = async (wanted: Omit<Wanted, 'name'>, name = 'one') => {
  const made = await decide(sql, clock.now(), { name: `way-${n}-${name}`, ...wanted })
  const again = () => deliverOrder(own, clock, handlers, made.job, deriveId('way', n, name))
  const first = await again()
  const order = async () =>
    (await sql`select * from orders where decision_id = ${made.decisionId}`)[0]
  return { first, again, order }
}

let n = 0
let held = '0'
beforeEach(async () => {
  n += 1
  clock.set(new Date(NOON.getTime() + n * 600_000))
  // What the test before left open.
  for (const { brokerOrderId } of await alpaca.openOrders()) await alpaca.cancelOrder(brokerOrderId)
  await foreign('buy', null, '2', 'held')
  pass(60)
  await sync()
  held = await freeNow()
  expect(held).not.toBe('0')
})

test('an order placed in the broker’s own app counts as on its way', async () => {
  await foreign('sell', '150', '1')
  await sync()
  const { pending } = await bookNow()
  expect(pending).toMatchObject([
    { ticker: 'AAPL', side: 'sell', quantity: '1.000000000', foreign: true },
  ])
  expect(Number(await freeNow())).toBe(Number(held) - 1)
  // It ends, and counts no more.
  await alpaca.cancelOrder((await alpaca.orderByClientId(`by-hand-${n}-sell`))!.brokerOrderId)
  pass(1)
  await sync()
  expect((await bookNow()).pending).toEqual([])
})

test('a sale that somebody placed by hand gives way to a stop', async () => {
  await foreign('sell', '150', held)
  await sync()
  expect(await freeNow()).toBe('0')
  const exit = await send({ side: 'sell', quantity: held })
  expect(exit.first).toMatchObject({ status: 429 })
  expect(await statusOf(`by-hand-${n}-sell`)).toBe('canceled')
  pass(2)
  expect(await exit.again()).toMatchObject({ status: 204 })
  expect(await exit.order()).toMatchObject({ state: 'submitted' })
})

test('an exit sees what resting sales promise, and not what is being sold', async () => {
  await foreign('sell', '150', '1')
  await sync()
  await send({ side: 'sell', quantity: '0.5', limit: 150 }, 'rests')
  expect(Number(await freeNow())).toBe(Number(held) - 1.5)
  expect(available('AAPL', withoutResting(await bookNow())).toFixed()).toBe(held)
  await send({ side: 'sell', quantity: '0.25' }, 'leaving')
  const left = available('AAPL', withoutResting(await bookNow()))
  expect(left.toNumber()).toBe(Number(held) - 0.25)
})

test('a sale of ours that waits for its price gives way to a stop', async () => {
  const waits = await send({ side: 'sell', quantity: held, limit: 150 }, 'waits')
  expect(await waits.order()).toMatchObject({ state: 'submitted' })
  const exit = await send({ side: 'sell', quantity: held }, 'exit')
  expect(exit.first).toMatchObject({ status: 429 })
  await keep()
  expect(await waits.order()).toMatchObject({
    state: 'canceled',
    cancelAskedBy: 'broker-adapter',
    cancelReason: 'in_the_way_of_exit',
  })
  pass(2)
  expect(await exit.again()).toMatchObject({ status: 204 })
  expect(await exit.order()).toMatchObject({ state: 'submitted' })
})

test('a purchase that waits for its price gives way to a sale: no wash trade', async () => {
  const waits = await send({ side: 'buy', quantity: '0.25', limit: 98 }, 'buy')
  expect(await waits.order()).toMatchObject({ state: 'submitted' })
  const exit = await send({ side: 'sell', quantity: held }, 'exit')
  await keep()
  pass(2)
  expect(await exit.again()).toMatchObject({ status: 204 })
  expect(await exit.order()).toMatchObject({ state: 'submitted', rejectReason: null })
  expect(await waits.order()).toMatchObject({ state: 'canceled' })
})

test.each<['buy' | 'sell', string]>([
  ['buy', '98'],
  ['sell', '150'],
])('the broker’s refusal for a %s that nobody told us of is tried again', async (side, limit) => {
  await foreign(side, limit, side === 'buy' ? '1' : held)
  const exit = await send({ side: 'sell', quantity: held })
  expect(exit.first).toMatchObject({ status: 429 })
  expect(await exit.order()).toMatchObject({ state: 'intent', mayBeSent: false })
  expect(await statusOf(`by-hand-${n}-${side}`)).toBe('canceled')
  pass(2)
  expect(await exit.again()).toMatchObject({ status: 204 })
  expect(await exit.order()).toMatchObject({ state: 'submitted' })
})

test('an order held for lost that the broker shows all the same counts, and is taken back', async () => {
  const lost = await send({ side: 'sell', quantity: '1', limit: 150 })
  const { orderId, clientOrderId } = (await lost.order()) as Record<string, string>
  await sql`alter table orders disable trigger orders_guard`
  await sql`update orders set state = 'expired', broker_order_id = null where order_id = ${orderId!}`
  await sql`alter table orders enable trigger orders_guard`
  pass(1)
  await sync()
  expect(Number(await freeNow())).toBe(Number(held) - 1)
  await keep()
  expect(await statusOf(clientOrderId!)).toBe('canceled')
  expect(await freeNow()).toBe(held)
})

test.each([403, 500])(
  'an order that the broker never takes back (%i) puts a stop off for two minutes, and not for good',
  async (status) => {
    await foreign('buy', '98', '1')
    await sync()
    const cancelOrder = async () => {
      throw new BrokerError('no', { status, code: status })
    }
    const stubborn = brokerAdapter({
      sql: own,
      alpaca: { ...alpaca, cancelOrder },
      deployStage: 'test',
      rules,
      graceSeconds: 60,
    })
    const made = await decide(sql, clock.now(), {
      name: `stubborn-${n}`,
      side: 'sell',
      quantity: held,
    })
    const come = () => deliverOrder(own, clock, stubborn, made.job, deriveId('stubborn', n))
    expect(await come()).toMatchObject({ status: 429 })
    pass(121)
    await sync()
    await come()
    expect(await sql`select posts from orders where decision_id = ${made.decisionId}`).toEqual([
      { posts: 1 },
    ])
  },
)
