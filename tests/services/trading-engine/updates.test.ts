/** The stream of order updates: with it a fill is known at once, without it by the sweep, and nothing it says is believed. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { updatesUrl } from '#shared/clients/alpaca/updates-socket.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openLog } from '#shared/host/log.ts'
import { readSyncedAt } from '#shared/sql/trading/accounts.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { startKeeper } from '../../../services/trading-engine/keeper-turns.ts'
import { readStatus } from '../../../services/trading-engine/steering/status.ts'
import {
  startListener,
  type ListenerSite,
} from '../../../services/trading-engine/updates/listener.ts'
import { openTold, type ToldOrders } from '../../../services/trading-engine/updates/told.ts'
import { decide, deliverOrder } from '../../functions/broker-adapter/orders.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { allowMany, NOON } from '../../helpers/trading.ts'
import { serveUpdates } from './updates-server.ts'

const { sql, as } = await cloneDatabase()
await allowMany(sql)
const own = as('stonks_trading')
const clock = setClock()
let isAway = false
const broker = await serveBroker(clock, {}, () => (isAway ? 'drop-before' : 'none'))
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const updates = await serveUpdates()
const deps = { sql: own, broker: alpaca, graceSeconds: 60 }
const handlers = brokerAdapter({ ...deps, alpaca, deployStage: 'test', rules })
const log = openLog('test')
const schema = { pass: async () => undefined }

const running: { stop(): Promise<void> }[] = []
/** The keeper with what it is told, as trading-engine runs it. */
function start(change: Partial<ListenerSite> = {}): ToldOrders {
  const told = change.told ?? openTold()
  const pace = { keepMs: 20, secondMs: 10 }
  const address = { url: updates.url, key: 'key', secret: 'secret' }
  running.push(
    startListener({ sql: own, clock, log, schema, address, told, pace, ...change }),
    startKeeper(deps, { clock, log, schema }, told),
  )
  return told
}

const pass = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 10 })
const standing = async () =>
  (await sql`select * from market_streams where feed = 'trade_updates'`)[0]
const live = () => soon(standing).toMatchObject({ state: 'live' })
const asks = () => broker.seen.filter((line) => line.includes('by_client_order_id')).length
const stateOf = async (decisionId: string) =>
  (await sql`select state from orders where decision_id = ${decisionId}`)[0]?.['state'] as string

/** Some orders are executed in two parts, the second a minute later. */
const EXECUTED = /^(partially_)?filled$/
const executed = (decisionId: string) => soon(() => stateOf(decisionId)).toMatch(EXECUTED)

let n = 0
/** A sale that is taken and waits; it is executed within the next minute, which is less than a sweep away. */
async function sell(name = 'sale') {
  const limit = (10_000 + 90 + n * 15 + 1) / 100
  const { decisionId, job } = await decide(sql, clock.now(), {
    name: `${name}-${n}`,
    side: 'sell',
    quantity: '0.25',
    limit,
  })
  const { status } = await deliverOrder(own, clock, handlers, job, deriveId(name, n))
  expect(status).toBe(204)
  const [row] = await sql<{ clientOrderId: string; state: string }[]>`
    update orders set looked_at = ${clock.now()} where decision_id = ${decisionId}
    returning client_order_id, state`
  expect(row!.state).toBe('submitted')
  return { decisionId, clientOrderId: row!.clientOrderId }
}

beforeEach(async () => {
  n += 1
  isAway = false
  updates.clear()
  clock.set(new Date(NOON.getTime() + n * 900_000))
  await sql`truncate market_streams, market_stream_rejects`
  const bought = { ticker: 'AAPL', side: 'buy', quantity: '1', orderType: 'market' } as const
  const free = { limitPrice: null, stopPrice: null }
  await alpaca.submitOrder({ ...bought, ...free, clientOrderId: `held-${n}` })
  pass(50)
  const state = await fetchBrokerState(alpaca, await readSyncedAt(sql))
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

describe('with the stream of the replay world', () => {
  const address = { url: updatesUrl(broker.settings.baseUrl), key: 'key', secret: 'secret' }

  test('a fill is known as it is told of', async () => {
    start({ address })
    await live()
    const { decisionId } = await sell()
    pass(15)
    await executed(decisionId)
  })

  test('without it the sweep finds it, when its time has come', async () => {
    const { decisionId } = await sell()
    pass(15)
    await keepOrders(deps, clock.now())
    expect(await stateOf(decisionId)).toBe('submitted')
    pass(16)
    await keepOrders(deps, clock.now())
    expect(await stateOf(decisionId)).toMatch(EXECUTED)
  })
})

describe('whatever the stream says', () => {
  test('the broker itself is believed: an update that lies, or in words nobody knows, changes nothing', async () => {
    start()
    await live()
    const { decisionId, clientOrderId } = await sell()
    const before = asks()
    updates.tell(clientOrderId, 'fill', 'filled')
    await soon(() => asks()).toBeGreaterThan(before)
    updates.tell(clientOrderId, 'seized_by_pirates', 'sunk')
    await soon(() => asks()).toBeGreaterThan(before + 1)
    expect(await stateOf(decisionId)).toBe('submitted')
    pass(15)
    updates.tell(clientOrderId, 'calculated', 'who_knows')
    await executed(decisionId)
    expect(await standing()).toMatchObject({ state: 'live', rejected: 0 })
  })

  test('updates twice, late and out of order come to one end', async () => {
    start()
    await live()
    const { decisionId, clientOrderId } = await sell()
    pass(15)
    for (const event of ['fill', 'partial_fill', 'fill', 'new', 'fill'])
      updates.tell(clientOrderId, event)
    await executed(decisionId)
    pass(60)
    updates.tell(clientOrderId, 'partial_fill')
    await soon(() => stateOf(decisionId)).toBe('filled')
    updates.tell(clientOrderId, 'new', 'new')
    updates.tell(clientOrderId, 'canceled', 'canceled')
    await soon(async () => (await standing())?.['lastMessageAt']).toEqual(clock.now())
    expect(await stateOf(decisionId)).toBe('filled')
    const events = await sql`
      select event from order_events join orders using (order_id) where decision_id = ${decisionId}
        and event = 'filled'`
    expect(events).toHaveLength(1)
  })

  test('garbled, huge and foreign messages cost themselves, and are counted', async () => {
    start()
    await live()
    const { decisionId, clientOrderId } = await sell()
    updates.raw('{"cut')
    updates.raw(Buffer.from([0xff, 0xfe, 0]))
    updates.raw(Buffer.alloc(5_000_000, 'x'))
    updates.raw('[1, 2]')
    updates.raw(JSON.stringify({ stream: 'account_updates', data: {} }))
    updates.raw(JSON.stringify({ stream: 'trade_updates', data: 'none' }))
    for (const id of [null, 7, 'a\0b', '\ud800', 'x'.repeat(5_000), { id: 1 }]) updates.tell(id)
    for (const id of ['', 'somebody-else', "'; drop table orders; --"]) updates.tell(id)
    pass(15)
    updates.tell(clientOrderId)
    await executed(decisionId)
    await soon(standing).toMatchObject({ state: 'live', rejected: 12 })
    const [kept] = await sql`select max(octet_length(item)) as bytes from market_stream_rejects`
    expect(kept!['bytes']).toBeLessThanOrEqual(4_096)
  })

  test('a flood is one look after another, and no more than the broker may be asked', async () => {
    start()
    await live()
    const { decisionId, clientOrderId } = await sell()
    const before = asks()
    for (let place = 0; place < 5_000; place += 1) {
      updates.tell(place % 2 ? clientOrderId : `nobody-${place}`, 'new')
    }
    const last = `last-${n}`
    updates.raw(last)
    await soon(
      () => sql`select from market_stream_rejects where item = ${Buffer.from(last)}`,
    ).toHaveLength(1)
    expect(asks() - before).toBeLessThan(40)
    pass(15)
    updates.tell(clientOrderId)
    await executed(decisionId)
  })
})

describe('the books', () => {
  const SOURCE = '00000000-0000-8000-8000-000000000001'
  const jobs = () =>
    sql`select state, payload->>'source_name' as name from jobs where list = 'broker_sync'`
  beforeEach(async () => {
    await sql`delete from jobs where list = 'broker_sync'`
    await sql`insert into sources (source_id, source_type, source_name, last_scheduled_at)
      values (${SOURCE}, 'broker', 'account', ${clock.now()})
      on conflict (source_id) do update set failures = 0`
  })
  let real = 0
  /** With real time that is passed by hand. */
  const startTold = () => start({ told: openTold(() => real) })
  /** The reading that is asked for at each connection is done. */
  const readOnce = async () => {
    await live()
    await soon(jobs).toHaveLength(1)
    await sql`delete from jobs where list = 'broker_sync'`
  }

  test('are brought up to date as an order ends, not when the next reading is due', async () => {
    startTold()
    await readOnce()
    const { decisionId, clientOrderId } = await sell()
    pass(15)
    real += 10_000
    updates.tell(clientOrderId)
    await executed(decisionId)
    await soon(jobs).toEqual([{ state: 'queued', name: 'account' }])
  })

  test('are read where somebody else orders, once for all that is told of within ten seconds', async () => {
    const told = startTold()
    await readOnce()
    for (let place = 0; place < 500; place += 1) updates.tell(`foreign-${n}-${place}`, 'new')
    await soon(() => told.waiting().ids).toEqual([])
    expect(await jobs()).toHaveLength(0)
    real += 10_000
    await soon(jobs).toHaveLength(1)
  })

  test('are read again where a reading was on its way, which may have begun too early', async () => {
    startTold()
    await readOnce()
    const payload = { source_id: SOURCE, source_name: 'account', scheduled_at: clock.now() }
    await sql`insert into jobs (job_id, list, payload, state, producer, business_at)
      values (gen_random_uuid(), 'broker_sync', ${sql.json(payload as never)}, 'queued', 'scheduler', ${clock.now()})`
    real += 10_000
    updates.tell(`foreign-${n}`, 'new')
    await soon(async () => (await standing())?.['lastMessageAt']).toEqual(clock.now())
    expect(await jobs()).toHaveLength(1)
    await sql`delete from jobs where list = 'broker_sync'`
    await soon(jobs).toHaveLength(1)
  })

  test('are left to a reading that fails and waits', async () => {
    await sql`update sources set failures = 3`
    const told = startTold()
    await live()
    updates.tell(`foreign-${n}`, 'new')
    await soon(async () => (await standing())?.['lastMessageAt']).toEqual(clock.now())
    await soon(() => told.waiting()).toEqual({ ids: [], isAll: false })
    expect(await jobs()).toHaveLength(0)
  })
})

describe('while the line is down', () => {
  test('what happened meanwhile is found as it is connected again', async () => {
    start()
    await live()
    const { decisionId } = await sell()
    updates.state.isMute = true
    updates.drop()
    await soon(standing).not.toMatchObject({ state: 'live' })
    pass(15)
    expect(await stateOf(decisionId)).toBe('submitted')
    updates.state.isMute = false
    updates.drop()
    await executed(decisionId)
    expect(await standing()).toMatchObject({ state: 'live', connects: 2, failures: 0 })
  })

  test('refused keys are tried again in five minutes, and it says so', async () => {
    updates.state.refuses = true
    start({ pace: { keepMs: 20, secondMs: 1_000 } })
    await soon(standing).toMatchObject({
      state: 'waiting',
      reason: 'the broker refuses BROKER_API_KEY and BROKER_API_SECRET: unauthorized',
      failures: 1,
      nextTryAt: new Date(clock.now().getTime() + 300_000),
    })
    expect(updates.state.signIns).toBe(1)
  })

  test.each<[string, Partial<typeof updates.state>, RegExp]>([
    ['cut as soon as it listens', { isCut: true }, /the connection broke/],
    ['not let listen', { offers: [] }, /does not let us listen/],
    ['never answered', { isMute: true }, /not signed in within/],
  ])(
    '%s again and again, it waits longer each time, a minute at most',
    async (_what, state, words) => {
      Object.assign(updates.state, state)
      const waits = new Set<number>()
      start({
        pace: { keepMs: 20, secondMs: 2 },
        patience: { signInMs: 30, silenceMs: 5_000, answerMs: 5_000 },
      })
      await soon(async () => {
        const { state: stands, reason, nextTryAt, failures } = (await standing()) ?? {}
        if (stands !== 'waiting') return 0
        expect(reason).toMatch(words)
        waits.add((nextTryAt as Date).getTime() - clock.now().getTime())
        return failures as number
      }).toBeGreaterThan(8)
      expect(Math.max(...waits)).toBeLessThanOrEqual(120)
      expect(Math.max(...waits)).toBeGreaterThanOrEqual(60)
    },
  )

  test('a line that is silent and answers nothing is given up', async () => {
    start({ patience: { signInMs: 5_000, silenceMs: 40, answerMs: 40 } })
    await live()
    await soon(() => updates.state.listens).toBeGreaterThan(2)
    updates.state.isMute = true
    await soon(standing).toMatchObject({
      state: 'waiting',
      reason: expect.stringMatching(/nothing was heard/),
    })
  })

  test('without keys it connects to nobody', async () => {
    start({ address: { url: updates.url, key: '', secret: '' } })
    await soon(standing).toMatchObject({
      state: 'resting',
      reason: 'BROKER_API_KEY and BROKER_API_SECRET are not set',
    })
    expect(updates.state.signIns).toBe(0)
  })

  test('while the broker does not answer, what was told is looked at afterwards', async () => {
    start()
    await live()
    const { decisionId, clientOrderId } = await sell()
    isAway = true
    pass(15)
    updates.tell(clientOrderId)
    await soon(async () => (await standing())?.['lastMessageAt']).toEqual(clock.now())
    expect(await stateOf(decisionId)).toBe('submitted')
    isAway = false
    await executed(decisionId)
  })
})

test('it says when something was heard last, and that it was stopped', async () => {
  start()
  await live()
  const { loops } = await readStatus({ sql: own, clock })
  expect(loops).toContainEqual({ loop: 'order_updates', lastGoodAt: clock.now() })
  for (const one of running.splice(0)) await one.stop()
  expect(await standing()).toMatchObject({ state: 'resting', reason: 'trading-engine was stopped' })
})
