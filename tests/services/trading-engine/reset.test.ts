/** A reset of the paper books by its route, and what is asked without the book's lock. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { setHold } from '#shared/sql/trading/standing.ts'
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
const prices = new Map([['AAA', { price: '100', at: NOON }]])
const site = {
  service: 'trading-engine' as const,
  answers: answerEngine({ sql: own, clock, rules, latestTrades: () => Promise.resolve(prices) }),
  keep: openKeep(own, clock),
}
type Told = {
  status: number
  code: string
  detail: string
  done: boolean
  confirm: string
  will: string[]
}
const asker = (who: Principal) => {
  const ask = askService(site, who)
  return async (line: string, body: unknown) => {
    const [method = '', path = ''] = line.split(' ')
    const reply = await ask(method, path, body)
    return { status: reply.status, ...((await reply.json()) as object) } as Told
  }
}
const ask = asker(person('admin', 'ann'))
const late = asker({ ...person('admin', 'ann'), steppedUpAt: null } as Principal)
const operator = asker(person('operator', 'bob'))
const RESET = 'POST /api/trading/reset'
const current = async () =>
  (await sql`select account_id from broker_accounts where is_current`).map((row) =>
    String(row['accountId']),
  )
const holds = async () =>
  (await sql`select code from trading_holds order by code`).map((row) => String(row['code']))

beforeEach(async () => {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions, portfolio_snapshots,
    portfolio_days, daily_risk_snapshots, circuit_breaker_events, broker_accounts, companies, reserve_pool_ledger,
    orders, risk_evaluations, risk_tier_history, trading_holds cascade`
  await sql`update trading_mode set mode = 'paper'`
  await clearAudit(sql)
  await seedAccount(sql, '10000')
  await seedCompany(sql, 'AAA', 'Technology')
})

async function seedOrder(state: string): Promise<string> {
  const decisionId = deriveId('reset', 'AAA')
  const recommendationId = await seedRecommendation(sql, { ticker: 'AAA' })
  const made = { decisionId, recommendationId, kind: 'entry' as const, side: 'buy' as const }
  const orderId = await sql.begin((tx) =>
    putOrder(tx, { ...made, code: 'entry', checks: [], ticker: 'AAA', now: NOON }),
  )
  await sql`update orders set state = ${state}, broker_order_id = 'b-1', submitted_at = ${NOON}`
  return orderId
}

describe('a reset of the paper books', () => {
  test('is told first, and carried out by the word of the answer alone', async () => {
    await seedFill(sql, { id: 'in', ticker: 'AAA', side: 'buy', quantity: '2', price: '100' })
    await sql.begin(lockBook)
    const told = await late(RESET, {})
    expect(told).toMatchObject({
      status: 200,
      done: false,
      scope: 'paper',
      account: 'PA3WORLD0001',
      orders: [],
      positions: 1,
      isNextTold: false,
      confirm: expect.stringMatching(/^reset PA3WORLD0001 [0-9a-f]{6}$/) as string,
    })
    expect(told.will[0]).toMatch(/its 1 position, its orders and its ledger stay as history/)
    expect(told.will[1]).toMatch(/^Trading halts until the broker tells of another account/)
    expect(await current()).toEqual(['test'])

    const why = { reason: 'a new beginning' }
    expect(await late(RESET, { confirm: told.confirm, ...why })).toMatchObject({
      status: 403,
      code: 'step_up',
    })
    expect(await operator(RESET, {})).toMatchObject({ status: 403 })
    expect(await ask(RESET, { confirm: 'yes', ...why })).toMatchObject({ status: 409 })
    expect(await ask(RESET, { confirm: told.confirm })).toMatchObject({ status: 422 })
    // Of the other scope it is another word.
    expect(await ask(RESET, { scope: 'full', confirm: told.confirm, ...why })).toMatchObject({
      status: 409,
    })
    expect(await current()).toEqual(['test'])
    expect(await ask(RESET, { confirm: told.confirm, ...why })).toMatchObject({
      status: 200,
      done: true,
    })
    expect(await current()).toEqual([])
    expect(await holds()).toEqual(['account_reset'])
    expect(
      await sql`select actor, entity_id, reason from audit_events where action = ${RESET} and reason <> '' and entity_id = 'books'`,
    ).toEqual([{ actor: 'ann', entityId: 'books', reason: 'a new beginning' }])
    expect(await ask(RESET, {})).toMatchObject({
      status: 409,
      detail: 'No account has been read yet',
    })
  })

  test('waits until what is open was cancelled, and what is decided has ended', async () => {
    const orderId = await seedOrder('submitted')
    const told = await ask(RESET, {})
    expect(told).toMatchObject({ orders: [{ orderId, ticker: 'AAA', state: 'submitted' }] })
    const done = { confirm: told.confirm, reason: 'anew' }
    expect(await ask(RESET, done)).toMatchObject({
      status: 409,
      detail: '1 order open: have them cancelled first',
    })
    expect(await ask(RESET, { cancel_open: true })).toMatchObject({ status: 200, done: false })
    expect(await sql`select cancel_asked_by from orders`).toEqual([{ cancelAskedBy: 'ann' }])
    expect(await sql`select list from jobs`).toEqual([{ list: 'order_cancels' }])
    expect(await ask(RESET, done)).toMatchObject({ status: 409 })
    await sql`update orders set state = 'canceled', closed_at = ${NOON}`
    await sql`update jobs set list = 'broker_orders'`
    const now = await ask(RESET, {})
    const then = { confirm: now.confirm, reason: 'anew' }
    expect(await ask(RESET, then)).toMatchObject({
      status: 409,
      detail: '1 order on the way: wait until they have ended',
    })
    await sql`update jobs set state = 'done', settled_at = now()`
    expect(await ask(RESET, then)).toMatchObject({ status: 200, done: true })
  })

  test.each([
    ['the account', sql`update broker_accounts set mode = 'live'`],
    ['the mode', sql`update trading_mode set mode = 'live'`],
  ])('is refused where %s is live', async (_, make) => {
    await make
    expect(await ask(RESET, {})).toMatchObject({
      status: 409,
      detail: 'Account PA3WORLD0001 trades real money',
    })
    expect(await current()).toEqual(['test'])
  })

  test('in full takes settings and tier back to what the installation asks for', async () => {
    await ask('PUT /api/trading/config', { settings: { positionsMax: 3, siphonPct: 0.5 } })
    await ask('PUT /api/trading/tier', { tier: 'conservative', reason: 'careful' })
    const told = await ask(RESET, { scope: 'full' })
    expect(told).toMatchObject({
      settings: expect.arrayContaining(['riskTier', 'siphonPct', 'positionsMax']) as string[],
    })
    await ask(RESET, { scope: 'full', confirm: told.confirm, reason: 'anew' })
    expect(await readTradingSettings(sql)).toMatchObject({
      riskTier: 'moderate',
      positionsMax: 10,
      siphonPct: 0.2,
    })
    expect(
      await sql`select by_hand from trading_config_versions order by version desc limit 1`,
    ).toEqual([{ byHand: [] }])
  })
})

test('a limit of positions that is set with the settings is kept with the changes of limits', async () => {
  await sql`update risk_configs set value = '10' where name = 'positions_max'`
  const before = await sql`select from risk_config_changes`
  await ask('PUT /api/trading/config', { settings: { positionsMax: 6 }, reason: 'fewer' })
  const rows = await sql`
    select name, before, after, changed_by, reason from risk_config_changes order by seq`
  expect(rows.slice(before.length)).toEqual([
    { name: 'positions_max', before: 10, after: 6, changedBy: 'ann', reason: 'fewer' },
  ])
})

test('what only looks keeps nobody waiting who judges an order', async () => {
  await seedFill(sql, { id: 'in', ticker: 'AAA', side: 'buy', quantity: '2', price: '100' })
  await sql.begin(lockBook)
  await sql.begin(async (tx) => {
    await lockBook(tx)
    const looks = [
      ask('POST /api/trading/override/order', {
        ticker: 'AAA',
        side: 'buy',
        quantity: 1,
        dry_run: true,
      }),
      ask('POST /api/trading/positions/AAA/close', { dry_run: true }),
      ask('POST /api/trading/positions/close-all', {}),
      ask(RESET, {}),
    ]
    // Each answers while the book is taken.
    expect((await Promise.all(looks)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })
})

describe('another account', () => {
  const SWITCH = 'POST /api/trading/account'
  const told = (accountId: string, syncedAt: Date, begunAt: Date | null = null) => sql`
    insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at, begun_at)
    values (${accountId}, 'paper', 'ACTIVE', 1, 1, 1, 1, ${syncedAt}, ${begunAt})
    on conflict (account_id) do update set synced_at = excluded.synced_at`
  const hold = (code: string) =>
    sql.begin((tx) => setHold(tx, { code, state: 'halted', says: 'x', by: 'broker-sync' }, NOON))
  const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000)

  test('is refused while the broker tells of the one traded with alone', async () => {
    expect(await ask(SWITCH, {})).toMatchObject({
      status: 409,
      detail: 'The broker tells of no other account than the one traded with',
    })
  })

  test('is told first, and traded with by the word of the answer; and back again', async () => {
    const orderId = await seedOrder('submitted')
    await told('test', NOON)
    await told('second', later(30))
    await hold('account_changed')
    const plan = await late(SWITCH, {})
    expect(plan).toMatchObject({ done: false, from: 'test', to: 'second', orders: 1 })
    expect(plan.will[1]).toMatch(/^Open orders of it end here, and stay at the broker .*: 1\.$/)
    expect(await current()).toEqual(['test'])

    const done = { confirm: plan.confirm, reason: 'a new key' }
    expect(await late(SWITCH, done)).toMatchObject({ status: 403, code: 'step_up' })
    expect(await operator(SWITCH, {})).toMatchObject({ status: 403 })
    expect(await ask(SWITCH, { ...done, confirm: 'yes' })).toMatchObject({ status: 409 })
    expect(await ask(SWITCH, { ...done, reason: '' })).toMatchObject({ status: 422 })
    expect(await ask(SWITCH, done)).toMatchObject({ status: 200, done: true })
    expect(await current()).toEqual(['second'])
    expect(await holds()).toEqual([])
    expect(await sql`select order_id, state, end_code from orders`).toEqual([
      { orderId, state: 'canceled', endCode: 'account_left' },
    ])
    expect(
      await sql`select actor, entity_id, reason from audit_events where action = ${SWITCH} and reason <> ''`,
    ).toEqual([{ actor: 'ann', entityId: 'second', reason: 'a new key' }])

    await told('test', later(60))
    const back = await ask(SWITCH, {})
    expect(back.will).toContain('The books of account test go on where they were left.')
    expect(await ask(SWITCH, { confirm: back.confirm, reason: 'back' })).toMatchObject({
      done: true,
    })
    expect(await current()).toEqual(['test'])
  })

  test('is the one that was reset, where the broker goes on telling of it', async () => {
    const plan = await ask(RESET, {})
    await ask(RESET, { confirm: plan.confirm, reason: 'anew' })
    expect(await current()).toEqual([])
    const again = await ask(SWITCH, {})
    expect(again).toMatchObject({ from: '', to: 'test' })
    await ask(SWITCH, { confirm: again.confirm, reason: 'not reset after all' })
    expect(await current()).toEqual(['test'])
    expect(await holds()).toEqual([])
  })
})
