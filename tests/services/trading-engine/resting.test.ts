/**
 * Stops that rest at the broker: the real engine, adapter, keeper and reading against the world's broker,
 * which holds shares for open orders and refuses what would meet its own.
 */

import { beforeEach, expect, test } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { explainOrder } from '#shared/explain/explain.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { noteTickerFault } from '#shared/sql/trading/ticker-faults.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { listPositions } from '../../../services/query-api/trading/positions.ts'
import { readGlance } from '../../../services/query-api/overview/glance.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { Killed } from '../../chaos/trading/broker.ts'
import { openDesk } from '../../chaos/trading/desk.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { allowMany, NOON, seedBars, seedCompany, seedSettings } from '../../helpers/trading.ts'
import { decide } from '../../functions/broker-adapter/orders.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
/** What AAPL is traded at from when on. */
const steps: [from: Date, price: number][] = []
const quotes = {
  lastTrade: (_: string, at: Date) => {
    const [from, price] = steps.findLast(([since]) => since <= at) ?? [NOON, 100]
    return { price, at: at < from ? from : at }
  },
}
const broker = await serveBroker(clock, { quotes })
const open = openAlpaca({ ...broker.settings, timeoutMs: 2_000 })
/** What becomes of the next order put to the broker. */
let fault: (() => Promise<never>) | undefined
/** Whether the broker says that it takes orders back, and leaves them. */
let isDeaf = false
const alpaca = {
  ...open,
  async submitOrder(order: Parameters<typeof open.submitOrder>[0]) {
    const now = fault
    fault = undefined
    if (!now) return open.submitOrder(order)
    if (now === afterwards) await open.submitOrder(order)
    return now()
  },
  cancelOrder: async (brokerOrderId: string) =>
    isDeaf ? ('taken' as const) : open.cancelOrder(brokerOrderId),
}
const before = () => Promise.reject(new Killed())
const afterwards = () => Promise.reject(new Killed())
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60 })
const engine = { sql: own, rules, latestTrades: alpaca.latestTrades }
const desk = openDesk(own, handlers, () => clock.now())

const pass = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
const trades = (price: number) => steps.push([clock.now(), price])
const sync = async () => {
  const state = await fetchBrokerState(alpaca, null)
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}
const keep = () => keepOrders({ sql: own, broker: alpaca, graceSeconds: 60 }, clock.now())
const carry = async () => {
  for (const row of await desk.waiting()) await desk.carry(row, false)
}
const watch = () => watchOnce(engine, 'fast', clock.now())
/** A minute goes by: reading, keeper, watch, and what those send is carried to the broker. */
const minute = async (times = 1) => {
  for (let time = 0; time < times; time += 1) {
    pass(60)
    await sync()
    await keep()
    await watch()
    await carry()
    pass(1)
    await keep()
  }
}
const set = (restingStops: boolean) => seedSettings(sql, { enabled: true, restingStops })
const foreign = async (side: 'buy' | 'sell', quantity: string) => {
  n += 1
  await open.submitOrder({
    clientOrderId: `by-hand-${n}`,
    ticker: 'AAPL',
    side,
    quantity,
    orderType: 'market',
    limitPrice: null,
    stopPrice: null,
  })
  pass(120)
}
const atBroker = async () => {
  const reply = await fetch(`${broker.settings.baseUrl}/v2/orders?status=open`, {
    headers: { 'APCA-API-KEY-ID': 'key', 'APCA-API-SECRET-KEY': 'secret' },
  })
  const rows = (await reply.json()) as Record<string, string>[]
  return rows.map(({ side, type, qty, stop_price: stop, time_in_force: life }) =>
    [side, type, qty, stop, life].join(' '),
  )
}
const orders = () => sql<
  { orderId: string; state: string; cancelReason: string | null; code: string }[]
>`
  select order_id, state, cancel_reason, code from orders join trading_decisions using (decision_id)
  where intended_at > ${began} order by orders.seq`
const shown = async () => (await listPositions(sql, { closed: false }))[0]?.restingStop
const row = async () =>
  (await sql`select state, refusals, said, next_try_at from resting_stops where ticker = 'AAPL'`)[0]
const level = async () => {
  const [found] = await sql<{ stop: string }[]>`
    select round(greatest(stop_price, trailing_stop) - 0.005, 2)::float8::text as stop from position_stop_levels
    where ticker = 'AAPL'`
  return found!.stop
}
const held = async () =>
  (
    await sql<
      { quantity: string }[]
    >`select quantity::float8::text as quantity from positions where ticker = 'AAPL'`
  )[0]?.quantity

await seedCompany(sql, 'AAPL', 'Technology')
await seedBars(
  sql,
  'AAPL',
  Array.from({ length: 61 }, (_, day) => 100 + Math.sin(day)),
)
await allowMany(sql)
await sql`update risk_configs set value = '"100000"' where name = 'position_value_max'`

let n = 0
let began = NOON
beforeEach(async () => {
  fault = undefined
  isDeaf = false
  pass(60)
  trades(100)
  pass(60)
  await sql.begin((tx) => liftHold(tx, 'kill_switch', clock.now()))
  // What the test before left open.
  for (const { brokerOrderId } of await open.openOrders()) await open.cancelOrder(brokerOrderId)
  const [left] = await open.positions()
  if (left) await open.closePosition('AAPL')
  pass(60)
  await set(false)
  await sync()
  await keep()
  await watch()
  await sync()
  expect(await open.positions()).toEqual([])
  began = clock.now()
  await foreign('buy', '10.5')
  await sync()
  await set(true)
})

const stops = async () => (await atBroker()).filter((order) => order.includes(' stop '))

test('raised, with whole shares, until it is cancelled; off by default', async () => {
  await set(false)
  await minute(2)
  expect(await atBroker()).toEqual([])
  await set(true)
  await minute(3)
  expect(await atBroker()).toEqual([`sell stop 10 ${await level()} gtc`])
  expect(await shown()).toMatchObject({ state: 'stands', quantity: '10.000000000', said: '' })
  expect(await readGlance(sql)).toMatchObject({ positions: 1, stopped: 1 })
  const [order, ...others] = await orders()
  expect(others).toEqual([])
  expect(order).toMatchObject({ state: 'submitted', code: 'resting_stop' })
  const objects = { get: () => Promise.reject(new Error('no document stands behind a stop')) }
  expect(await explainOrder({ sql, objects }, order!.orderId)).toMatchObject({ intact: true })
})

// Before prices jump, which keeps purchases away.
test('a purchase of more takes it back first, and it stands for all of it then', async () => {
  await minute()
  const made = await decide(sql, clock.now(), {
    name: `more-${n}`,
    side: 'buy',
    quantity: '2.5',
    price: '100',
  })
  await set(true)
  await sql.begin((tx) =>
    enqueue(tx, [{ to: 'broker_orders', job: made.job }], {
      key: made.decisionId,
      now: clock.now(),
    }),
  )
  await carry()
  expect(await sql`select from orders where decision_id = ${made.decisionId}`).toEqual([])
  await carry()
  await carry()
  expect(
    await sql`select state, reject_reason from orders where decision_id = ${made.decisionId}`,
  ).toEqual([{ state: 'submitted', rejectReason: null }])
  await minute(4)
  expect(await stops()).toEqual([`sell stop 13 ${await level()} gtc`])
})

test('a purchase waits two minutes for it to go, and not for good', async () => {
  await minute()
  const made = await decide(sql, clock.now(), {
    name: `waits-${n}`,
    side: 'buy',
    quantity: '2.5',
    price: '100',
  })
  isDeaf = true
  await sql.begin((tx) =>
    enqueue(tx, [{ to: 'broker_orders', job: made.job }], {
      key: made.decisionId,
      now: clock.now(),
    }),
  )
  const sent = () =>
    sql`select state from orders where decision_id = ${made.decisionId}`.then((rows) => [...rows])
  await carry()
  pass(110)
  await carry()
  expect(await sent()).toEqual([])
  pass(20)
  await sync()
  await carry()
  // The broker judges it by what stands there.
  expect(await sent()).toEqual([{ state: 'rejected' }])
})

test('trailed by changes of it: never two, and never none', async () => {
  await minute()
  await sql`update position_stop_levels set half_taken = true`
  const seen = new Set<string>()
  for (const price of [103, 106, 106.05, 109]) {
    trades(price)
    await minute()
    const [stop, ...others] = await stops()
    expect(others).toEqual([])
    seen.add(stop!)
  }
  // A level that is hardly higher is not worth a change.
  expect(seen.size).toBe(3)
  expect(await stops()).toEqual([`sell stop 10 ${await level()} gtc`])
  await minute()
  expect((await orders()).map(({ state }) => state)).toEqual([
    'replaced',
    'replaced',
    'replaced',
    'submitted',
  ])
})

test('more or fewer shares: it follows what is held, by others as well', async () => {
  await minute()
  const [stop] = await open.openOrders()
  await open.cancelOrder(stop!.brokerOrderId)
  await foreign('sell', '4')
  await minute(3)
  // It was taken back in the broker's own app, which counts as a refusal.
  expect(await stops()).toEqual([`sell stop 6 ${await level()} gtc`])
})

test('an exit clears it away first, and sells all', async () => {
  await minute()
  await sql`insert into circuit_breaker_events (breaker, opened_at, opened_by) values ('emergency', ${clock.now()}, 'test')`
  await minute(2)
  await sql`update circuit_breaker_events set reset_at = ${clock.now()}`
  await minute()
  expect(await open.positions()).toEqual([])
  expect(
    (await orders()).map(({ code, state, cancelReason }) => [code, state, cancelReason]),
  ).toEqual([
    ['resting_stop', 'canceled', 'in_the_way_of_exit'],
    ['emergency', 'filled', null],
  ])
})

test('the kill switch leaves it: nothing else protects while nothing may leave', async () => {
  await minute()
  const hold = { code: 'kill_switch', state: 'halted' as const, says: 'halted', by: 'test' }
  await sql.begin((tx) => setHold(tx, hold, clock.now()))
  await minute(2)
  expect(await stops()).toHaveLength(1)
  trades(60)
  await minute(2)
  expect((await orders()).map(({ code, state }) => `${code} ${state}`)).toEqual([
    'resting_stop filled',
  ])
  expect(await held()).toBe('0.5')
})

test('a person closes all of it, as they were told before', async () => {
  await minute()
  const ask = askService(
    { service: 'trading-engine', answers: answerEngine({ ...engine, clock }) },
    person('operator'),
  )
  const close = async (dryRun: boolean) =>
    (await ask('POST', '/api/trading/positions/AAPL/close', { dry_run: dryRun })).json()
  const told = { order: { quantity: '10.5' }, mayLeave: { ok: true }, verdict: { passed: true } }
  expect(await close(true)).toMatchObject(told)
  const all = await ask('POST', '/api/trading/positions/close-all', {})
  expect(await all.json()).toMatchObject({ closing: [{ ticker: 'AAPL', quantity: '10.5' }] })
  expect(await close(false)).toMatchObject(told)
  await carry()
  await minute(2)
  expect(await open.positions()).toEqual([])
})

test('turned off, it is taken back', async () => {
  await minute()
  expect(await stops()).toHaveLength(1)
  await set(false)
  await minute(2)
  expect(await atBroker()).toEqual([])
  expect(await orders()).toMatchObject([{ state: 'canceled', cancelReason: 'resting_stops_off' }])
  await minute()
  expect(await row()).toBeUndefined()
})

test('the position closes otherwise: it is cancelled', async () => {
  await minute()
  const [stop] = await open.openOrders()
  await open.cancelOrder(stop!.brokerOrderId)
  await foreign('sell', '10.5')
  await minute(3)
  expect(await atBroker()).toEqual([])
  expect(await row()).toBeUndefined()
})

test('what went wrong with one whose position is gone is no fault once it goes well', async () => {
  await minute()
  for (const { brokerOrderId } of await open.openOrders()) await open.cancelOrder(brokerOrderId)
  await open.closePosition('AAPL')
  pass(60)
  await sync()
  await keep()
  await noteTickerFault(sql, { ticker: 'AAPL', part: 'stop', said: 'no' }, clock.now())
  await watch()
  expect(await sql`select from ticker_faults where part = 'stop'`).toEqual([])
})

test('refused: said on the position, tried again ever later, and ours goes on', async () => {
  const refused = () =>
    Promise.reject(
      new BrokerError('no', {
        status: 422,
        code: 42210000,
        body: '{"code":42210000,"message":"no stops of this"}',
      }),
    )
  let asked = 0
  for (let time = 0; time < 14; time += 1) {
    fault = () => {
      asked += 1
      return refused()
    }
    await minute()
  }
  fault = undefined
  // After 60, 120 and 240 seconds, not each minute.
  expect(asked).toBe(4)
  expect(await row()).toMatchObject({
    state: 'refused',
    refusals: 4,
    said: expect.stringContaining('no stops of this'),
  })
  expect(await shown()).toMatchObject({
    state: 'refused',
    quantity: null,
    nextTryAt: expect.anything(),
    said: expect.stringContaining('no stops of this'),
  })
  trades(60)
  await minute(2)
  expect(await open.positions()).toEqual([])
})

test.each([
  ['before the broker has it', before],
  ['before it is recorded', afterwards],
])('a restart %s: one order, not two', async (_, dies) => {
  fault = dies
  await minute()
  await minute(3)
  expect(await stops()).toEqual([`sell stop 10 ${await level()} gtc`])
  expect(await orders()).toMatchObject([{ state: 'submitted' }])
})

test('two engines at once: one order', async () => {
  pass(60)
  await sync()
  await Promise.all([watch(), watch()])
  pass(1)
  await Promise.all([watch(), watch()])
  await carry()
  await minute(2)
  expect(await stops()).toHaveLength(1)
  expect(await orders()).toHaveLength(1)
})

test('the database refuses a second one', async () => {
  await minute()
  await expect(sql`
    insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker, side,
      order_type, quantity, stop_price, reference_price, intended_at, protects)
    select gen_random_uuid(), decision_id, risk_evaluation_id, inputs_sha256, 'another', ticker, side,
      order_type, quantity, stop_price, reference_price, intended_at, true from orders
    where protects and state = 'submitted'`).rejects.toThrow('rests at the broker already')
})

test('part of a share alone is left to our watch', async () => {
  await minute()
  const [stop] = await open.openOrders()
  await open.cancelOrder(stop!.brokerOrderId)
  await foreign('sell', '9.75')
  await minute(3)
  expect(await atBroker()).toEqual([])
  trades(60)
  await minute(2)
  expect(await open.positions()).toEqual([])
})

test('over a split: the broker ends it, and it is raised anew for the new shares', async () => {
  await minute()
  await fetch(`${broker.settings.baseUrl}/world/split`, {
    method: 'POST',
    headers: { 'APCA-API-KEY-ID': 'key', 'APCA-API-SECRET-KEY': 'secret' },
    body: JSON.stringify({ symbol: 'AAPL', from: 1, to: 2 }),
  })
  clock.set(new Date('2024-06-04T13:30:30Z'))
  steps.push([new Date('2024-06-04T13:30:00Z'), 50])
  await minute(4)
  expect(await stops()).toEqual([`sell stop 21 ${await level()} gtc`])
  expect(Number(await level())).toBeLessThan(50)
  expect((await orders()).map(({ code, state }) => `${code} ${state}`)).toEqual([
    'resting_stop canceled',
    'resting_stop submitted',
  ])
})

test('filled in a gap at the open: an exit of its own code, and nothing is sold twice', async () => {
  await minute()
  clock.set(new Date('2024-06-05T13:29:00Z'))
  trades(60)
  pass(65)
  await minute(3)
  const [order] = await orders()
  expect(order).toMatchObject({ code: 'resting_stop', state: 'filled' })
  expect(
    await sql`
    select price::float8::text as price, quantity::float8::text as quantity from order_fills
    where order_id = ${order!.orderId}`,
  ).toEqual([{ price: '60', quantity: '10' }])
  // What is left is part of a share: ours to sell.
  expect((await orders()).map(({ code, state }) => `${code} ${state}`)).toEqual([
    'resting_stop filled',
    'stop_loss filled',
  ])
  expect(await open.positions()).toEqual([])
  expect(await row()).toBeUndefined()
})
