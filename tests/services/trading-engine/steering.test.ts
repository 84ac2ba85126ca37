import { beforeEach, describe, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { putOrder } from '../../helpers/chain.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import {
  NOON,
  seedAccount,
  seedCompany,
  seedFill,
  seedRecommendation,
} from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
let prices: Map<string, { price: string; at: Date }> | Error = new Map()
const site = {
  service: 'trading-engine' as const,
  answers: answerEngine({
    sql: own,
    clock,
    rules,
    latestTrades: () =>
      prices instanceof Error ? Promise.reject(prices) : Promise.resolve(prices),
  }),
  keep: openKeep(own, clock),
}
const fresh = askService(site, person('operator', 'ann'))
const late = askService(site, { ...person('operator', 'ann'), steppedUpAt: null } as Principal)
/** What the tests look at of an answer. */
type Told = {
  status: number
  detail: string
  jobId: string
  decisionId: string
  confirm: string
  version: number
  order: { quantity: string }
  verdict: { checks: { passed: boolean }[] }
  rows: { settings: { positionCap: string } }[]
  limits: { limit: string }[]
  winRate: number
  payoff: number
  drawdownMax: number
  returnShare: number
  curve: unknown[]
}
const asker =
  (ask: typeof fresh) =>
  async (line: string, body?: unknown): Promise<Told> => {
    const [method = '', path = ''] = line.split(' ')
    const response = await ask(method, path, body)
    const answer = (await response.json()) as object
    const told = Array.isArray(answer) ? { rows: answer } : answer
    return { status: response.status, ...told } as Told
  }
const ask = asker(fresh)
const askLate = asker(late)
const audit = () => sql`
  select actor, action, entity_id as subject, before, detail as after, reason from audit_events order by audit_event_id`
const jobs = () => sql<{ side: string; quantity: number }[]>`
  select payload ->> 'ticker' as ticker, payload ->> 'side' as side,
    (payload ->> 'quantity')::float8 as quantity
  from jobs where list = 'broker_orders' order by seq`

async function hold(ticker: string, quantity: string, price: string): Promise<void> {
  await seedFill(sql, { id: `in-${ticker}`, ticker, side: 'buy', quantity, price })
}

/** An order of ours that the broker has. */
async function seedOrder(ticker: string, side: 'buy' | 'sell'): Promise<{ orderId: string }> {
  const decisionId = deriveId('steering', ticker, side)
  const recommendationId = side === 'buy' ? await seedRecommendation(sql, { ticker }) : null
  const kind = side === 'buy' ? ('entry' as const) : ('exit' as const)
  const made = {
    decisionId,
    recommendationId,
    kind,
    side,
    code: kind,
    checks: [],
    ticker,
    now: NOON,
  }
  const orderId = await sql.begin((tx) => putOrder(tx, made))
  await sql`update orders set state = 'submitted', broker_order_id = 'b-1', submitted_at = ${NOON}`
  return { orderId }
}

beforeEach(async () => {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions, portfolio_snapshots, portfolio_days,
    daily_risk_snapshots, circuit_breaker_events, broker_accounts, companies, reserve_pool_ledger,
    orders, risk_evaluations, risk_tier_history, trading_holds cascade`
  await sql`update trading_engine_config set risk_tier = 'moderate'`
  await clearAudit(sql)
  await seedAccount(sql, '10000')
  await seedCompany(sql, 'AAA', 'Technology')
  await seedCompany(sql, 'BBB', 'Energy')
  prices = new Map([
    ['AAA', { price: '100', at: NOON }],
    ['BBB', { price: '50', at: NOON }],
  ])
})

describe('an order by hand', () => {
  const path = 'POST /api/trading/override/order'

  test('is told before it happens, and then happens as told', async () => {
    const asked = { ticker: 'aaa', side: 'buy', notional: 250, reason: 'a hunch' }
    const told = await askLate(path, { ...asked, dry_run: true })
    expect(told).toMatchObject({
      status: 200,
      dryRun: true,
      jobId: null,
      order: { ticker: 'AAA', quantity: '2.5', referencePrice: '100', estimatedValue: '250' },
      mayLeave: { ok: true },
      verdict: { passed: true, needsApproval: false },
      effect: {
        ticker: { before: '0', after: '250' },
        positions: { before: '0', after: '250' },
        cash: { before: '10000', after: '9750' },
      },
    })
    expect(told.verdict.checks.length).toBeGreaterThan(5)
    expect(await jobs()).toEqual([])
    expect(await audit()).toMatchObject([{ subject: 'AAA', after: { dryRun: true } }])

    expect(await askLate(path, asked)).toMatchObject({ status: 403, code: 'step_up' })
    const done = await ask(path, asked)
    expect(done).toMatchObject({ status: 202, dryRun: false, order: told.order })
    expect(await jobs()).toEqual([{ ticker: 'AAA', side: 'buy', quantity: 2.5 }])
    expect(await sql`select quantity, sizing from trading_decisions`).toEqual([
      {
        quantity: '2.500000000',
        sizing: { requestedBy: 'ann', requestedById: expect.any(String) },
      },
    ])
    expect((await audit()).at(-1)).toMatchObject({
      actor: 'ann',
      subject: done.jobId,
      reason: 'a hunch',
    })
  })

  test('says which limit it would break, before anybody sends it', async () => {
    const told = await ask(path, { ticker: 'AAA', side: 'buy', quantity: '50', dry_run: true })
    expect(told.verdict).toMatchObject({ passed: false })
    const failed = told.verdict.checks.filter(({ passed }) => !passed)
    expect(failed.length).toBeGreaterThan(0)
    for (const check of failed) expect(check).toMatchObject({ name: expect.any(String) as string })
  })

  test('says that it will wait for approval', async () => {
    await sql`update risk_configs set value = '"100"' where name = 'approval_value_min'`
    const told = await ask(path, { ticker: 'AAA', side: 'buy', quantity: 2, dry_run: true })
    await sql`update risk_configs set value = '"1000"' where name = 'approval_value_min'`
    expect(told.verdict).toMatchObject({ passed: true, needsApproval: true })
  })

  test('sells all that is held and not on its way out, without a passkey', async () => {
    await hold('AAA', '3', '90')
    expect(await askLate(path, { ticker: 'AAA', side: 'sell', all: true })).toMatchObject({
      status: 202,
      order: { quantity: '3' },
    })
    expect(await ask(path, { ticker: 'BBB', side: 'sell', all: true })).toMatchObject({
      status: 409,
      code: 'conflict',
    })
  })

  test('of one key is one order, whatever its dollars buy by now', async () => {
    const asked = { ticker: 'AAA', side: 'buy', notional: 200, idempotency_key: 'one' }
    const first = await ask(path, asked)
    prices = new Map([['AAA', { price: '80', at: NOON }]])
    const again = await ask(path, asked)
    expect([again.jobId, again.order.quantity]).toEqual([first.jobId, '2'])
    expect(await jobs()).toHaveLength(1)
    expect(await ask(path, { ...asked, side: 'sell' })).toMatchObject({ status: 409 })
  })

  test('without a key is an order each time', async () => {
    for (const _ of [1, 2]) await ask(path, { ticker: 'AAA', side: 'buy', quantity: 1 })
    expect(await jobs()).toHaveLength(2)
  })

  test('is judged by the last price stored while the broker does not answer', async () => {
    prices = new Error('away')
    await hold('AAA', '3', '90')
    expect(
      await ask(path, { ticker: 'AAA', side: 'sell', all: true, dry_run: true }),
    ).toMatchObject({
      order: { referencePrice: '90.000000' },
      verdict: { passed: true },
    })
    expect(
      await ask(path, { ticker: 'BBB', side: 'buy', quantity: 1, dry_run: true }),
    ).toMatchObject({
      order: { referencePrice: null },
      verdict: null,
    })
    expect(await ask(path, { ticker: 'BBB', side: 'buy', notional: 10 })).toMatchObject({
      status: 409,
    })
  })

  test.each([
    ['how much', { ticker: 'AAA', side: 'buy' }, 'quantity'],
    ['how much, once', { ticker: 'AAA', side: 'buy', quantity: 1, notional: 5 }, 'quantity'],
    ['what all is', { ticker: 'AAA', side: 'buy', all: true }, 'all'],
    ['its limit', { ticker: 'AAA', side: 'buy', quantity: 1, order_type: 'limit' }, 'order_type'],
    ['no stray price', { ticker: 'AAA', side: 'buy', quantity: 1, stop_price: 3 }, 'order_type'],
    ['more than 0', { ticker: 'AAA', side: 'buy', quantity: '0.0' }, 'quantity'],
    ['a ticker', { ticker: 'A A', side: 'buy', quantity: 1 }, 'ticker'],
  ])('must say %s', async (_, body, field) => {
    const answer = await ask(path, body)
    expect(answer).toMatchObject({ status: 422, faults: [{ field }] })
    expect(await jobs()).toEqual([])
  })
})

describe('the end of positions', () => {
  test('of one, told first', async () => {
    await hold('AAA', '3', '90')
    const close = 'POST /api/trading/positions/AAA/close'
    expect(await ask(close, { dry_run: true })).toMatchObject({
      dryRun: true,
      order: { quantity: '3' },
    })
    expect(await jobs()).toEqual([])
    expect(await askLate(close, { reason: 'enough' })).toMatchObject({ status: 202 })
    expect(await jobs()).toEqual([{ ticker: 'AAA', side: 'sell', quantity: 3 }])
  })

  test('of all, by the word that tells what is closed', async () => {
    await hold('AAA', '3', '90')
    await hold('BBB', '2', '50')
    const all = 'POST /api/trading/positions/close-all'
    const told = await ask(all, {})
    expect(told).toMatchObject({
      status: 200,
      done: false,
      closing: [
        { ticker: 'AAA', quantity: '3' },
        { ticker: 'BBB', quantity: '2' },
      ],
    })
    expect(await ask(all, { confirm: 'close all' })).toMatchObject({ status: 409 })
    expect(await askLate(all, { confirm: told.confirm })).toMatchObject({
      status: 202,
      done: true,
    })
    expect((await jobs()).map(({ side, quantity }) => [side, quantity])).toEqual([
      ['sell', 3],
      ['sell', 2],
    ])
  })
})

describe('an order that is taken back', () => {
  test('is wished for once, and carried to the broker by a job', async () => {
    const { orderId } = await seedOrder('AAA', 'buy')
    const cancel = `POST /api/trading/orders/${orderId}/cancel`
    expect(await askLate(cancel, { reason: 'too dear' })).toMatchObject({
      status: 202,
      asked: true,
      state: 'submitted',
    })
    expect(await askLate(cancel, {})).toMatchObject({ status: 200, asked: false })
    expect(await sql`select payload from jobs where list = 'order_cancels'`).toHaveLength(1)
    expect(await sql`select cancel_asked_by from orders`).toEqual([{ cancelAskedBy: 'ann' }])
    const none = 'POST /api/trading/orders/0a000000-0000-4000-8000-000000000009/cancel'
    expect(await ask(none, {})).toMatchObject({ status: 404 })
  })

  test('goes with the end of all positions where it buys', async () => {
    await hold('BBB', '2', '50')
    const { orderId } = await seedOrder('AAA', 'buy')
    const all = 'POST /api/trading/positions/close-all'
    const told = await ask(all, {})
    expect(told).toMatchObject({ canceling: [orderId], closing: [{ ticker: 'BBB' }] })
    expect(await ask(all, { confirm: told.confirm })).toMatchObject({ done: true })
    expect(await sql`select payload from jobs where list = 'order_cancels'`).toHaveLength(1)
  })
})

describe('settings', () => {
  const path = 'PUT /api/trading/config'

  test('are changed one by one, confirmed where risk rises, and kept with their past', async () => {
    const before = await ask('GET /api/trading/config')
    const lower = { settings: { positionCap: '40.00' }, reason: 'less', version: before.version }
    expect(await askLate(path, lower)).toMatchObject({
      status: 200,
      settings: { positionCap: '40.00', poolMin: '100.0' },
      byHand: ['positionCap'],
      changedBy: 'ann',
      reason: 'less',
    })
    expect(await askLate(path, lower)).toMatchObject({ status: 409, code: 'conflict' })
    const raise = { settings: { positionCap: '60' } }
    expect(await askLate(path, raise)).toMatchObject({ status: 403, code: 'step_up' })
    expect(await ask(path, raise)).toMatchObject({ status: 200, settings: { positionCap: '60' } })
    const history = await ask('GET /api/trading/config/history?limit=2')
    expect(history.rows.map((row) => row.settings.positionCap)).toEqual(['60', '40.00'])
    expect((await readTradingSettings(own)).positionCap).toBe('60')
  })

  test('that say the tier or the limit of positions move these too', async () => {
    await ask(path, { settings: { riskTier: 'conservative', positionsMax: 4 } })
    expect(await ask('GET /api/trading/status')).toMatchObject({ riskTier: 'conservative' })
    expect(await sql`select value from risk_configs where name = 'positions_max'`).toEqual([
      { value: 4 },
    ])
    expect(await sql`select from_tier, to_tier, reason from risk_tier_history`).toEqual([
      { fromTier: 'moderate', toTier: 'conservative', reason: 'by_hand' },
    ])
    await ask(path, { settings: { positionsMax: 10 } })
  })

  test.each([
    [{ siphonPct: 1.2 }, 'siphonPct', 'a number from 0 to 1'],
    [{ fastStopSeconds: 900 }, 'fastStopSeconds', 'fast stops'],
    [{ gradualTranches: 0 }, 'gradualTranches', 'a whole number from 1 to 10'],
    [{ positionCap: 50 }, 'positionCap', 'dollars'],
    [{ colour: 'red' }, 'colour', ''],
  ])('refuse %j and name what is wanted', async (settings, field, says) => {
    const answer = await ask(path, { settings })
    expect(answer.status).toBe(422)
    expect(answer.detail).toContain(field)
    expect(answer.detail).toContain(says)
  })

  test('show an admin alone where people are reached', async () => {
    const mine = { settings: { gmailRecipient: 'ann@example.com' } }
    expect(await ask(path, mine)).toMatchObject({ settings: { gmailRecipient: 'set' } })
    const admin = asker(askService(site, person('admin')))
    expect(await admin('GET /api/trading/config')).toMatchObject({
      settings: { gmailRecipient: 'ann@example.com' },
    })
    expect(JSON.stringify(await audit())).not.toContain('example.com')
  })
})

describe('tier, reserve and breakers', () => {
  test('a tier is lowered freely and raised with a passkey', async () => {
    const set = (tier: string) => ({ tier, reason: 'a test' })
    expect(await askLate('PUT /api/trading/tier', set('conservative'))).toMatchObject({
      status: 200,
      from: 'moderate',
      to: 'conservative',
    })
    expect(await askLate('PUT /api/trading/tier', set('aggressive'))).toMatchObject({
      code: 'step_up',
    })
    expect(await ask('PUT /api/trading/tier', set('aggressive'))).toMatchObject({
      to: 'aggressive',
    })
    expect(await ask('PUT /api/trading/tier', { tier: 'bold', reason: 'x' })).toMatchObject({
      status: 422,
    })
  })

  test('money goes into the reserve, and out of it no more than is there', async () => {
    const move = (amount: string) => ({ amount, reason: 'a test' })
    const path = 'POST /api/trading/reserve'
    expect(await askLate(path, move('100'))).toMatchObject({ reserve: '100', moved: '100' })
    expect(await askLate(path, move('-40'))).toMatchObject({ code: 'step_up' })
    expect(await ask(path, move('-40.5'))).toMatchObject({ reserve: '59.5' })
    expect(await ask(path, move('-60'))).toMatchObject({ status: 409 })
    expect(await ask(path, move('0'))).toMatchObject({ status: 422 })
    expect(await sql`select balance from reserve_balance`).toEqual([{ balance: '59.500000' }])
    expect(await audit()).toContainEqual(
      expect.objectContaining({
        before: { reserve: '100.000000' },
        after: { reserve: '59.5' },
      }),
    )
  })

  test('a breaker is opened by hand, and reset with a passkey', async () => {
    const trip = { ticker: 'AAA', reason: 'odd quotes' }
    expect(await askLate('POST /api/trading/breakers/trip', trip)).toMatchObject({
      breakers: [{ breaker: 'manual', ticker: 'AAA', closesAt: null }],
    })
    const reset = { breaker: 'manual', ticker: 'AAA', reason: 'all is well' }
    expect(await askLate('POST /api/trading/breakers/reset', reset)).toMatchObject({
      code: 'step_up',
    })
    expect(await ask('POST /api/trading/breakers/reset', reset)).toMatchObject({ breakers: [] })
    expect(await ask('POST /api/trading/breakers/reset', reset)).toMatchObject({ status: 409 })
  })
})

describe('how trading stands', () => {
  test('with what holds it, who ends that, and how far each limit is', async () => {
    await hold('AAA', '3', '90')
    // Booking is what every judgement of an order begins with.
    await ask('POST /api/trading/positions/AAA/close', { dry_run: true })
    await askLate('POST /api/trading/reducing', { reason: 'storm' })
    const status = await ask('GET /api/trading/status')
    expect(status).toMatchObject({
      state: 'reducing',
      paused: false,
      enabled: true,
      holds: [{ code: 'reducing', state: 'reducing', says: 'storm', liftedBy: 'person' }],
      loops: [{ loop: 'broker_reading' }],
    })
    const room = Object.fromEntries(status.limits.map((row) => [row.limit, row]))
    expect(room['positions_max']).toMatchObject({ found: 1, most: 10, left: 9 })
    expect(room['position_cap']).toMatchObject({ of: 'AAA', unit: 'dollars' })
    expect(await askLate('POST /api/trading/resume', {})).toMatchObject({ code: 'step_up' })
    expect(await ask('POST /api/trading/resume', {})).toMatchObject({ state: 'active', holds: [] })
  })
})

test('a dump has all that stands, and where nobody is reached', async () => {
  await ask('PUT /api/trading/config', { settings: { gmailRecipient: 'ann@example.com' } })
  await seedOrder('AAA', 'buy')
  const told = await ask('GET /api/trading/debug')
  expect(told).toMatchObject({
    account: [{ mode: 'paper' }],
    orders: [{ ticker: 'AAA', state: 'submitted' }],
    decisions: [{ ticker: 'AAA' }],
    settings: { settings: { gmailRecipient: 'set' } },
  })
  expect(JSON.stringify(told)).not.toContain('example.com')
})

describe('what trading came to', () => {
  test('is won, lost and fallen by, ticker by ticker', async () => {
    const trade = async (ticker: string, paid: string, got: string, minutes: number) => {
      const at = (more: number) => new Date(NOON.getTime() - (minutes - more) * 60_000)
      await seedFill(sql, {
        id: `b-${minutes}`,
        ticker,
        side: 'buy',
        quantity: '2',
        price: paid,
        at: at(0),
      })
      await seedFill(sql, {
        id: `s-${minutes}`,
        ticker,
        side: 'sell',
        quantity: '2',
        price: got,
        at: at(1),
      })
    }
    await trade('AAA', '100', '110', 300)
    await trade('AAA', '100', '95', 200)
    await trade('BBB', '50', '48', 100)
    await ask('POST /api/trading/override/order', {
      ticker: 'AAA',
      side: 'buy',
      quantity: 1,
      dry_run: true,
    })
    for (const [days, equity] of [
      [3, '10000'],
      [2, '10020'],
      [1, '9018'],
      [0, '10010'],
    ] as const) {
      const at = new Date(NOON.getTime() - days * 86_400_000)
      await sql`
        insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
          unrealised_pnl, reserve, active_pool, open_positions)
        values (${at}, ${at.toISOString().slice(0, 10)}, ${equity}, 0, ${equity}, 0, 0, 0, ${equity}, 0)`
    }
    const told = await ask('GET /api/trading/performance?range=1w')
    expect(told).toMatchObject({
      status: 200,
      trades: 3,
      won: 1,
      lost: 2,
      wonDollars: '20',
      lostDollars: '-14',
      realisedPnl: '6',
      startEquity: '10000.000000',
      equity: '10010.000000',
      dayPnl: '992',
      byTicker: [
        { ticker: 'AAA', trades: 2, realisedPnl: '10' },
        { ticker: 'BBB', trades: 1, realisedPnl: '-4' },
      ],
    })
    expect(told.winRate).toBeCloseTo(1 / 3)
    expect(told.payoff).toBeCloseTo(20 / 7)
    expect(told.drawdownMax).toBeCloseTo(0.1)
    expect(told.returnShare).toBeCloseTo(0.001)
    expect(told.curve).toHaveLength(4)
  })

  test('a decision is shown with what came of it', async () => {
    const { decisionId } = await ask('POST /api/trading/override/order', {
      ticker: 'AAA',
      side: 'buy',
      quantity: 1,
    })
    expect(await ask(`GET /api/trading/decisions/${decisionId}`)).toMatchObject({
      decision: { code: 'manual_override', ticker: 'AAA' },
      risks: [],
      order: null,
    })
    expect(
      await ask('GET /api/trading/decisions/0a000000-0000-4000-8000-000000000009'),
    ).toMatchObject({
      status: 404,
    })
  })
})
