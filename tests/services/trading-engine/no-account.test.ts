/** Before any account is known: everything that can be looked at answers, and nothing is promised. */

import { expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON, seedCompany } from '../../helpers/trading.ts'
import { openApi } from '../query-api/api.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const prices = new Map([['AAA', { price: '100', at: NOON }]])
const parts = { sql: own, clock, rules, latestTrades: () => Promise.resolve(prices) }
const engine = {
  service: 'trading-engine' as const,
  answers: answerEngine(parts),
  keep: openKeep(own, clock),
}
const risk = { service: 'risk-engine' as const, answers: answerRisk({ sql: own, clock }) }
await seedCompany(sql, 'AAA', 'Technology')

async function ask(line: string, body?: unknown) {
  const [method = '', path = ''] = line.split(' ')
  const site = path.startsWith('/risk') ? risk : engine
  const reply = await askService<never>(site as never, person('admin', 'ada'))(method, path, body)
  return { answer: (await reply.json()) as unknown, status: reply.status }
}

test('no account is current', async () => {
  expect(await sql`select current_account_id() as id`).toEqual([{ id: '' }])
})

test.each([
  'GET /api/trading/status',
  'GET /api/trading/config',
  'GET /api/trading/config/history',
  'GET /api/trading/debug',
  'GET /api/trading/decisions',
  'GET /api/trading/performance',
  'GET /api/trading/checks',
  'GET /api/trading/notifications/history',
  'GET /api/trading/notifications/config',
  'GET /risk/limits',
  'GET /risk/limits/changes',
  'GET /risk/approvals',
  'GET /risk/evaluations',
])('%s answers', async (line) => {
  expect((await ask(line)).status).toBe(200)
})

test('trading is halted by name, since the account was never read', async () => {
  const { answer } = await ask('GET /api/trading/status')
  expect(answer).toMatchObject({ state: 'halted' })
  expect(JSON.stringify(answer)).toContain('account_stale')
})

test.each<[string, unknown, number]>([
  [
    'POST /api/trading/override/order',
    { ticker: 'AAA', side: 'buy', quantity: 1, dry_run: true },
    200,
  ],
  [
    'POST /api/trading/override/order',
    { ticker: 'AAA', side: 'sell', all: true, dry_run: true },
    409,
  ],
  ['POST /api/trading/positions/AAA/close', { dry_run: true }, 409],
  ['POST /api/trading/positions/close-all', {}, 200],
  ['POST /api/trading/orders/00000000-0000-8000-8000-000000000001/cancel', {}, 404],
  ['POST /api/trading/reset', {}, 409],
  ['POST /api/trading/pause', { reason: 'x' }, 200],
  ['POST /api/trading/resume', { reason: 'x' }, 200],
  ['POST /api/trading/reserve', { amount: '1', reason: 'x' }, 200],
  ['POST /api/trading/breakers/trip', { ticker: null, reason: 'x' }, 200],
  [
    'POST /risk/evaluate',
    {
      ticker: 'AAA',
      side: 'buy',
      quantity: '1',
      referencePrice: '100',
      quote: null,
      sector: 'Technology',
      kind: 'entry',
    },
    200,
  ],
])('%s %o is answered in words', async (line, body, status) => {
  const { answer, status: found } = await ask(line, body)
  expect([found, JSON.stringify(answer)]).toEqual([status, expect.any(String)])
})

test('the pages are empty, and none of them breaks', async () => {
  const { call, sql: filled } = await openApi()
  await filled`update broker_accounts set is_current = false`
  for (const path of [
    '/api/overview',
    '/api/positions',
    '/api/positions?closed=true',
    '/api/orders',
    '/api/foreign-orders',
    '/api/account',
    '/api/activities',
    '/api/differences',
    '/api/equity',
    '/api/trading/report',
    '/api/decisions',
    '/metrics',
  ])
    expect([path, (await call(path)).status]).toEqual([path, 200])
})
