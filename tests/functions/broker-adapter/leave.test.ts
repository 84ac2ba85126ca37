/** What is looked at when an order leaves, as against when it was decided (I11). */

import { beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openBreaker } from '#shared/sql/risk/breakers.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { judgeLeaving, type Leaving } from '../../../functions/broker-adapter/leave.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { serveBroker, setClock, type Fault } from '../../helpers/broker.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON, seedCompany } from '../../helpers/trading.ts'
import { decide, deliverOrder } from './orders.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
let posting: Fault = 'none'
const broker = await serveBroker(clock, {}, ({ method }) => (method === 'POST' ? posting : 'none'))
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60 })
const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
const pass = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000))
const hold = (code: string, state: 'reducing' | 'halted') =>
  sql.begin((tx) => setHold(tx, { code, state, by: 'ann', says: 'by hand' }, clock.now()))
const breaker = (ticker: string | null) =>
  openBreaker(sql, { breaker: 'manual', ticker, closesAt: null, numbers: {} }, clock.now(), 'ann')

const sync = () =>
  sql.begin(async (tx) => recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()))

let n = 0
beforeEach(async () => {
  n += 1
  posting = 'none'
  clock.set(new Date(NOON.getTime() + n * 300_000))
  await sql`update circuit_breaker_events set reset_at = now()`
  for (const { brokerOrderId } of await alpaca.openOrders()) await alpaca.cancelOrder(brokerOrderId)
  for (const code of ['paused', 'kill_switch'])
    await sql.begin((tx) => liftHold(tx, code, clock.now()))
  await sql`insert into pipeline_control (enabled) values (true)
    on conflict (only_row) do update set enabled = true`
  await sync()
})

/** An intent that has not left: refused for haste, or put to a broker that never got it. */
async function waiting(side: 'buy' | 'sell', fault: Fault) {
  const made = await decide(sql, clock.now(), { name: `leave-${n}`, side })
  posting = fault
  await deliverOrder(own, clock, handlers, made.job, deriveId('leave', n))
  posting = 'none'
  if (fault === 'drop-before') pass(1.1)
  return {
    sent: posts(),
    come: () => deliverOrder(own, clock, handlers, made.job, deriveId('leave', n)),
    again: async () => {
      await sync()
      return deliverOrder(own, clock, handlers, made.job, deriveId('leave', n))
    },
    order: async () => (await sql`select * from orders where decision_id = ${made.decisionId}`)[0]!,
  }
}

const changes: [string, () => unknown, string][] = [
  ['a breaker opened', () => breaker(null), 'circuit_breaker'],
  ['a breaker of its ticker opened', () => breaker('AAPL'), 'circuit_breaker'],
  ['the engine was paused', () => hold('paused', 'reducing'), 'paused'],
  ['the kill switch was pulled', () => hold('kill_switch', 'halted'), 'kill_switch'],
  [
    'the pipeline was turned off',
    () => sql`update pipeline_control set enabled = false`,
    'pipeline_off',
  ],
  ['the session closed', () => clock.set(new Date('2024-06-03T20:05:00Z')), 'session_closed'],
  ['it was decided forty minutes ago', () => pass(40), 'judged_long_ago'],
]

describe.each<[Fault]>([['refuse-429'], ['drop-before']])('an entry that met %s', (fault) => {
  test.each(changes)('does not leave once %s, and ends', async (_what, change, code) => {
    const { sent, again, order } = await waiting('buy', fault)
    await change()
    expect(await again()).toMatchObject({ status: 204 })
    expect(posts()).toBe(sent)
    expect(await order()).toMatchObject({ endCode: code, brokerOrderId: null })
    expect(['canceled', 'expired']).toContain((await order())['state'])
  })

  test('leaves when nothing has changed', async () => {
    const { again, order } = await waiting('buy', fault)
    expect(await again()).toMatchObject({ status: 204 })
    expect(await order()).toMatchObject({ state: 'submitted', endCode: null })
  })

  test('does not leave away from the price it was decided at', async () => {
    const { sent, again, order } = await waiting('buy', fault)
    await sql`update risk_configs set value = '0.00001' where name = 'price_collar_pct'`
    pass(1)
    await again()
    await sql`update risk_configs set value = '0.05' where name = 'price_collar_pct'`
    expect(posts()).toBe(sent)
    expect((await order())['endCode']).toBe('price_collar')
  })
})

/** Shares of AAPL, as the broker tells of them. */
async function hold2(id: string): Promise<void> {
  const bought = { ticker: 'AAPL', side: 'buy', quantity: '2', orderType: 'market' } as const
  await alpaca.submitOrder({ ...bought, clientOrderId: id, limitPrice: null, stopPrice: null })
  pass(1)
  await sync()
}
const CLOSED_AT = new Date('2024-06-03T20:05:00Z')
const OPEN_AT = new Date('2024-06-04T13:30:30Z')

describe('a sale that comes to the door while the exchange is shut', () => {
  test.each<[string, Fault | null]>([
    ['was never judged', null],
    ['was put to the broker too early', 'refuse-429'],
    ['never arrived there', 'drop-before'],
  ])('and %s waits for the open, is judged again and leaves', async (_what, fault) => {
    await hold2(`night-${n}`)
    const made = await decide(sql, clock.now(), { name: `night-${n}`, side: 'sell' })
    const jobId = deriveId('night', n)
    await sql`insert into jobs (job_id, list, payload, business_at)
      values (${jobId}, 'broker_orders', ${sql.json(made.job as never)}, ${clock.now()})`
    const come = () => deliverOrder(own, clock, handlers, made.job, jobId)
    if (fault) {
      posting = fault
      await come()
      posting = 'none'
    }
    const tried = posts()
    clock.set(CLOSED_AT)
    await sync()
    expect(await come()).toMatchObject({
      status: 429,
      message: expect.stringContaining('leaves at the open of 2024-06-04T13:30:00.000Z'),
      waitMs: 3_600_000,
    })
    const keeper = { sql: own, broker: alpaca, graceSeconds: 60 }
    await keepOrders(keeper, new Date('2024-06-04T03:00:00Z'))
    expect(posts()).toBe(tried)
    clock.set(OPEN_AT)
    await sync()
    // The keeper may come first: what waited out the night is not its to end.
    await keepOrders(keeper, clock.now())
    expect(await come()).toMatchObject({ status: 204 })
    expect(posts()).toBe(tried + 1)
    expect(await sql`select state from orders where decision_id = ${made.decisionId}`).toEqual([
      { state: 'submitted' },
    ])
  })

  test('ends where so much is not held any more when it opens', async () => {
    await hold2(`gone-${n}`)
    const { come, order, sent } = await waiting('sell', 'refuse-429')
    clock.set(OPEN_AT)
    await sync()
    await sql`update positions set quantity = 0.1 where ticker = 'AAPL'`
    expect(await come()).toMatchObject({ status: 204 })
    expect(posts()).toBe(sent)
    expect(await order()).toMatchObject({ state: 'canceled', endCode: 'exceeds_position' })
  })
})

test('a sale is held back by a halt alone', async () => {
  const bought = { ticker: 'AAPL', side: 'buy', quantity: '2', orderType: 'market' } as const
  await alpaca.submitOrder({ ...bought, clientOrderId: 'held', limitPrice: null, stopPrice: null })
  pass(1)
  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
  await breaker(null)
  await hold('paused', 'reducing')
  const { again, order } = await waiting('sell', 'refuse-429')
  pass(45)
  expect(await again()).toMatchObject({ status: 204 })
  expect(await order()).toMatchObject({ state: 'submitted' })
  n += 1
  const stopped = await waiting('sell', 'refuse-429')
  await hold('kill_switch', 'halted')
  await stopped.again()
  expect(await stopped.order()).toMatchObject({ state: 'canceled', endCode: 'kill_switch' })
})

test('nothing is bought by a price that is made hours from now', () => {
  const leaving: Leaving = {
    order: {
      ticker: 'AAPL',
      side: 'buy',
      quantity: '1',
      referencePrice: '100',
      isCancelAsked: false,
    },
    held: '0',
    decidedAt: NOON,
    recommendedAt: NOON,
    quote: { price: '100', at: NOON },
    standing: { mode: 'paper', state: 'active', holds: [] },
    breakers: [],
    limits: { priceCollarPct: 0.05, quoteAgeSecondsMax: 120 },
  }
  const at = (minutes: number) => {
    const quote = { price: '100', at: new Date(NOON.getTime() + minutes * 60_000) }
    return judgeLeaving({ ...leaving, quote }, NOON)?.code
  }
  expect([-3, 0, 4, 600].map(at)).toEqual(['stale_quote', undefined, undefined, 'stale_quote'])
})

describe('a sale that is judged while something of the account cannot be had', () => {
  const sellOne = async () => {
    const bought = { ticker: 'AAPL', side: 'buy', quantity: '0.25', orderType: 'market' } as const
    const prices = { limitPrice: null, stopPrice: null }
    await alpaca.submitOrder({ ...bought, ...prices, clientOrderId: `half-${n}` })
    pass(1)
    await sync()
    const made = await decide(sql, clock.now(), { name: `half-${n}`, side: 'sell' })
    const outcome = await deliverOrder(own, clock, handlers, made.job, deriveId('half', n))
    const rows = await sql`select state from orders where decision_id = ${made.decisionId}`
    return { status: outcome.status, orders: rows.length }
  }

  test('a value that cannot be read is no part of it', async () => {
    await sql`alter table recent_prices drop constraint if exists recent_prices_price_check`
    await seedCompany(sql, 'AAPL', 'Technology')
    await sql`insert into recent_prices (ticker, at, price)
      select 'AAPL', ${clock.now()}::timestamptz - n * interval '7 seconds', 'NaN' from generate_series(1, 3) n`
    const whole = sql.begin((tx) => readBook(tx, clock.now(), { tickers: ['AAPL'] }))
    await expect(whole).rejects.toThrow()
    expect(await sellOne()).toEqual({ status: 204, orders: 1 })
    await sql`delete from recent_prices`
  })

  test('a right that is missing is a fault, and the sale comes again', async () => {
    await sql`revoke select on broker_assets from stonks_trading`
    const met = await sellOne()
    await sql`grant select on broker_assets to stonks_trading`
    expect(met).toEqual({ status: 500, orders: 0 })
  })
})
