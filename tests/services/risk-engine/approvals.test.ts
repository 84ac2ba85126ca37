import { beforeEach, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { keepApprovals } from '#shared/queue/send-approved.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { decide, deliverOrder, type Job } from '../../functions/broker-adapter/orders.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON } from '../../helpers/trading.ts'

const ADA = deriveId('person', 'ada')
const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
const broker = await serveBroker(clock)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 1_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60 })
const site = { service: 'risk-engine' as const, answers: answerRisk({ sql: own, clock }) }
const named = (name: string, id: string): Principal =>
  ({ ...person('operator', name), id }) as Principal
const ask = askService(site, named('ada', ADA))

let round = 0
const sync = async () => {
  const state = await fetchBrokerState(alpaca, null)
  await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
}
const later = (minutes: number) => {
  clock.set(new Date(clock.now().getTime() + minutes * 60_000))
  return sync()
}
beforeEach(async () => {
  round += 1
  clock.set(new Date(NOON.getTime() + round * 20 * 60_000))
  await sql`update jobs set state = 'cancelled', settled_at = now() where state = 'queued'`
  await sync()
})

const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
const deliver = (job: Job, name: string) =>
  deliverOrder(own, clock, handlers, job, deriveId('job', round, name))
/** Decided, delivered and held. */
async function hold(ticker = 'AAPL', quantity = '12') {
  const made = await decide(sql, clock.now(), { name: `held ${round}`, ticker, quantity })
  await deliver(made.job, 'first')
  const [row] = await sql<{ approvalId: string }[]>`
    select approval_id from approval_requests where decision_id = ${made.decisionId}`
  return { ...made, approvalId: String(row?.approvalId) }
}
const review = async (approvalId: string, decision: string, by = ask) => {
  const reply = await by('POST', `/risk/approvals/${approvalId}/review`, { decision, note: 'seen' })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}
/** Delivers what waits on the list, as the pump would. */
async function deliverWaiting(): Promise<number> {
  const jobs = await sql<{ jobId: string; payload: string }[]>`
    select job_id, payload::text as payload from jobs where list = 'broker_orders' and state = 'queued'`
  for (const { jobId, payload } of jobs)
    expect(
      await deliverOrder(own, clock, handlers, JSON.parse(payload) as Job, jobId),
    ).toMatchObject({ status: 204 })
  return jobs.length
}
const statusOf = async (approvalId: string) =>
  (await sql`select status from approval_requests where approval_id = ${approvalId}`)[0]?.['status']
const orders = (decisionId: string) =>
  sql`select state from orders where decision_id = ${decisionId}`

describe('an entry that waits for a person', () => {
  test('is held, approved, judged again and sent, once', async () => {
    const { decisionId, approvalId } = await hold()
    const sent = posts()
    expect(await orders(decisionId)).toHaveLength(0)
    expect((await review(approvalId, 'approve')).body).toMatchObject({ status: 'approved' })
    await later(1)
    expect(await deliverWaiting()).toBe(1)
    expect(await orders(decisionId)).toHaveLength(1)
    await own.begin((tx) => keepApprovals(tx, clock.now()))
    await deliverWaiting()
    expect([await orders(decisionId), posts() - sent]).toEqual([[{ state: 'submitted' }], 1])
    expect(
      await sql`select passed from risk_evaluations where decision_id = ${decisionId}`,
    ).toHaveLength(2)
    const [row] = (await (await ask('GET', '/risk/approvals?limit=1')).json()) as object[]
    expect(row).toMatchObject({
      approvalId,
      status: 'approved',
      reviewedBy: 'ada',
      requestedBy: 'trading-engine',
      quantity: '12.000000000',
      orderState: 'submitted',
      note: 'seen',
    })
  })

  test('is denied, and never sent', async () => {
    const { decisionId, approvalId, job } = await hold()
    expect((await review(approvalId, 'deny')).body).toEqual({ status: 'denied', jobId: null })
    await deliver(job, 'again')
    expect([await orders(decisionId), await statusOf(approvalId)]).toEqual([[], 'denied'])
    expect(await review(approvalId, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'approval_ended' },
    })
  })

  test('ends by itself when nobody answers, and says so', async () => {
    const { approvalId, decisionId } = await hold()
    await later(15)
    expect(await review(approvalId, 'approve')).toMatchObject({ status: 409 })
    const { ended } = await own.begin((tx) => keepApprovals(tx, clock.now()))
    expect(ended).toEqual([{ approvalId, decisionId, ticker: 'AAPL' }])
    const listed = await ask('GET', '/risk/approvals?status=expired&limit=1')
    expect(await listed.json()).toMatchObject([{ approvalId, status: 'expired' }])
    expect(
      await sql`select actor from audit_events where action = 'approval_expired' and entity_id = ${decisionId}`,
    ).toHaveLength(1)
  })

  test('approved but late is not sent', async () => {
    const { approvalId, decisionId } = await hold()
    await review(approvalId, 'approve')
    await later(15)
    await deliverWaiting()
    expect([await orders(decisionId), await statusOf(approvalId)]).toEqual([[], 'expired'])
  })

  test('is asked for again where it was approved by other means', async () => {
    const { approvalId, decisionId } = await hold()
    await sql`update approval_requests set status = 'approved', reviewed_by = 'someone', reviewed_at = ${clock.now()}
      where approval_id = ${approvalId}`
    expect((await own.begin((tx) => keepApprovals(tx, clock.now()))).sent).toBe(1)
    expect((await own.begin((tx) => keepApprovals(tx, clock.now()))).sent).toBe(0)
    await deliverWaiting()
    expect(await orders(decisionId)).toHaveLength(1)
  })

  test('is void once the order is another one, before or after the answer', async () => {
    const first = await hold()
    await sql`update trading_decisions set quantity = 13 where decision_id = ${first.decisionId}`
    expect((await review(first.approvalId, 'approve')).body).toMatchObject({
      status: 'void',
      jobId: null,
    })
    round += 1
    const second = await hold('MSFT')
    await review(second.approvalId, 'approve')
    await sql`update trading_decisions set limit_price = 500, order_type = 'limit' where decision_id = ${second.decisionId}`
    await deliverWaiting()
    expect([await orders(second.decisionId), await statusOf(second.approvalId)]).toEqual([
      [],
      'void',
    ])
  })

  test('that is refused when judged again leaves nothing, and says why', async () => {
    const { approvalId, decisionId } = await hold()
    await review(approvalId, 'approve')
    await sql`update risk_configs set value = '5' where name = 'order_shares_max'`
    await deliverWaiting()
    await sql`update risk_configs set value = '1000' where name = 'order_shares_max'`
    const [row] = (await (await ask('GET', '/risk/approvals?limit=1')).json()) as object[]
    expect(row).toMatchObject({ approvalId, refusedFor: 'order_shares', orderId: null })
    expect((await own.begin((tx) => keepApprovals(tx, clock.now()))).sent).toBe(0)
    expect(await orders(decisionId)).toHaveLength(0)
  })

  test('cannot be approved by who asked for it, by no token, and not without a passkey', async () => {
    const { approvalId, decisionId } = await hold()
    await sql`truncate approval_requests`
    await sql`update trading_decisions set source = 'override', sizing = ${sql.json({ requestedBy: 'ada', requestedById: ADA })}
      where decision_id = ${decisionId}`
    await sql`delete from risk_evaluations where decision_id = ${decisionId}`
    const [{ ticker }] = await sql<
      [{ ticker: string }]
    >`select ticker from trading_decisions where decision_id = ${decisionId}`
    await deliver(
      {
        ...(await decide(sql, clock.now(), { name: 'x' })).job,
        ticker,
        idempotency_key: decisionId,
      },
      'own',
    )
    expect(await review(approvalId, 'approve')).toMatchObject({
      status: 403,
      body: { code: 'own_order' },
    })
    const bob = named('bob', deriveId('person', 'bob'))
    const cold = askService(site, { ...bob, steppedUpAt: null } as Principal)
    expect(await review(approvalId, 'approve', cold)).toMatchObject({
      status: 403,
      body: { code: 'step_up' },
    })
    const token: Principal = {
      kind: 'token',
      id: ADA,
      name: 't',
      role: 'admin',
      areas: [],
      from: '',
    }
    expect(await review(approvalId, 'deny', askService(site, token))).toMatchObject({ status: 403 })
    expect((await review(approvalId, 'approve', askService(site, bob))).body).toMatchObject({
      status: 'approved',
    })
  })

  test('by hand is approved by another person than who asked for it', async () => {
    const engine = {
      service: 'trading-engine' as const,
      answers: answerEngine({
        sql: own,
        clock,
        rules,
        latestTrades: (tickers) => alpaca.latestTrades(tickers),
      }),
    }
    const order = {
      ticker: 'MSFT',
      side: 'buy',
      quantity: '11',
      idempotency_key: `by hand ${round}`,
    }
    const asked = await askService(engine, named('ada', ADA))(
      'POST',
      '/api/trading/override/order',
      order,
    )
    expect([asked.status, await deliverWaiting()]).toEqual([202, 1])
    const [row] = (await (await ask('GET', '/risk/approvals?limit=1')).json()) as {
      approvalId: string
      decisionId: string
      requestedBy: string
    }[]
    const { approvalId, decisionId, requestedBy } = row!
    expect([requestedBy, (await review(approvalId, 'approve')).body['code']]).toEqual([
      'ada',
      'own_order',
    ])
    const bob = askService(site, named('bob', deriveId('person', 'bob')))
    expect((await review(approvalId, 'approve', bob)).body).toMatchObject({ status: 'approved' })
    await later(1)
    await deliverWaiting()
    expect(await orders(decisionId)).toHaveLength(1)
  })

  test('is no sale, however large', async () => {
    const name = `sale ${round}`
    const sale = await decide(sql, clock.now(), { name, side: 'sell', quantity: '12' })
    await deliver(sale.job, 'sale')
    expect(
      await sql`select code, needs_approval from risk_evaluations where decision_id = ${sale.decisionId}`,
    ).toEqual([{ code: 'passed', needsApproval: false }])
    expect(await orders(sale.decisionId)).toHaveLength(1)
  })

  test('that is not there is not found', async () => {
    expect(await review(deriveId('none'), 'deny')).toMatchObject({ status: 404 })
    expect(await (await ask('POST', '/risk/approvals/expire', {})).json()).toEqual({ expired: 0 })
  })
})
