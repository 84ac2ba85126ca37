/** An account in which one record is odd: it costs itself alone, and nothing else of the account. */

import { fc, test as property } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { deriveId } from '#shared/host/ids.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import { brokerSync } from '../../../functions/broker-sync/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { startServer } from '../../helpers/http.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const server = await startServer()
const alpaca = openAlpaca({
  baseUrl: server.url,
  dataBaseUrl: server.url,
  key: 'k',
  secret: 's',
  timeoutMs: 2000,
  requestsPerMinute: 0,
})
const now = new Date('2026-03-02T15:00:00Z')
const source: NewSource = {
  companyId: null,
  sourceType: 'broker',
  credibilityScore: 1,
  ...sources.broker.seeds.account,
}
await sql.begin((tx) => saveSources(tx, [source]))
const job = { source_id: sourceIdOf(source), source_name: 'a', scheduled_at: now.toISOString() }

const account = { id: 'a', status: 'ACTIVE', cash: '1000', equity: '1000', buying_power: '2000' }
const order = (id: string, change: object = {}) => ({
  id,
  client_order_id: `c-${id}`,
  symbol: 'AAPL',
  side: 'buy',
  qty: '1',
  filled_qty: '0',
  status: 'new',
  type: 'market',
  created_at: '2026-03-02T14:00:00Z',
  ...change,
})
const position = (symbol: unknown, change: object = {}) => ({
  symbol,
  qty: '3',
  current_price: '10',
  avg_entry_price: '9',
  ...change,
})
const fill = (id: string, change: object = {}) => ({
  id: `20260302::${id}`,
  activity_type: 'FILL',
  order_id: 'o',
  symbol: 'AAPL',
  side: 'buy',
  qty: '1',
  price: '10',
  transaction_time: '2026-03-02T14:00:00Z',
  ...change,
})

const journal = (change: object) => ({
  id: `journal ${JSON.stringify(change)}`,
  activity_type: 'JNLS',
  symbol: 'GIFT',
  qty: '1',
  net_amount: '0',
  created_at: '2026-03-02T14:30:00Z',
  ...change,
})

type Told = Partial<Record<'account' | 'orders' | 'positions' | 'fills' | 'activities', unknown>>
function tell(told: Told): void {
  const { account: totals = account, orders = [], positions = [], fills = [] } = told
  const json = (body: unknown) => ({
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  server.answer('/v2/account', json(totals))
  server.answer('/v2/orders', json(orders))
  server.answer('/v2/positions', json(positions))
  server.answer('/v2/account/activities/FILL', json(fills))
  server.answer('/v2/account/activities', json(told.activities ?? []))
}
beforeEach(() => tell({}))

const oddOrders = [
  // An order of several legs: no symbol, no side of its own.
  order('mleg', { symbol: null, side: '', order_class: 'mleg', legs: [] }),
  order('side', { side: 'buy_to_cover' }),
  order('amount', { filled_qty: 'NaN' }),
  order('date', { created_at: '0000-00-00' }),
  null,
  7,
  [],
]

describe('an order, position or fill that is odd', () => {
  test.each(oddOrders)('costs itself alone: order %j', async (odd) => {
    tell({ orders: [order('a'), odd, order('b')] })
    const state = await fetchBrokerState(alpaca, null)
    expect(state.orders.map(({ brokerOrderId }) => brokerOrderId)).toEqual(['a', 'b'])
    expect(state.odd).toMatchObject([{ reason: 'unreadable_order' }])
    expect(JSON.parse(String(state.odd?.[0]?.item))).toEqual(odd)
  })

  test('has a type, a status and fields never seen, and is read', async () => {
    const change = { type: 'trailing_stop_limit', status: 'held_for_review', qty: 10, x: [null] }
    tell({ orders: [order('new', change)], positions: [position('AAPL', { current_price: {} })] })
    const state = await fetchBrokerState(alpaca, null)
    expect(state.odd).toEqual([])
    expect(state.orders).toMatchObject([{ quantity: '10', status: 'held_for_review' }])
    expect(state.positions).toEqual([{ ticker: 'AAPL', quantity: '3', price: '9', isPaid: true }])
  })

  test('is kept with its bytes, the rest of the account is taken in, and the run went partly', async () => {
    tell({
      orders: [order('a'), oddOrders[0]],
      positions: [position('MSFT', { qty: 'many' })],
      fills: [fill('1'), fill('2', { price: null })],
    })
    const deps = { sql: own, alpaca }
    const jobId = deriveId('odd account')
    const settle = await brokerSync(deps).broker_sync(job as never, {
      jobId,
      now,
      signal: new AbortController().signal,
    })
    await own.begin((tx) => settle(tx, now))
    expect(await sql`select cash::float from broker_accounts`).toEqual([{ cash: 1000 }])
    expect(await sql`select execution_id from order_fills`).toEqual([{ executionId: '1' }])
    expect(await sql`select status, error from ingestion_runs`).toEqual([
      { status: 'partly', error: 'refused: 3 that cannot be read' },
    ])
    expect(
      (await sql`select reason, item from rejects order by reason`).map((row) => [
        row['reason'],
        JSON.parse(String(row['item'])),
      ]),
    ).toEqual([
      ['unreadable_fill', fill('2', { price: null })],
      ['unreadable_order', oddOrders[0]],
      ['unreadable_position', position('MSFT', { qty: 'many' })],
    ])
  })

  test.each<[string, Told]>([
    ['a fill of nothing', { fills: [fill('0', { qty: '0' })] }],
    ['a fill for less than nothing', { fills: [fill('0', { price: '-1' })] }],
    ['a fill past all bounds', { fills: [fill('0', { qty: 1e30 })] }],
    ['a fill whose number has a zero byte', { fills: [fill('0\0')] }],
    ['an order with half an emoji', { orders: [order('a', { client_order_id: 'c\ud83d' })] }],
    ['a holding past all bounds', { positions: [position('AAPL', { qty: '9'.repeat(30) })] }],
    ['a price past all bounds', { positions: [position('MSFT', { avg_entry_price: 1e20 })] }],
    ['a status with a zero byte', { orders: [order('a', { status: 'ne\0w' })] }],
    ['a fill of less than a billionth', { fills: [fill('0', { qty: '0.0000000001' })] }],
    ['a fill for less than a millionth', { fills: [fill('0', { price: '0.0000001' })] }],
    ['an order of nothing', { orders: [order('a', { qty: '0' })] }],
    ['an order of less than nothing', { orders: [order('a', { qty: '-1' })] }],
    ['an order of less than a billionth', { orders: [order('a', { qty: 1e-12 })] }],
    [
      'a holding paid with less than nothing',
      { positions: [position('MSFT', { avg_entry_price: '-9' })] },
    ],
  ])('that the tables cannot hold costs itself alone: %s', async (_what, told) => {
    tell({ ...told, fills: [...((told.fills as object[]) ?? []), fill('good')] })
    const settle = await brokerSync({ sql: own, alpaca }).broker_sync(job as never, {
      jobId: deriveId(`bounds ${_what}`),
      now,
      signal: new AbortController().signal,
    })
    await own.begin((tx) => settle(tx, now))
    expect(
      await sql`select execution_id from order_fills where execution_id = 'good'`,
    ).toHaveLength(1)
    expect((await fetchBrokerState(alpaca, null)).odd).toHaveLength(1)
  })

  test.each<[string, Told]>([
    [
      'a holding of less than a billionth',
      { positions: [position('AAPL', { qty: '0.0000000000001' })] },
    ],
    ['a price under nothing', { positions: [position('AAPL', { qty: '0', current_price: '-5' })] }],
    ['shares that came for less than nothing', { activities: [journal({ price: '-3' })] }],
    [
      'less than a billionth of a share that came',
      { activities: [journal({ qty: '0.000000000001' })] },
    ],
    ['an order of which nothing is filled yet', { orders: [order('a', { filled_qty: null })] }],
    [
      'an order without the moment it was made',
      { orders: [order('a', { created_at: null, submitted_at: '2026-03-02T14:00:00Z' })] },
    ],
    ['a short sale', { orders: [order('a', { side: 'sell_short' })] }],
    ['a count of day trades as text', { account: { ...account, daytrade_count: '3' } }],
    ['a flag as text', { account: { ...account, trading_blocked: 'false' } }],
    ['an account without a status', { account: { ...account, status: null } }],
    ['an account number that is one', { account: { ...account, account_number: 123 } }],
  ])('is taken for what it can be: %s', async (_what, told) => {
    tell(told)
    const settle = await brokerSync({ sql: own, alpaca }).broker_sync(job as never, {
      jobId: deriveId(`sense ${_what}`),
      now,
      signal: new AbortController().signal,
    })
    await own.begin((tx) => settle(tx, now))
    expect((await fetchBrokerState(alpaca, null)).odd).toEqual([])
  })

  test('keeps entries back where a flag of the account cannot be read', async () => {
    tell({ account: { ...account, trading_blocked: 'perhaps' } })
    expect((await fetchBrokerState(alpaca, null)).account.blocked).toBe(true)
    tell({ account: { ...account, trading_blocked: 'false', daytrade_count: '3' } })
    expect((await fetchBrokerState(alpaca, null)).account).toMatchObject({
      blocked: false,
      dayTrades: 3,
    })
  })

  test('has a small number as JSON writes it, and a share class with a dash', async () => {
    tell({ positions: [position('BRK-B', { qty: 1e-7, current_price: 4.5e2 })] })
    const state = await fetchBrokerState(alpaca, null)
    expect(state.positions).toEqual([{ ticker: 'BRK.B', quantity: '0.0000001', price: '450' }])
  })

  test('pages that come round again end the list', async () => {
    const pages = ['a', 'b'].map((name) =>
      Array.from({ length: 100 }, (_, n) => fill(`${name}${n}`)),
    )
    let asked = 0
    server.answer('/v2/account/activities/FILL', ({ url = '' }) => {
      asked += 1
      return {
        body: JSON.stringify(pages[url.includes('a99') ? 1 : 0]),
        headers: { 'content-type': 'application/json' },
      }
    })
    const state = await fetchBrokerState(alpaca, null)
    expect(new Set(state.fills.map(({ executionId }) => executionId)).size).toBe(200)
    expect(asked).toBeLessThan(5)
  })

  test('a past longer than can be read at once is begun without its end', async () => {
    let n = 0
    server.answer('/v2/account/activities/FILL', () => {
      n += 1
      return {
        body: JSON.stringify(Array.from({ length: 100 }, (_, place) => fill(`${n}-${place}`))),
        headers: { 'content-type': 'application/json' },
      }
    })
    const first = await fetchBrokerState(alpaca, null)
    expect(first.fills.length).toBeGreaterThan(1000)
    await expect(fetchBrokerState(alpaca, now)).rejects.toThrow(/more than \d+ pages/)
  })

  test('on a full page does not end the list of fills', async () => {
    const page = Array.from({ length: 100 }, (_, n) => fill(`p${n}`))
    page[99] = fill('p99', { qty: null })
    server.answer('/v2/account/activities/FILL', ({ url = '' }) => ({
      body: JSON.stringify(url.includes('p99') ? [fill('last')] : page),
      headers: { 'content-type': 'application/json' },
    }))
    const state = await fetchBrokerState(alpaca, null)
    expect(state.fills).toHaveLength(100)
    expect(state.fills.at(-1)?.executionId).toBe('last')
  })
})

test.each([{ ...account, cash: null }, { ...account, equity: 'much' }, [], null])(
  'an account whose totals cannot be read is a fault, since they are money: %j',
  async (totals) => {
    tell({ account: totals })
    await expect(fetchBrokerState(alpaca, null)).rejects.toThrow(/account/)
  },
)

property.prop([fc.array(fc.jsonValue(), { maxLength: 5 }), fc.nat(3)], { numRuns: 25 })(
  'whatever stands among good records, all the good are found',
  async (odd, place) => {
    const among = <T>(good: T[]) => [...odd.slice(0, place), ...good, ...odd.slice(place)]
    tell({
      orders: among([order('a'), order('b')]),
      positions: among([position('AAPL')]),
      fills: among([fill('1'), fill('2')]),
    })
    const state = await fetchBrokerState(alpaca, null)
    expect(state.orders).toHaveLength(2)
    expect(state.positions).toHaveLength(1)
    expect(state.fills).toHaveLength(2)
  },
)

test('an activity that tells its day alone is read at any minute of it', async () => {
  tell({})
  server.answer('/v2/account/activities', ({ url = '' }) => {
    const after = new URL(url, 'http://broker').searchParams.get('after')
    const isTold = after === null || new Date(after) < new Date('2026-03-02T00:00:00Z')
    const told = journal({ created_at: null, date: '2026-03-02' })
    return {
      body: JSON.stringify(isTold ? [told] : []),
      headers: { 'content-type': 'application/json' },
    }
  })
  const state = await fetchBrokerState(alpaca, new Date('2026-03-02T15:07:00Z'))
  expect(state.activities).toHaveLength(1)
})
