/** The order keeper: whatever becomes of the job that was to send an order, the order ends. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { available } from '#shared/domain/risk/book.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openLog } from '#shared/host/log.ts'
import type { Loop } from '#shared/host/loop.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import { recordDeath } from '#shared/queue/record/dead.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { readSyncedAt } from '#shared/sql/trading/accounts.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { leaveToKeeper } from '#shared/sql/trading/dead-orders.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { startKeeper } from '../../../services/trading-engine/keeper-turns.ts'
import { decide, deliverOrder, type Job } from '../../functions/broker-adapter/orders.ts'
import { serveBroker, setClock, type Fault } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { allowMany, NOON } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
let posting: Fault = 'none'
let asking: Fault = 'none'
const broker = await serveBroker(clock, {}, ({ method }) => (method === 'POST' ? posting : asking))
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const noKeys = openAlpaca({ ...broker.settings, timeoutMs: 5_000, key: '' })
const handlersOf = (client: typeof alpaca) =>
  brokerAdapter({ sql: own, alpaca: client, deployStage: 'test', rules, graceSeconds: 60 })
const handlers = handlersOf(alpaca)
const deps = { sql: own, broker: alpaca, graceSeconds: 60 }
const keep = () => keepOrders(deps, clock.now())
const pass = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
const sync = async () => {
  const state = await fetchBrokerState(alpaca, await readSyncedAt(sql))
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}
const freeOf = async (ticker: string) =>
  available(ticker, await sql.begin((tx) => readBook(tx, clock.now()))).toFixed()
const orderOf = async (decisionId: string) =>
  (await sql`select * from orders where decision_id = ${decisionId}`)[0]

let n = 0
/** Shares that could be sold before the test. */
let free = '0'
beforeEach(async () => {
  n += 1
  posting = asking = 'none'
  clock.set(new Date(NOON.getTime() + n * 900_000))
  const bought = { ticker: 'AAPL', side: 'buy', quantity: '0.25', orderType: 'market' } as const
  await alpaca.submitOrder({
    ...bought,
    clientOrderId: `held-${n}`,
    limitPrice: null,
    stopPrice: null,
  })
  pass(60)
  await sync()
  free = await freeOf('AAPL')
})

/** Production's five deliveries, then the death of the job; as the pump records it, or an older one did. */
async function deliverAll(job: Job, client = alpaca, { isLeft = true } = {}): Promise<number[]> {
  const jobId = deriveId('keeper', n, job.idempotency_key ?? '')
  const statuses: number[] = []
  for (let delivery = 1; delivery <= 5; delivery++) {
    const { status } = await deliverOrder(own, clock, handlersOf(client), job, jobId)
    statuses.push(status)
    if (status === 204) return statuses
    pass(2 ** (delivery - 1))
  }
  await sql.begin(async (tx) => {
    await recordDeath(tx, {
      jobId,
      list: 'broker_orders',
      payload: JSON.stringify(job),
      businessAt: clock.now(),
      reason: 'deliveries_exhausted',
      error: 'after 5 deliveries',
      deliveries: 5,
      history: [],
    })
    if (isLeft) expect(await leaveToKeeper(tx, jobId)).toBe(true)
  })
  return statuses
}

function held(side: 'buy' | 'sell', limit?: number) {
  const wanted = { name: `keeper-${n}-${side}`, side, ...(limit ? { limit } : {}) }
  return decide(sql, clock.now(), side === 'sell' ? { ...wanted, quantity: free } : wanted)
}

describe.each<[string, (() => void) | 'no keys', number]>([
  ['a broker that cannot be reached', () => void (posting = 'drop-before'), 429],
  ['a broker that refuses for haste', () => void (posting = 'refuse-429'), 500],
  ['keys that are refused', 'no keys', 500],
])('an exit that meets %s for five deliveries', (_what, fail, status) => {
  test.each([true, false])(
    'ends, and its shares can be sold again (left to the keeper: %s)',
    async (isLeft) => {
      const { decisionId, job } = await held('sell')
      if (fail !== 'no keys') fail()
      const statuses = await deliverAll(job, fail === 'no keys' ? noKeys : alpaca, { isLeft })
      expect(statuses).toEqual(Array.from({ length: 5 }, () => status))
      expect(await freeOf('AAPL')).toBe('0')
      posting = 'none'
      await keep()
      pass(60)
      await keep()
      expect(await orderOf(decisionId)).toMatchObject({ state: 'expired' })
      expect(await freeOf('AAPL')).toBe(free)
      expect(await sql`select from jobs where state = 'dead'`).toHaveLength(0)
      // The next one goes through.
      const again = await decide(sql, clock.now(), {
        name: `again-${n}`,
        side: 'sell',
        quantity: free,
      })
      const sent = await deliverOrder(own, clock, handlers, again.job, deriveId('again', n))
      expect(sent).toMatchObject({ status: 204 })
    },
  )
})

test('ten minutes without any answer of the broker: nothing ends before it can be asked', async () => {
  const { decisionId, job } = await held('sell')
  posting = asking = 'drop-before'
  await deliverOrder(own, clock, handlers, job, deriveId('outage', n))
  for (let minute = 0; minute < 10; minute++) {
    pass(60)
    if (minute === 0) await expect(keep()).rejects.toThrow()
  }
  expect(await orderOf(decisionId)).toMatchObject({ state: 'intent' })
  posting = asking = 'none'
  await keep()
  expect(await orderOf(decisionId)).toMatchObject({ state: 'expired', endCode: 'never_arrived' })
})

test('the kill switch while an intent waits ends it, and afterwards its shares are free', async () => {
  const { decisionId, job } = await held('sell')
  posting = 'drop-before'
  await deliverOrder(own, clock, handlers, job, deriveId('kill', n))
  posting = 'none'
  await sql.begin((tx) =>
    setHold(tx, { code: 'kill_switch', state: 'halted', by: 'ann', says: 'stop' }, clock.now()),
  )
  pass(61)
  const before = posts()
  expect(await deliverOrder(own, clock, handlers, job, deriveId('kill', n))).toMatchObject({
    status: 204,
  })
  expect(posts()).toBe(before)
  expect(await orderOf(decisionId)).toMatchObject({
    state: 'canceled',
    endCode: 'kill_switch',
  })
  await sql.begin((tx) => liftHold(tx, 'kill_switch', clock.now()))
  expect(await freeOf('AAPL')).toBe(free)
})

test.each([403, 500])(
  'an order of which the broker only ever says %i keeps no other waiting',
  async (status) => {
    const one = await held('sell')
    const two = await decide(sql, clock.now(), { name: `beside-${n}`, quantity: '0.01' })
    posting = 'drop-before'
    for (const { job } of [one, two])
      await deliverOrder(own, clock, handlers, job, deriveId('odd', job.idempotency_key ?? ''))
    await sql`update jobs set state = 'done', settled_at = now() where state = 'queued'`
    const odd = (await orderOf(one.decisionId))?.['clientOrderId']
    const fails = {
      ...alpaca,
      orderByClientId: async (id: string) => {
        if (id === odd) throw new BrokerError('no', { status, code: status })
        return undefined
      },
    }
    for (let turn = 0; turn < 4; turn++) {
      pass(40)
      await keepOrders({ ...deps, broker: fails }, clock.now()).catch(() => undefined)
    }
    expect(await orderOf(two.decisionId)).toMatchObject({ state: 'expired' })
    expect(await orderOf(one.decisionId)).toMatchObject({ state: 'intent' })
  },
)

test('what the broker took although its answer was lost is taken over', async () => {
  const { decisionId, job } = await held('sell')
  const before = posts()
  posting = 'drop-after'
  asking = 'drop-before'
  await deliverOrder(own, clock, handlers, job, deriveId('lost', n))
  posting = asking = 'none'
  pass(31)
  await keep()
  expect(await orderOf(decisionId)).toMatchObject({ brokerOrderId: expect.any(String) })
  expect(posts()).toBe(before + 1)
})

test('a broker that shows an order half a minute late has one order, and it is known', async () => {
  const { decisionId, job } = await held('sell')
  posting = 'drop-before'
  await deliverOrder(own, clock, handlers, job, deriveId('late', n))
  posting = 'none'
  const order = (await orderOf(decisionId))!
  const ask = { ...order, orderType: 'market', limitPrice: null, stopPrice: null }
  pass(30)
  await keep()
  // It had it all the time.
  await alpaca.submitOrder(ask as never)
  for (let turn = 0; turn < 3; turn++) {
    pass(30)
    await keep()
  }
  expect((await orderOf(decisionId))?.['brokerOrderId']).toBeTruthy()
  expect(await deliverOrder(own, clock, handlers, job, deriveId('late', n))).toMatchObject({
    status: 204,
  })
  const same = (await alpaca.orders(null)).filter((o) => o.clientOrderId === order['clientOrderId'])
  expect(same).toHaveLength(1)
})

test('a decision whose job died before there was an intent is on its way no more', async () => {
  const { decisionId, job } = await held('buy')
  await sql.begin((tx) =>
    recordDeath(tx, {
      jobId: deriveId('dead', n),
      list: 'broker_orders',
      payload: JSON.stringify(job),
      businessAt: clock.now(),
      reason: 'deliveries_exhausted',
      error: 'no market data',
      deliveries: 5,
      history: [],
    }),
  )
  await keep()
  expect(
    await sql`select dropped_code from trading_decisions where decision_id = ${decisionId}`,
  ).toEqual([{ droppedCode: 'order_undeliverable' }])
  expect(await sql`select state, reason from jobs where job_id = ${deriveId('dead', n)}`).toEqual([
    { state: 'done', reason: 'ended_by_keeper' },
  ])
})

describe('an order to be taken back', () => {
  const wish = (orderId: string) =>
    own.begin((tx) => askCancel(tx, orderId, 'ann', 'by_hand', clock.now()))

  test('is, at the broker, by its job or by the keeper, and once', async () => {
    const { decisionId, job } = await held('sell', 150)
    await deliverOrder(own, clock, handlers, job, deriveId('cancel', n))
    const { orderId } = (await orderOf(decisionId)) as { orderId: string }
    expect(await wish(orderId)).toBe(true)
    expect(await wish(orderId)).toBe(false)
    const cancels = () => broker.seen.filter((line) => line.startsWith('DELETE')).length
    const before = cancels()
    if (n % 2) await keep()
    await handlers.order_cancels(
      { order_id: orderId, reason: 'by_hand' },
      {
        jobId: deriveId('x'),
        now: clock.now(),
        signal: new AbortController().signal,
      },
    )
    await keep()
    expect(cancels()).toBe(before + 1)
    expect(await orderOf(decisionId)).toMatchObject({ state: 'canceled', cancelAskedBy: 'ann' })
    expect(await freeOf('AAPL')).toBe(free)
  })

  test('that never left ends where it stands, and is not sent', async () => {
    const { decisionId, job } = await held('sell')
    posting = 'refuse-429'
    await deliverOrder(own, clock, handlers, job, deriveId('home', n))
    posting = 'none'
    const { orderId } = (await orderOf(decisionId)) as { orderId: string }
    await wish(orderId)
    const before = posts()
    await keep()
    expect(await orderOf(decisionId)).toMatchObject({ state: 'canceled', endCode: 'by_hand' })
    await deliverOrder(own, clock, handlers, job, deriveId('home', n))
    expect(posts()).toBe(before)
  })

  test('but filled first is filled', async () => {
    const { decisionId, job } = await held('sell')
    await deliverOrder(own, clock, handlers, job, deriveId('race', n))
    const { orderId } = (await orderOf(decisionId)) as { orderId: string }
    await wish(orderId)
    pass(60)
    await keep()
    pass(60)
    await keep()
    expect((await orderOf(decisionId))?.['state']).toBe('filled')
  })
})

describe('who wants an order back is not kept waiting', () => {
  /** Turns of its own are more than an hour apart. */
  const slow = { mode: 'real' as const, speed: 0.001, now: clock.now }
  const log = openLog('keeper-test')
  const schema = { pass: () => Promise.resolve() }
  let keeper: Loop | undefined
  afterEach(() => keeper?.stop())

  async function begin(orders: number): Promise<string[]> {
    await allowMany(sql)
    const ids: string[] = []
    for (let i = 0; i < orders; i++) {
      const wanted = { name: `hurry-${n}-${i}`, ticker: 'AAPL', quantity: '0.05', limit: 50 }
      const { job, decisionId } = await decide(sql, clock.now(), wanted)
      await deliverOrder(own, clock, handlers, job, deriveId('hurry', n, i))
      ids.push(decisionId)
    }
    expect(await alpaca.openOrders()).toHaveLength(orders)
    keeper = startKeeper(deps, { clock: slow, log, schema })
    await vi.waitFor(async () => expect(await listeners()).toBeGreaterThan(0), {
      timeout: 20_000,
    })
    return ids
  }
  const listeners = async () =>
    (await own`select from pg_stat_activity where query ilike 'listen%order_wishes%'`).length
  const untilGone = () =>
    vi.waitFor(async () => expect(await alpaca.openOrders()).toEqual([]), { timeout: 20_000 })

  test('a halt takes back more than one turn asks for', async () => {
    await begin(25)
    const hold = { code: 'kill_switch', state: 'halted', says: 'x', by: 'ann' } as const
    await sql.begin((tx) => setHold(tx, hold, clock.now()))
    await untilGone()
    await sql.begin((tx) => liftHold(tx, 'kill_switch', clock.now()))
  })

  test('a wish of one is seen at once', async () => {
    const [decisionId = ''] = await begin(1)
    const { orderId } = (await orderOf(decisionId)) as never
    await sql.begin((tx) => askCancel(tx, orderId, 'ann', 'by_hand', clock.now()))
    await untilGone()
  })
})
