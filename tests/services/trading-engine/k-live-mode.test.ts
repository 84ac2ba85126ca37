/**
 * Real money from end to end: the engine derives the mode, a person consents by the route, a round
 * decides, the adapter holds, a person approves, the broker gets the order; and nothing of it where one
 * of these is missing. The broker is the world's, behind real HTTP; what it is taken for is real.
 */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openLog } from '#shared/host/log.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { lookAtHolds, lookAtMode } from '../../../services/cli/doctor/trading.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { openModeAdoption } from '../../../services/trading-engine/adopt-mode.ts'
import { runTradingRound } from '../../../services/trading-engine/round.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { deliverOrder, type Job } from '../../functions/broker-adapter/orders.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import {
  NOON,
  seedBars,
  seedCompany,
  seedRecommendation,
  seedSettings,
} from '../../helpers/trading.ts'

const { url, sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
const broker = await serveBroker(clock)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 1_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'live', rules, graceSeconds: 60 })

const names = [
  'BROKER_MODE',
  'BROKER_BASE_URL',
  'BROKER_API_KEY',
  'BROKER_API_SECRET',
  'BUILD',
  'DATABASE_URL',
] as const
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]))
const given = (values: Partial<Record<(typeof names)[number], string>>) => {
  for (const name of names) {
    const value = values[name] ?? before[name]
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
const LIVE = {
  BROKER_MODE: 'live',
  BROKER_BASE_URL: 'https://api.alpaca.markets',
  BROKER_API_KEY: 'AKTEST',
  BUILD: 'one',
}
afterAll(() => given({}))

const ACCOUNT = '123456789'
const account = async () => ({ ...(await alpaca.account()), accountNumber: ACCOUNT })
const derive = () =>
  openModeAdoption({ sql: own, alpaca: { account }, log: openLog('test') })(clock.now())

const answers = answerEngine({ sql: own, clock, rules, latestTrades: alpaca.latestTrades })
const keep = openKeep(own, clock)
const engine = { service: 'trading-engine' as const, answers, keep }
const asker = (ask: ReturnType<typeof askService>) => async (line: string, body: unknown) => {
  const [method = '', path = ''] = line.split(' ')
  const reply = await ask(method, path, body)
  return { status: reply.status, ...((await reply.json()) as Record<string, unknown>) }
}
const asAdmin = asker(askService(engine, person('admin', 'ann')))
const asOperator = asker(askService(engine, person('operator', 'bob')))
const asLate = asker(
  askService(engine, { ...person('admin', 'ann'), steppedUpAt: null } as Principal),
)
const asReviewer = asker(
  askService(
    { service: 'risk-engine', answers: answerRisk({ sql: own, clock }), keep },
    person('operator', 'eve'),
  ),
)
const CONSENT = 'POST /api/trading/consent'
const yes = { account: ACCOUNT, build: 'one', reason: 'we mean it' }

const sync = async () => {
  const state = await fetchBrokerState(alpaca, null)
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}
const engineParts = { sql: own, rules, latestTrades: alpaca.latestTrades }
const round = () => runTradingRound(engineParts, clock.now())
const standing = () => readStanding(own, clock.now())
const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
const jobs = () => sql<{ jobId: string; payload: string }[]>`
  select job_id, payload::text as payload from jobs
  where list = 'broker_orders' and state = 'queued' order by seq`
async function deliverAll(): Promise<string[]> {
  const waiting = await jobs()
  for (const { jobId, payload } of waiting)
    await deliverOrder(own, clock, handlers, JSON.parse(payload) as Job, jobId)
  await sql`update jobs set state = 'done', settled_at = now() where list = 'broker_orders' and state = 'queued'`
  return waiting.map(({ payload }) => (JSON.parse(payload) as Job).ticker)
}
const approvals = () =>
  sql<{ approvalId: string; status: string }[]>`
    select approval_id, status from approval_requests order by requested_at`
const wave = (step: number) =>
  Array.from({ length: 61 }, (_, day) => 100 * (1 + 0.02 * Math.sin(day * step)))

let day = 0
beforeEach(async () => {
  day += 1
  clock.set(new Date(NOON.getTime() + day * 10 * 60_000))
  given(LIVE)
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, orders, order_fills,
    risk_evaluations, approval_requests, companies, market_snapshots, trading_builds, live_consents cascade`
  await clearAudit(sql)
  await seedSettings(sql, { enabled: true })
  for (const [ticker, step] of [
    ['AAPL', 1],
    ['MSFT', 2.3],
  ] as const) {
    await seedCompany(sql, ticker, ticker === 'AAPL' ? 'Technology' : 'Energy')
    await seedBars(sql, ticker, wave(step))
  }
  await sync()
  await derive()
})
const say = (ticker: string, mode: 'paper_eligible' | 'live_eligible') =>
  seedRecommendation(sql, { ticker, mode, generatedAt: new Date(clock.now().getTime() - 60_000) })

describe('real money', () => {
  test('waits for a consent, and then each order for an approval; nothing leaves before', async () => {
    expect(await standing()).toMatchObject({ mode: 'disabled', state: 'halted' })
    await say('AAPL', 'paper_eligible')
    await say('MSFT', 'live_eligible')
    await round()
    expect(await deliverAll()).toEqual([])

    expect(await asAdmin(CONSENT, yes)).toMatchObject({
      status: 200,
      mode: 'live',
      state: 'active',
    })
    expect(
      await sql`select actor, does, reason from audit_events where action = ${CONSENT}`,
    ).toEqual([
      { actor: 'ann', does: 'consents to real money in an account by a build', reason: yes.reason },
    ])
    await round()
    const sent = posts()
    // What is good enough for paper is not bought with real money.
    expect(await deliverAll()).toEqual(['MSFT'])
    expect(posts()).toBe(sent)
    const [held] = await approvals()
    expect(held).toMatchObject({ status: 'pending' })
    const review = `POST /risk/approvals/${held?.approvalId}/review`
    expect(await asReviewer(review, { decision: 'approve', note: 'seen' })).toMatchObject({
      status: 'approved',
    })
    expect(await deliverAll()).toEqual(['MSFT'])
    expect(posts()).toBe(sent + 1)
    expect(await sql`select ticker, state from orders`).toEqual([
      { ticker: 'MSFT', state: expect.stringMatching(/submitted|filled/) as string },
    ])
  })

  test('ends as the consent is withdrawn, for what was approved as well', async () => {
    await asAdmin(CONSENT, yes)
    await say('AAPL', 'live_eligible')
    await round()
    await deliverAll()
    const [held] = await approvals()
    await asReviewer(`POST /risk/approvals/${held?.approvalId}/review`, {
      decision: 'approve',
      note: 'seen',
    })
    const sent = posts()
    const no = { reason: 'not today' }
    expect(await asOperator(`${CONSENT}/withdraw`, no)).toMatchObject({
      status: 200,
      mode: 'disabled',
      state: 'halted',
    })
    expect(await asOperator(`${CONSENT}/withdraw`, no)).toMatchObject({ status: 409 })
    expect(await deliverAll()).toEqual(['AAPL'])
    expect(posts()).toBe(sent)
    expect(await sql`select given_by, withdrawn_by from live_consents`).toEqual([
      { givenBy: 'ann', withdrawnBy: 'bob' },
    ])
    // It may be given again.
    expect(await asAdmin(CONSENT, yes)).toMatchObject({ status: 200, state: 'active' })
  })

  test('is consented to by an admin, with a passkey, for what was looked at, where it is real', async () => {
    expect(await asOperator(CONSENT, yes)).toMatchObject({ status: 403 })
    expect(await asLate(CONSENT, yes)).toMatchObject({ status: 403, code: 'step_up' })
    expect(await asAdmin(CONSENT, { ...yes, account: '987654321' })).toMatchObject({ status: 409 })
    expect(await asAdmin(CONSENT, { ...yes, build: 'two' })).toMatchObject({ status: 409 })
    expect(await asAdmin(CONSENT, { account: ACCOUNT, build: 'one' })).toMatchObject({
      status: 422,
    })
    expect(await sql`select from live_consents`).toEqual([])
    given({ ...LIVE, BROKER_BASE_URL: 'https://paper-api.alpaca.markets' })
    await derive()
    expect(await asAdmin(CONSENT, yes)).toMatchObject({
      status: 409,
      detail: 'The mode is disabled: no money is real',
    })
  })

  test('asks anew for another build', async () => {
    await asAdmin(CONSENT, yes)
    given({ ...LIVE, BUILD: 'two' })
    await derive()
    expect((await standing()).holds.map(({ code }) => code)).toEqual(['live_unconsented'])
  })

  test('is no paper: the live address and key by BROKER_MODE=paper trade nothing, and doctor says which two', async () => {
    given({ ...LIVE, BROKER_MODE: 'paper' })
    await derive()
    await say('MSFT', 'live_eligible')
    await round()
    expect(await deliverAll()).toEqual([])
    given({ ...LIVE, BROKER_MODE: 'paper', DATABASE_URL: url })
    await expect(lookAtHolds()).rejects.toThrow(
      /^disabled, halted; mode_disagrees .*the setting \(BROKER_MODE=paper\) says paper, the address \(api\.alpaca\.markets\) says live/,
    )
  })
})

describe('doctor', () => {
  test('names a missing consent and every hold, and says once nothing holds', async () => {
    given({ ...LIVE, DATABASE_URL: url })
    await expect(lookAtHolds()).rejects.toThrow(
      /live_unconsented .*nobody has consented to real money in account 123456789/,
    )
    await asAdmin(CONSENT, yes)
    expect(await lookAtHolds()).toBe(
      `live, active; ann consented to real money in account ${ACCOUNT}`,
    )
    await asOperator('POST /api/trading/pause', { reason: 'lunch' })
    expect(await lookAtHolds()).toMatch(/^live, reducing; paused \(reducing since .*: lunch\)/)
    await asOperator('POST /api/trading/resume', { reason: '' })
  })

  test.each([
    [{ BROKER_BASE_URL: 'https://api.alpaca.markets' }, /BROKER_MODE=paper.*api\.alpaca\.markets/],
    [{ BROKER_MODE: 'live' }, /BROKER_MODE=live.*paper-api\.alpaca\.markets/],
    [{ BROKER_MODE: 'sometimes' }, /BROKER_MODE=sometimes\) says neither/],
  ])('names the two that contradict each other (%o)', async (values, says) => {
    given({})
    given(values)
    await expect(lookAtMode()).rejects.toThrow(says)
  })

  test('asks the account what it is, and holds the key against the rest', async () => {
    const { baseUrl, secret } = broker.settings
    const at = { BROKER_BASE_URL: baseUrl, BROKER_API_SECRET: secret }
    given({ ...at, BROKER_MODE: 'paper', BROKER_API_KEY: 'key' })
    expect(await lookAtMode()).toMatch(/^paper: setting BROKER_MODE=paper, .*account PA3WORLD0001$/)
    given({ ...at, BROKER_MODE: 'paper', BROKER_API_KEY: 'AKTEST' })
    await expect(lookAtMode()).rejects.toThrow(/the key \(AK…\) says live/)
  })
})

describe('builds', () => {
  const ACCEPT = 'POST /api/trading/builds/accept'
  test('that differ trade together once a person accepts the pair that was looked at', async () => {
    await asAdmin(CONSENT, yes)
    await sql`insert into trading_builds (part, build, since) values ('broker-adapter', 'two', ${clock.now()})`
    expect(await standing()).toMatchObject({
      state: 'reducing',
      holds: [{ code: 'build_mismatch' }],
    })
    const pair = { part: 'broker-adapter', build: 'two', reason: 'a hot fix' }
    expect(await asLate(ACCEPT, pair)).toMatchObject({ status: 403, code: 'step_up' })
    expect(await asOperator(ACCEPT, { ...pair, build: 'three' })).toMatchObject({ status: 409 })
    expect(await asOperator(ACCEPT, pair)).toMatchObject({ status: 200, state: 'active' })
    expect(
      await sql`select actor, entity_id from audit_events where action = ${ACCEPT} and reason <> ''`,
    ).toEqual([{ actor: 'bob', entityId: 'broker-adapter' }])
  })
})
