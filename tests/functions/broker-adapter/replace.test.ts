/** An order that takes the place of another at the broker: asked for, judged as if alone, never both. */

import { beforeEach, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { lookAtBook } from '#shared/sql/risk/book.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { serveBroker, setClock, type Fault } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { allowMany, NOON, seedCompany } from '../../helpers/trading.ts'
import { decide, deliverOrder, type Job } from './orders.ts'

const { sql, as } = await cloneDatabase()
await allowMany(sql)
await seedCompany(sql, 'AAPL', 'Technology')
const own = as('stonks_trading')
const clock = setClock()
let faults: Fault[] = []
const broker = await serveBroker(clock, {}, (request) =>
  request.method === 'PATCH' ? (faults.shift() ?? 'none') : 'none',
)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'swap', rules, graceSeconds: 60 })
const answers = answerEngine({ sql: own, clock, rules, latestTrades: alpaca.latestTrades })
const site = { service: 'trading-engine' as const, answers }
const asker = (who: Principal) => {
  const ask = askService(site, who)
  return async (orderId: string, body: object) => {
    const reply = await ask('PUT', `/api/trading/orders/${orderId}`, body)
    const said = (await reply.json()) as { detail?: string }
    return { ...said, status: reply.status }
  }
}
const change = asker(person('operator', 'ann'))
const changeLate = asker({ ...person('operator', 'ann'), steppedUpAt: null } as Principal)

let n = 0
const sync = async () => {
  const state = await fetchBrokerState(alpaca, null)
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}
const pass = async (seconds: number) => {
  clock.set(new Date(clock.now().getTime() + seconds * 1000))
  await sync()
}
/** An order to buy that waits far below the market. */
async function waiting(quantity = '4'): Promise<string> {
  n += 1
  const made = await decide(sql, clock.now(), {
    name: `swap ${n}`,
    quantity,
    limit: 100,
  })
  await deliverOrder(own, clock, handlers, made.job, deriveId('job', 'swap', n))
  const [row] = await sql<{ orderId: string }[]>`
    select order_id from orders where decision_id = ${made.decisionId} and state = 'submitted'`
  return String(row?.orderId)
}
async function deliverAsked(): Promise<void> {
  const jobs = await sql<{ jobId: string; payload: string }[]>`
    select job_id, payload::text as payload from jobs where list = 'broker_orders' and state = 'queued'`
  for (const { jobId, payload } of jobs) {
    await deliverOrder(own, clock, handlers, JSON.parse(payload) as Job, jobId)
    await sql`update jobs set state = 'done', settled_at = now() where job_id = ${jobId}`
  }
}
const orders = () =>
  sql`select order_id, state, trim_scale(quantity) as quantity, trim_scale(limit_price) as limit,
    replaces_order_id as replaces from orders where state <> 'canceled' order by seq`
const patches = () => broker.seen.filter((line) => line.startsWith('PATCH')).length

beforeEach(async () => {
  faults = []
  for (const { brokerOrderId } of await alpaca.openOrders()) await alpaca.cancelOrder(brokerOrderId)
  await sql`truncate jobs, orders, trading_decisions, risk_evaluations, recommendations, approval_requests cascade`
  clock.set(new Date(NOON.getTime() + n * 60_000))
  await sync()
})

test('is told first, then put in the place of the other, which is replaced', async () => {
  const old = await waiting()
  expect(await changeLate(old, { quantity: 6, dry_run: true })).toMatchObject({
    status: 200,
    order: { ticker: 'AAPL', side: 'buy', quantity: '6', limitPrice: '100' },
    verdict: { passed: true },
  })
  expect(await changeLate(old, { quantity: 6 })).toMatchObject({ status: 403, code: 'step_up' })
  const made = await change(old, { quantity: 6, limit_price: '100.5', reason: 'more of it' })
  expect(made).toMatchObject({ status: 202 })
  await deliverAsked()
  await pass(30)
  expect(await orders()).toMatchObject([
    { orderId: old, state: 'replaced', quantity: '4' },
    { state: 'submitted', quantity: '6', limit: '100.5', replaces: old },
  ])
  const open = await alpaca.openOrders()
  expect(open).toMatchObject([{ ticker: 'AAPL', quantity: '6' }])
  // Of both the one alone is on its way.
  const { pending } = await lookAtBook(sql, clock.now(), [])
  expect(pending).toMatchObject([{ ticker: 'AAPL', quantity: '6.000000000' }])
  // Ended, it is not changed again; the new one is.
  expect(await change(old, { quantity: 2 })).toMatchObject({ status: 409 })
})

test('is judged as if the other were gone, and a limit that it breaks leaves the other as it is', async () => {
  const old = await waiting('8')
  // Both together would break it, one alone does not.
  await sql`update risk_configs set value = '0.01' where name = 'position_pct_max'`
  expect(await change(old, { quantity: 9, dry_run: true })).toMatchObject({
    verdict: { passed: true },
  })
  const sent = patches()
  await change(old, { quantity: 11 })
  await deliverAsked()
  expect(await orders()).toMatchObject([{ orderId: old, state: 'submitted', quantity: '8' }])
  expect(patches()).toBe(sent)
  expect(await alpaca.openOrders()).toMatchObject([{ quantity: '8' }])
  await sql`update risk_configs set value = '0.05' where name = 'position_pct_max'`
})

test.each<[Fault]>([['drop-after'], ['answer-504'], ['garble']])(
  'whose answer is lost (%s) is found by its id, and stands once',
  async (fault) => {
    const old = await waiting()
    faults = [fault]
    await change(old, { quantity: 3 })
    await deliverAsked()
    await pass(30)
    expect(await alpaca.openOrders()).toMatchObject([{ quantity: '3' }])
    expect((await orders()).map(({ state }) => state as string)).toEqual(['replaced', 'submitted'])
  },
)

test('leaves nothing where the other ended before, or is being taken back', async () => {
  const old = await waiting()
  const sent = patches()
  await change(old, { quantity: 3 })
  await sql`update orders set cancel_asked_at = ${clock.now()}, cancel_asked_by = 'bob' where order_id = ${old}`
  await deliverAsked()
  expect(patches()).toBe(sent)
  expect(
    await sql`select action, detail ->> 'code' as code from audit_events
    where action = 'order_refused' and detail ->> 'code' = 'replaced_gone'`,
  ).toHaveLength(1)
})

test('is refused where the broker could not change it, in words', async () => {
  const old = await waiting()
  for (const [body, says] of [
    [{ quantity: 1.5 }, /whole shares alone/],
    [{ quantity: 4 }, /Nothing of the order would be different/],
  ] as const) {
    const said = await change(old, body)
    expect(said).toMatchObject({ status: 409 })
    expect(said.detail).toMatch(says)
  }
  expect(await change(old, {})).toMatchObject({ status: 422 })
  expect(await change(deriveId('nobody'), { quantity: 1 })).toMatchObject({ status: 404 })
  await sql`update orders set state = 'partially_filled', filled_quantity = 1`
  expect(await change(old, { quantity: 2 })).toMatchObject({ status: 409 })
})
