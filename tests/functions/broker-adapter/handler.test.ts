import * as v from 'valibot'
import { OrderByHand } from '#shared/contracts/api/by-hand.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { deriveId } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { readSyncedAt } from '#shared/sql/trading/accounts.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { asking, person } from '../../helpers/principals.ts'
import { serveBroker, setClock, type Fault } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON } from '../../helpers/trading.ts'
import { decide, deliverOrder, type Job, type Wanted } from './orders.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_trading')
const clock = setClock()
/** Faults for the next POSTs, in turn; then none. */
let faults: Fault[] = []
const broker = await serveBroker(clock, {}, (request) =>
  request.method === 'POST' ? (faults.shift() ?? 'none') : 'none',
)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 1_500 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60 })

let round = 0
beforeEach(async () => {
  round += 1
  faults = []
  clock.set(new Date(NOON.getTime() + round * 120_000))
  await sync()
})

async function sync(): Promise<void> {
  const after = await readSyncedAt(sql)
  const state = await fetchBrokerState(alpaca, after)
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}

const make = (wanted: Omit<Wanted, 'name'> = {}) =>
  decide(sql, clock.now(), { name: `${round}`, ...wanted })
const send = (job: Job, name = 'job') =>
  deliverOrder(own, clock, handlers, job, deriveId('job', round, name))
const orderOf = async (decisionId: string) =>
  (await sql`select * from orders where decision_id = ${decisionId}`)[0]
const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length

describe('an order', () => {
  test('is sent once, though its job is delivered twice', async () => {
    const { decisionId, job } = await make()
    expect(await send(job)).toMatchObject({ status: 204, repeat: false })
    const sent = posts()
    expect(await send(job)).toMatchObject({ status: 204, repeat: true })
    // The same decision in another job.
    expect(await send(job, 'again')).toMatchObject({ status: 204, repeat: false })
    expect(posts()).toBe(sent)
    expect(await orderOf(decisionId)).toMatchObject({
      state: 'submitted',
      quantity: '0.250000000',
      clientOrderId: `sx-test-${deriveId('order', decisionId)}`,
    })
    const events = await sql`select event from order_events join orders using (order_id)
      where decision_id = ${decisionId} order by order_event_id`
    expect(events.map(({ event }) => event)).toEqual(['intent', 'posted', 'submitted'])
  })

  test('is followed to its fill, its position and the lake', async () => {
    const { decisionId, job } = await make({ ticker: 'MSFT' })
    await send(job)
    clock.set(new Date(clock.now().getTime() + 60_000))
    const handovers = await sql.begin(async (tx) =>
      recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
    )
    const order = await orderOf(decisionId)
    expect(order).toMatchObject({ state: 'filled', filledQuantity: '0.250000000' })
    expect(handovers.map(({ job: { job_type: type, entity_id: id } }) => [type, id])).toEqual(
      expect.arrayContaining([
        ['trade_order', order?.['orderId']],
        ['trade_fill', expect.any(String)],
      ]),
    )
    expect(
      await sql`select quantity, entry_price_avg from positions where ticker = 'MSFT'`,
    ).toEqual([{ quantity: '0.250000000', entryPriceAvg: order?.['filledPriceAvg'] }])
    expect(
      await sql`select detail from audit_events where action = 'position_mismatch'`,
    ).toHaveLength(0)
    expect(
      await sql.begin(async (tx) =>
        recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
      ),
    ).toEqual([])
  })

  test.each<[Fault]>([['drop-after'], ['answer-504'], ['garble'], ['hang']])(
    'whose answer is lost (%s) is found by its id and adopted',
    async (fault) => {
      const { decisionId, job } = await make()
      faults = [fault]
      expect(await send(job)).toMatchObject({ status: 204 })
      expect((await orderOf(decisionId))?.['brokerOrderId']).toBeTruthy()
    },
  )

  test('the broker may have got waits for the grace, and is sent again with the same id', async () => {
    const { decisionId, job } = await make()
    faults = ['drop-before']
    const waits = { status: 429, message: expect.stringContaining('does not know it yet') }
    expect(await send(job)).toMatchObject(waits)
    const intent = await orderOf(decisionId)
    expect(intent).toMatchObject({ state: 'intent', brokerOrderId: null, posts: 1 })
    const sent = posts()
    expect(await send(job)).toMatchObject(waits)
    expect(posts()).toBe(sent)
    clock.set(new Date(clock.now().getTime() + 60_000))
    expect(await send(job)).toMatchObject({ status: 204, repeat: false })
    expect(await orderOf(decisionId)).toMatchObject({
      state: 'submitted',
      clientOrderId: intent?.['clientOrderId'],
    })
  })

  test('the broker may have got is sent again at once in a replay, whose time stands until it is', async () => {
    const deps = { sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60, isReplay: true }
    const replay = brokerAdapter(deps)
    const deliver = (job: Job) =>
      deliverOrder(own, clock, replay, job, deriveId('job', round, 'replay'))
    const { decisionId, job } = await make()
    faults = ['drop-before']
    expect(await deliver(job)).toMatchObject({ status: 429 })
    const sent = posts()
    expect(await deliver(job)).toMatchObject({ status: 204 })
    expect(posts()).toBe(sent + 1)
    expect(await orderOf(decisionId)).toMatchObject({ state: 'submitted', posts: 2 })
  })

  test('refused for haste waits, and is sent when the broker has time', async () => {
    const { decisionId, job } = await make()
    faults = Array.from({ length: 4 }, () => 'refuse-429')
    expect(await send(job)).toMatchObject({ status: 500 })
    expect(await send(job)).toMatchObject({ status: 204 })
    expect(await orderOf(decisionId)).toMatchObject({ state: 'submitted' })
  })

  test('the broker refuses is rejected in the broker’s words', async () => {
    const { decisionId, job } = await make({ ticker: 'PENNY', quantity: '1' })
    await sql`update trading_decisions set reference_price = 0.5 where decision_id = ${decisionId}`
    expect(await send(job)).toMatchObject({ status: 204 })
    expect(await orderOf(decisionId)).toMatchObject({
      state: 'rejected',
      rejectReason: expect.stringContaining('cost basis must be >= minimal amount of order 1'),
    })
  })

  test('delivered sixteen times at once is one order', async () => {
    const { decisionId, job } = await make()
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, index) => send(job, `twin-${index}`)),
    )
    expect(outcomes.every(({ status }) => [204, 429].includes(status))).toBe(true)
    await send(job, 'last')
    const { clientOrderId } = (await orderOf(decisionId))!
    const found = (await alpaca.orders(null)).filter(
      (order) => order.clientOrderId === clientOrderId,
    )
    expect(found).toHaveLength(1)
  })
})

describe('risk', () => {
  test('refuses an order with its code, for good, and asks nobody', async () => {
    const { decisionId, job } = await make({ quantity: '900' })
    const sent = posts()
    expect(await send(job)).toMatchObject({ status: 204 })
    expect(await send(job, 'later')).toMatchObject({ status: 204 })
    expect(posts()).toBe(sent)
    expect(await orderOf(decisionId)).toBeUndefined()
    expect(
      await sql`select passed, code from risk_evaluations where decision_id = ${decisionId}`,
    ).toEqual([{ passed: false, code: 'position_pct' }])
    expect(
      await sql`select action, detail->>'code' as code from audit_events where entity_id = ${decisionId}`,
    ).toEqual([{ action: 'order_refused', code: 'position_pct' }])
  })

  test('never lets a sale exceed what is held and not being sold', async () => {
    const { decisionId, job } = await make({ side: 'sell', quantity: '5000' })
    await send(job)
    expect(await sql`select code from risk_evaluations where decision_id = ${decisionId}`).toEqual([
      { code: 'exceeds_position' },
    ])
  })

  test('of two orders that together pass a limit, lets one through', async () => {
    await sql`update risk_configs set value = '"200"' where name = 'position_value_max'`
    await sql`truncate orders, order_fills, positions cascade`
    const pair = await Promise.all(
      ['left', 'right'].map((name) =>
        decide(sql, clock.now(), { name: `${round}${name}`, ticker: 'MSFT', quantity: '1.5' }),
      ),
    )
    const sent: Promise<unknown>[] = []
    await sql.begin(async (tx) => {
      await lockBook(tx)
      sent.push(...pair.map(({ job }, index) => send(job, `pair-${index}`)))
      // Both stand before the book, which is somebody else's: neither is judged by what it sees meanwhile.
      await expect
        .poll(
          async () =>
            (
              await sql`select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`
            ).length,
        )
        .toBe(2)
    })
    await Promise.all(sent)
    const codes = await sql`select code from risk_evaluations
      where decision_id = any(${pair.map(({ decisionId }) => decisionId)}::uuid[]) order by code`
    expect(codes.map(({ code }) => code)).toEqual(['passed', 'position_value'])
    await sql`update risk_configs set value = '"10000"' where name = 'position_value_max'`
  })

  test('holds a large order until a person agrees, and not a minute longer than 15', async () => {
    const { decisionId, job } = await make({ quantity: '12' })
    await send(job)
    expect(await orderOf(decisionId)).toBeUndefined()
    await sql`update approval_requests set status = 'approved', reviewed_by = 'someone' where decision_id = ${decisionId}`
    await send(job, 'approved')
    expect(await orderOf(decisionId)).toMatchObject({ state: 'submitted' })
    const late = await decide(sql, clock.now(), { name: 'late', quantity: '12' })
    await send(late.job, 'late')
    await sql`update approval_requests set status = 'approved', reviewed_by = 'someone' where decision_id = ${late.decisionId}`
    clock.set(new Date(clock.now().getTime() + 15 * 60_000))
    await send(late.job, 'too late')
    expect(await orderOf(late.decisionId)).toBeUndefined()
  })

  test('the kill switch stops an intent that was never sent', async () => {
    const { decisionId, job } = await make()
    faults = ['drop-before']
    await send(job)
    const by = { by: 'test', says: 'pulled by the test' }
    await sql.begin((tx) =>
      setHold(tx, { code: 'kill_switch', state: 'halted', ...by }, clock.now()),
    )
    const sent = posts()
    clock.set(new Date(clock.now().getTime() + 60_000))
    expect(await send(job)).toMatchObject({ status: 204 })
    expect(posts()).toBe(sent)
    expect(await orderOf(decisionId)).toMatchObject({
      state: 'canceled',
      endCode: 'kill_switch',
    })
    await sql.begin((tx) => liftHold(tx, 'kill_switch', clock.now()))
  })
})

describe('a job that lies', () => {
  const order = async (decisionId: string) =>
    (
      await sql`select ticker, side, quantity, order_type, limit_price, stop_price, sector, state from orders
      where decision_id = ${decisionId}`
    )[0]
  const nothing = async (act: () => Promise<unknown>) => {
    const counted = () => sql`select (select count(*) from orders) as orders,
      (select count(*) from trading_decisions) as decisions, (select count(*) from risk_evaluations) as verdicts`
    const [before, sent] = [await counted(), posts()]
    await act()
    expect(await counted()).toEqual(before)
    expect(posts()).toBe(sent)
  }

  test('has what was decided carried out, and nothing of its own', async () => {
    const { decisionId, job } = await make()
    const lie: Job = {
      ...job,
      quantity: 90_000,
      order_type: 'stop_limit',
      limit_price: 0.01,
      stop_price: 0.02,
      confidence: 0,
      estimated_value: 0.01,
      sector: 'Energy',
      source: 'somebody',
    }
    expect(await send(lie)).toMatchObject({ status: 204 })
    expect(await order(decisionId)).toEqual({
      ticker: 'AAPL',
      side: 'buy',
      quantity: '0.250000000',
      orderType: 'market',
      limitPrice: null,
      stopPrice: null,
      sector: '',
      state: 'submitted',
    })
  })

  test('has a limit order sent as one, even where it says market', async () => {
    const { decisionId, job } = await make({ limit: 100.5 })
    await send({ ...job, order_type: 'market', limit_price: null })
    expect(await order(decisionId)).toMatchObject({ orderType: 'limit', limitPrice: '100.500000' })
  })

  test.each<[string, (job: Job) => Job]>([
    ['no key', ({ idempotency_key: _key, ...bare }) => ({ ...bare, source: 'operator' })],
    ['a key of its own', (job) => ({ ...job, idempotency_key: 'by-hand', source: 'operator' })],
    ['the engine’s name', (job) => ({ ...job, idempotency_key: deriveId('nothing') })],
  ])('with %s and no decision behind it is refused for good', async (_what, change) => {
    const { job } = await make()
    await nothing(async () =>
      expect(await send(change(job))).toMatchObject({ status: 422, reason: 'unknown_decision' }),
    )
  })

  test('against its decision is refused for good', async () => {
    const { job } = await make()
    for (const lie of [{ side: 'sell' }, { ticker: 'MSFT' }] as const)
      await nothing(async () =>
        expect(await send({ ...job, ...lie }, `lie ${Object.keys(lie).join()}`)).toMatchObject({
          status: 422,
          reason: 'job_contradicts_decision',
        }),
      )
  })

  test('names a skipped decision in vain', async () => {
    const { decisionId, job } = await make()
    await sql`update trading_decisions set action = 'skip' where decision_id = ${decisionId}`
    await nothing(async () =>
      expect(await send(job)).toMatchObject({ status: 422, reason: 'unknown_decision' }),
    )
  })
})

describe('an operator’s order', () => {
  test('is a decision of its own, by whoever asked, and is sent on its terms', async () => {
    const { job: body } = await make()
    const terms = { order_type: 'limit', limit_price: 100.75, source: 'operator' } as const
    const asked = { ...body, ...terms, recommendation_id: null, idempotency_key: `hand ${round}` }
    const engine = answerEngine({
      sql,
      clock,
      rules,
      latestTrades: () => Promise.resolve(new Map()),
    })
    const key = 'POST /api/trading/override/order'
    const by = person('operator', 'ann')
    const whole = v.parse(OrderByHand, asked)
    await engine[key]({ ...asking(key, by), body: whole })
    const [row] = await sql<{ jobId: string; payload: string }[]>`
      select job_id, payload::text as payload from jobs where state = 'queued' order by seq desc limit 1`
    const job = JSON.parse(row!.payload) as Job
    expect(await deliverOrder(sql, clock, handlers, job, row!.jobId)).toMatchObject({ status: 204 })
    expect(
      await sql`select code, source, kind, sizing, recommendation_id, order_type, o.limit_price, state
        from trading_decisions d join orders o using (decision_id, order_type)
        where decision_id = ${deriveId('override', `hand ${round}`)}`,
    ).toEqual([
      {
        code: 'manual_override',
        source: 'override',
        kind: 'entry',
        sizing: { requestedBy: 'ann', requestedById: expect.any(String) },
        recommendationId: null,
        orderType: 'limit',
        limitPrice: '100.750000',
        state: 'submitted',
      },
    ])
  })
})
