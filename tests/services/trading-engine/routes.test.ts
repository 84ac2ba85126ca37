import { beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readQueuedOrders } from '#shared/sql/trading/decisions.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON, seedAccount } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const prices = new Map<string, { price: string; at: Date }>()
const parts = { sql: own, clock, rules, latestTrades: () => Promise.resolve(prices) }
const ask = askService(
  {
    service: 'trading-engine',
    answers: answerEngine(parts),
    keep: openKeep(own, clock),
  },
  person('operator', 'ann'),
)
const get = (path: string) => ask('GET', path)
const post = (path: string, body: unknown) => ask('POST', path, body)
const order = {
  ticker: 'AAA',
  side: 'buy',
  quantity: 1,
  order_type: 'market',
  limit_price: null,
  stop_price: null,
  recommendation_id: null,
  confidence: 1,
  estimated_value: 100,
  sector: '',
  source: 'operator',
  idempotency_key: 'by-hand-1',
}

beforeAll(() => seedAccount(sql))

describe('trading-engine', () => {
  test('pauses and resumes, and says so', async () => {
    await post('/api/trading/pause', { reason: 'lunch' })
    expect(await (await get('/api/trading/status')).json()).toMatchObject({
      paused: true,
      mode: 'paper',
      riskTier: 'moderate',
      enabled: true,
      session: { date: '2024-06-03' },
    })
    await post('/api/trading/resume', {})
    expect(await (await get('/api/trading/status')).json()).toMatchObject({ paused: false })
    expect(
      await sql`select actor, action, reason from audit_events order by audit_event_id`,
    ).toEqual([
      { actor: 'ann', action: 'POST /api/trading/pause', reason: 'lunch' },
      { actor: 'ann', action: 'POST /api/trading/resume', reason: '' },
    ])
  })

  test('takes one order of one key, however often it is sent', async () => {
    const replies = await Promise.all(
      [1, 2, 3].map(() => post('/api/trading/override/order', order)),
    )
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202])
    const jobs = await sql<
      { payload: string }[]
    >`select payload::text as payload from jobs where list = 'broker_orders'`
    expect(jobs.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([
      { ...order, source: 'override', idempotency_key: deriveId('override', 'by-hand-1') },
    ])
    const other = await post('/api/trading/override/order', { ...order, quantity: 2 })
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'conflict' }])
    expect(await sql`select quantity, order_type from trading_decisions`).toEqual([
      { quantity: '1.000000000', orderType: 'market' },
    ])
  })

  test('asks again for what was decided, and for nothing else under its key', async () => {
    const again = { ...order, idempotency_key: deriveId('override', 'by-hand-1') }
    const ask = async (more: object) =>
      (await post('/api/trading/override/order', { ...again, ...more })).status
    expect(await ask({ quantity: 2 })).toBe(409)
    expect(await ask({ order_type: 'limit', limit_price: 9 })).toBe(409)
    expect(await ask({ side: 'sell' })).toBe(409)
    expect(await ask({})).toBe(202)
  })

  test('an order by hand at the market, not judged yet, keeps no round from running', async () => {
    expect(await readQueuedOrders(sql)).toEqual([])
  })

  test('refuses an order that is none', async () => {
    expect((await post('/api/trading/override/order', { ...order, quantity: -1 })).status).toBe(422)
    expect((await post('/api/trading/override/order', { ...order, extra: 1 })).status).toBe(422)
    for (const quantity of [1e-12, 1e30, '0.0000000001', '999999999999', '1e3', '１０'])
      expect((await post('/api/trading/override/order', { ...order, quantity })).status).toBe(422)
    for (const limit of [1e-9, 1e20, '0.0000001']) {
      const priced = { ...order, order_type: 'limit', limit_price: limit }
      expect((await post('/api/trading/override/order', priced)).status).toBe(422)
    }
    expect((await get('/api/trading/nothing')).status).toBe(404)
  })

  test('has an order confirmed before it buys, and not before it sells', async () => {
    const late = askService(
      {
        service: 'trading-engine',
        answers: answerEngine(parts),
        keep: openKeep(own, clock),
      },
      { ...person('operator', 'ann'), steppedUpAt: null } as Principal,
    )
    const send = async (side: string) => {
      const asked = { ...order, side, idempotency_key: 'by-hand-1' }
      const response = await late('POST', '/api/trading/override/order', asked)
      return [response.status, ((await response.json()) as { code?: string }).code]
    }
    expect(await send('buy')).toEqual([403, 'step_up'])
    // It comes as far as to be told that a purchase has this key.
    expect(await send('sell')).toEqual([409, 'conflict'])
  })

  test('lists decisions', async () => {
    expect(await (await get('/api/trading/decisions?limit=5')).json()).toMatchObject([
      { ticker: 'AAA', code: 'manual_override', referencePrice: null },
    ])
    expect((await get('/api/trading/decisions?limit=9999')).status).toBe(422)
  })
})
