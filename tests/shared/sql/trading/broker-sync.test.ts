import { fc } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { foldFills } from '#shared/domain/ledger/ledger.ts'
import type { BrokerFill, BrokerOrder, BrokerState } from '#shared/domain/trading/broker-state.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readSyncedAt } from '#shared/sql/trading/accounts.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { insertIntent } from '#shared/sql/trading/orders.ts'
import { clearAudit } from '../../../helpers/audit.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON, seedRecommendation } from '../../../helpers/trading.ts'

const { sql } = await cloneDatabase()

const account = {
  accountId: 'one',
  status: 'ACTIVE',
  cash: '1000',
  equity: '1000',
  buyingPower: '1000',
}
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000)
const record = (change: Partial<BrokerState> = {}, now = NOON) =>
  sql.begin((tx) =>
    recordBrokerState(tx, { account, orders: [], positions: [], fills: [], ...change }, now),
  )

let made = 0

/** An order of 5 shares with its decision and its passed evaluation. */
async function intend(side: 'buy' | 'sell' = 'buy', ticker = 'AAPL') {
  made += 1
  const recommendationId = await seedRecommendation(sql, {
    ticker,
    action: side,
    generatedAt: later(-60 - made),
  })
  const decisionId = deriveId('decision', recommendationId)
  const inputsSha256 = 'a'.repeat(64)
  const riskEvaluationId = deriveId('risk', decisionId)
  await sql`
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, side, quantity, checks, risk_tier)
    values (${decisionId}, ${recommendationId}, ${ticker}, ${NOON}, 'entry', 'act', 'entry', ${side}, 5, '[]', 'moderate')`
  await sql`
    insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
    values (${riskEvaluationId}, ${decisionId}, ${NOON}, true, 'passed', '[]', '{}', ${inputsSha256})`
  const order = {
    orderId: deriveId('order', decisionId),
    decisionId,
    riskEvaluationId,
    inputsSha256,
    ticker,
    side,
    clientOrderId: `sx-test-${made}`,
    sector: 'Energy',
    orderType: 'market' as const,
    quantity: '5',
    limitPrice: null,
    stopPrice: null,
    referencePrice: '100',
  }
  await sql.begin((tx) => insertIntent(tx, order, NOON))
  return order
}

type Intended = Awaited<ReturnType<typeof intend>>

function report(order: Intended, status: string, filledQuantity = '0'): BrokerOrder {
  return {
    brokerOrderId: `broker-${order.clientOrderId}`,
    clientOrderId: order.clientOrderId,
    ticker: order.ticker,
    side: order.side,
    quantity: '5',
    filledQuantity,
    filledPriceAvg: filledQuantity === '0' ? null : '100',
    status,
    submittedAt: NOON,
    closedAt: null,
  }
}

function fill(executionId: string, change: Partial<BrokerFill> = {}): BrokerFill {
  return {
    executionId,
    brokerOrderId: 'stranger',
    ticker: 'AAPL',
    side: 'buy',
    quantity: '1',
    price: '100',
    filledAt: NOON,
    ...change,
  }
}

const stateOf = async ({ orderId }: Intended) =>
  (
    await sql`select state, filled_quantity::float as filled, raw_status from orders where order_id = ${orderId}`
  )[0]

beforeEach(async () => {
  await sql`truncate trading_decisions, orders, order_fills, positions, position_stop_levels, broker_accounts cascade`
  await clearAudit(sql)
})

describe('orders', () => {
  test('move on with each report and are told to the lake once, when they close', async () => {
    const order = await intend()
    expect(await record({ orders: [report(order, 'new')] })).toEqual([])
    expect(await stateOf(order)).toEqual({ state: 'submitted', filled: 0, rawStatus: 'new' })
    const half = {
      orders: [report(order, 'partially_filled', '2')],
      fills: [fill('x1', { brokerOrderId: `broker-${order.clientOrderId}`, quantity: '2' })],
    }
    expect((await record(half)).map(({ job }) => job.job_type)).toEqual(['trade_fill'])
    expect(await stateOf(order)).toEqual({
      state: 'partially_filled',
      filled: 2,
      rawStatus: 'partially_filled',
    })
    const rest = {
      orders: [report(order, 'filled', '5')],
      fills: [
        fill('x2', {
          brokerOrderId: `broker-${order.clientOrderId}`,
          quantity: '3',
          filledAt: later(60),
        }),
      ],
    }
    expect(await record(rest, later(60))).toEqual([
      {
        to: 'lake_publish',
        job: { job_type: 'trade_fill', entity_id: 'x2', dt: later(60).toISOString() },
      },
      {
        to: 'lake_publish',
        job: { job_type: 'trade_order', entity_id: order.orderId, dt: later(60).toISOString() },
      },
    ])
    expect(await record(rest, later(90))).toEqual([])
    // An older reading that arrives late takes nothing back.
    expect(await record(half, later(120))).toEqual([])
    expect(await stateOf(order)).toMatchObject({ state: 'filled', filled: 5 })
  })

  test('with a status nobody knows stay open, keep the word, and go on when they can', async () => {
    const order = await intend()
    await record({ orders: [report(order, 'under_review', '2')] })
    expect(await stateOf(order)).toEqual({ state: 'unknown', filled: 2, rawStatus: 'under_review' })
    await record({ orders: [report(order, 'accepted', '2')] })
    expect(await stateOf(order)).toMatchObject({ state: 'partially_filled', filled: 2 })
    await record({ orders: [report(order, 'rejected', '2')] })
    expect(await stateOf(order)).toMatchObject({ state: 'canceled', filled: 2 })
  })

  test('that are not listed any more still get their fills', async () => {
    const order = await intend()
    await record({ orders: [report(order, 'new')] })
    await record({
      fills: [fill('x1', { brokerOrderId: `broker-${order.clientOrderId}`, quantity: '5' })],
    })
    expect(await stateOf(order)).toMatchObject({ state: 'filled', filled: 5, rawStatus: 'new' })
  })

  test('any sequence of reports is taken in by the database too', async () => {
    const status = fc.constantFrom(
      'new',
      'partially_filled',
      'filled',
      'canceled',
      'expired',
      'rejected',
      'replaced',
      'odd',
    )
    const one = fc.record({
      status,
      filled: fc.integer({ min: 0, max: 5 }),
      fills: fc.integer({ min: 0, max: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 6 }), async (reports) => {
        const order = await intend()
        for (const [index, told] of reports.entries()) {
          const fills =
            told.fills === 0
              ? []
              : [
                  fill(`${order.clientOrderId}-${index % 2}`, {
                    brokerOrderId: `broker-${order.clientOrderId}`,
                    quantity: String(1 + (index % 2)),
                  }),
                ]
          await record({ orders: [report(order, told.status, String(told.filled))], fills })
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

/** What is owed is in no list of holdings. */
const short = [{ reason: 'unreadable_position', says: 'below 0', item: Buffer.from('{}') }]

/** What the broker holds after fills, each of them once. */
function leftOf(fills: readonly BrokerFill[]) {
  const once = [...new Map(fills.map((one) => [one.executionId, one])).values()]
  return [...Map.groupBy(once, ({ ticker }) => ticker)].flatMap(([ticker, own]) => {
    const { ledger } = foldFills(own.map((one) => ({ ...one, fee: '0' })))
    const quantity = ledger.quantity.toFixed()
    return ledger.quantity.gt(0) ? [{ ticker, quantity, price: '100' }] : []
  })
}

describe('positions', () => {
  test('come out the same whatever order, split and repetition the fills arrive in', async () => {
    const some = fc.array(
      fc.record({
        ticker: fc.constantFrom('AAPL', 'MSFT'),
        side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
        quantity: fc.integer({ min: 1, max: 3_000_000_000 }).map((nano) => (nano / 1e9).toFixed(9)),
        price: fc.integer({ min: 1, max: 50_000 }).map((cents) => (cents / 100).toFixed(2)),
        filledAt: fc.integer({ min: 0, max: 4 }).map((minute) => later(minute * 60)),
      }),
      { minLength: 1, maxLength: 10 },
    )
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(9)),
        async (rows, cut, again) => {
          const fills = rows.map((row, index) => fill(`p${index}`, row))
          await sql`truncate order_fills, positions cascade`
          await record({ fills, positions: leftOf(fills), odd: short })
          const expected = await readAll()
          await sql`truncate order_fills, positions cascade`
          const mixed = [...fills.toReversed(), ...again.flatMap((index) => fills[index] ?? [])]
          for (let from = 0; from < mixed.length; from += cut)
            await record({
              fills: mixed.slice(from, from + cut),
              positions: leftOf(mixed.slice(0, from + cut)),
              odd: short,
            })
          expect(await readAll()).toEqual(expected)
          for (const row of expected) {
            const own = fills.filter(({ ticker }) => ticker === row['ticker'])
            const { ledger } = foldFills(own.map((one) => ({ ...one, fee: '0' })))
            expect(row['quantity']).toBe(Math.max(0, ledger.quantity.toNumber()))
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  test('end at 0 and lose their stop levels, unless more is being bought', async () => {
    const order = await intend()
    const stop = () => sql`
      insert into position_stop_levels (ticker, decision_id, atr, stop_price, target_1, target_2, updated_at)
      values ('AAPL', ${order.decisionId}, 1, 98, 102, 104, ${NOON}) on conflict do nothing`
    await stop()
    await record({
      fills: [fill('in'), fill('out', { side: 'sell', price: '110', filledAt: later(60) })],
    })
    // The intent above still buys.
    expect(await sql`select from position_stop_levels`).toHaveLength(1)
    await record(
      { orders: [report(order, 'canceled')], fills: [fill('in2', { filledAt: later(120) })] },
      later(120),
    )
    expect(await sql`select from position_stop_levels`).toHaveLength(1)
    await record(
      { fills: [fill('out2', { side: 'sell', price: '90', filledAt: later(180) })] },
      later(180),
    )
    expect(await sql`select from position_stop_levels`).toHaveLength(0)
    expect(await sql`select quantity::float, realised_pnl::float from positions`).toEqual([
      { quantity: 0, realisedPnl: 0 },
    ])
  })

  test('take the broker’s price, never an older one', async () => {
    await record(
      { fills: [fill('in')], positions: [{ ticker: 'AAPL', quantity: '1', price: '105' }] },
      later(60),
    )
    await record({ positions: [{ ticker: 'AAPL', quantity: '1', price: '90' }] }, later(30))
    expect(await sql`select mark_price::float, marked_at from positions`).toEqual([
      { markPrice: 105, markedAt: later(60) },
    ])
  })

  test('that differ from the broker’s are written down, once', async () => {
    const state = {
      fills: [fill('in')],
      positions: [{ ticker: 'AAPL', quantity: '3', price: '100' }],
    }
    await record({}, later(-60))
    await record(state)
    await record(state)
    expect(await sql`select entity_id, detail from audit_events`).toEqual([
      { entityId: 'AAPL', detail: { ours: '1', broker: '3' } },
    ])
  })
})

test('the account keeps what it opened with, and no reading goes back in time', async () => {
  expect(await readSyncedAt(sql)).toBeNull()
  await record({ fills: [fill('in', { quantity: '2' })] }, later(60))
  await record({ account: { ...account, cash: '900' } }, later(30))
  expect(await sql`select cash::float, opened_with::float, synced_at from broker_accounts`).toEqual(
    [{ cash: 1000, openedWith: 1200, syncedAt: later(60) }],
  )
  expect(await readSyncedAt(sql)).toEqual(later(60))
})

async function readAll() {
  return sql`select ticker, quantity::float, entry_price_avg, realised_pnl, opened_at, mark_price, marked_at from positions order by ticker`
}

describe('the database refuses', () => {
  const refused = (query: Promise<unknown>) => expect(query).rejects.toThrow()

  test('a second order of a decision (I10)', async () => {
    const order = await intend()
    await refused(
      sql.begin((tx) =>
        insertIntent(tx, { ...order, orderId: deriveId('twin'), clientOrderId: 'twin' }, NOON),
      ),
    )
  })

  test('an order without a passed evaluation of the same inputs (I9)', async () => {
    const order = await intend()
    const orderId = deriveId('unjudged')
    await sql`update risk_evaluations set passed = true where true`
    await sql`delete from order_events`
    await sql`delete from orders`
    await refused(
      sql.begin((tx) =>
        insertIntent(tx, { ...order, orderId, inputsSha256: 'b'.repeat(64) }, NOON),
      ),
    )
    await sql`update risk_evaluations set passed = false`
    await refused(sql.begin((tx) => insertIntent(tx, { ...order, orderId }, NOON)))
  })

  test.each([
    ['filled', '5', 'submitted', '5'],
    ['canceled', '0', 'submitted', '0'],
    ['rejected', '0', 'filled', '5'],
    ['expired', '0', 'canceled', '0'],
    ['submitted', '0', 'intent', '0'],
    ['partially_filled', '2', 'submitted', '2'],
    ['unknown', '2', 'submitted', '2'],
    ['partially_filled', '2', 'partially_filled', '1'],
    ['submitted', '0', 'filled', '4'],
    ['partially_filled', '2', 'rejected', '2'],
    ['submitted', '0', 'partially_filled', '6'],
  ])('an order that is %s with %s to become %s with %s (I12)', async (from, had, to, has) => {
    const { orderId } = await intend()
    await sql`update orders set state = ${from}, filled_quantity = ${had} where order_id = ${orderId}`
    await refused(
      sql`update orders set state = ${to}, filled_quantity = ${has} where order_id = ${orderId}`,
    )
  })

  test('to change what an order orders, or whose it is', async () => {
    const { orderId } = await intend()
    await sql`update orders set broker_order_id = 'one' where order_id = ${orderId}`
    await refused(sql`update orders set quantity = 6 where order_id = ${orderId}`)
    await refused(sql`update orders set client_order_id = 'other' where order_id = ${orderId}`)
    await refused(sql`update orders set broker_order_id = 'two' where order_id = ${orderId}`)
  })

  test('nothing that is true: a rejected order may turn out filled', async () => {
    const order = await intend()
    await record({ orders: [report(order, 'rejected')] })
    await record({
      orders: [report(order, 'filled', '5')],
      fills: [fill('late', { brokerOrderId: `broker-${order.clientOrderId}`, quantity: '5' })],
    })
    expect(await stateOf(order)).toMatchObject({ state: 'rejected', filled: 5 })
  })

  test('the same execution twice, and to change or forget one (I13)', async () => {
    await record({ fills: [fill('once')] })
    await refused(sql`insert into order_fills select * from order_fills`)
    await refused(sql`update order_fills set quantity = 9`)
    await refused(sql`delete from order_fills`)
  })

  test('to hold less than nothing (I15)', async () => {
    await record({ fills: [fill('in')] })
    await refused(sql`update positions set quantity = -1`)
  })
})
