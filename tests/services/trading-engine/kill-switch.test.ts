/** The kill switch, by its route: nothing leaves from then on, and every open order is taken back. */

import { beforeEach, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { answerKillSwitch } from '../../../services/query-api/operators/kill-switch.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { decide, deliverOrder } from '../../functions/broker-adapter/orders.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { asking, person } from '../../helpers/principals.ts'
import { NOON } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const api = as('stonks_api')
const clock = setClock()
const broker = await serveBroker(clock)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 1_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'kill', rules, graceSeconds: 60 })
const answers = answerKillSwitch({ sql: api, clock })
const pull = () =>
  answers['POST /api/trading/halt']({
    ...asking('POST /api/trading/halt', person('operator', 'ann')),
    body: { reason: 'it runs away' },
  } as never)
const release = () =>
  answers['POST /api/trading/release']({
    ...asking('POST /api/trading/release', person('operator', 'ann')),
    body: { reason: 'mended' },
  } as never)
const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
const openAtBroker = async () => (await alpaca.openOrders()).length
let n = 0
/** A decision of the engine with its job, and what comes of delivering it. */
async function order(limit?: number) {
  n += 1
  const name = `kill-${n}`
  const ticker = ['AAPL', 'MSFT'][n % 2]!
  const { job } = await decide(sql, clock.now(), { name, ticker, ...(limit ? { limit } : {}) })
  const send = () => deliverOrder(own, clock, handlers, job, deriveId('job', name))
  return { send, job }
}
const keeper = () => keepOrders({ sql: own, broker: alpaca, graceSeconds: 60 }, clock.now())

beforeEach(async () => {
  clock.set(new Date(NOON.getTime() + n * 60_000))
  await sql`truncate trading_holds`
  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
})

test('cancels what is ours, and names what others placed, which stays', async () => {
  await sql`insert into foreign_orders (broker_order_id, client_order_id, ticker, side, quantity, filled_quantity,
      status, submitted_at, seen_at)
    values ('theirs', 'by-hand', 'AAPL', 'buy', 3, 0, 'new', ${clock.now()}, ${clock.now()})`
  expect(await pull()).toMatchObject({
    state: 'halted',
    foreign: [{ brokerOrderId: 'theirs', ticker: 'AAPL', side: 'buy', quantity: '3.000000000' }],
  })
  await sql`truncate foreign_orders`
})

test('nothing leaves from its answer on, of fifty decisions, and orders leave once it is released', async () => {
  const waiting = await Promise.all(Array.from({ length: 50 }, () => order()))
  expect(await pull()).toMatchObject({ state: 'halted', holds: [{ code: 'kill_switch' }] })
  const before = posts()
  for (const { send } of waiting) await send()
  expect(posts()).toBe(before)
  expect(await release()).toMatchObject({ state: 'active', holds: [] })
  const next = await order()
  await next.send()
  expect(posts()).toBe(before + 1)
})

test('open orders are taken back by the keeper alone, which needs no Redis', async () => {
  for (let i = 0; i < 2; i++) await (await order(50)).send()
  expect(await openAtBroker()).toBeGreaterThan(0)
  await pull()
  await keeper()
  expect(await openAtBroker()).toBe(0)
})

test('open orders are taken back by their jobs, while the engine stands still', async () => {
  for (let i = 0; i < 2; i++) await (await order(50)).send()
  expect(await openAtBroker()).toBeGreaterThan(0)
  await pull()
  const jobs = await sql<{ id: string }[]>`
    select payload ->> 'order_id' as id from jobs where list = 'order_cancels' and state = 'queued'`
  for (const { id } of jobs)
    await handlers.order_cancels({ order_id: id, reason: 'kill_switch' }, {
      now: clock.now(),
    } as never)
  expect(await openAtBroker()).toBe(0)
})

test('with PostgreSQL read-only it answers an error, and nothing leaves either', async () => {
  const { send, job } = await order()
  const [{ name } = { name: '' }] = await sql<{ name: string }[]>`select current_database() as name`
  await sql.unsafe(`alter database ${name} set default_transaction_read_only = on`)
  try {
    const late = as('stonks_trading')
    const lateApi = as('stonks_api')
    const sent = posts()
    const stuck = answerKillSwitch({ sql: lateApi, clock })['POST /api/trading/halt']({
      ...asking('POST /api/trading/halt', person('operator', 'ann')),
      body: { reason: '' },
    } as never)
    await expect(stuck).rejects.toThrow('read-only')
    const own = brokerAdapter({ sql: late, alpaca, deployStage: 'kill', rules, graceSeconds: 60 })
    await deliverOrder(late, clock, own, job, deriveId('late'))
    expect(posts()).toBe(sent)
  } finally {
    await sql.unsafe(
      `set default_transaction_read_only = off; alter database ${name} reset default_transaction_read_only`,
    )
  }
  await send()
})
