import { beforeAll, describe, expect, test } from 'vitest'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService } from '../../helpers/principals.ts'
import { NOON, seedAccount } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const asking = (db: Sql) =>
  askService({ service: 'risk-engine', answers: answerRisk({ sql: db, clock }) })
const ask = asking(as('stonks_trading'))

const order = {
  ticker: 'AAA',
  side: 'buy',
  quantity: '1.5',
  referencePrice: '100',
  sector: 'Energy',
  kind: 'entry',
  quote: { price: '100', at: '2024-06-03T14:59:50Z' },
}
const post = (body: unknown, to = ask) => to('POST', '/risk/evaluate', JSON.stringify(body) ?? '')

beforeAll(() => seedAccount(sql, '10000'))

describe('risk-engine', () => {
  test('judges an order, and keeps the verdict with the hash of its inputs', async () => {
    const reply = await post(order)
    expect(reply.status).toBe(200)
    const verdict = (await reply.json()) as {
      passed: boolean
      riskEvaluationId: string
      checks: unknown[]
    }
    expect(verdict).toMatchObject({ passed: true, code: 'passed', needsApproval: false })
    const kept = (await (await ask('GET', '/risk/evaluations?limit=5')).json()) as unknown[]
    expect(kept).toMatchObject([{ riskEvaluationId: verdict.riskEvaluationId, passed: true }])
  })

  test('keeps a verdict exactly where the audit has its row', async () => {
    type Verdict = { riskEvaluationId: string }
    const { riskEvaluationId } = (await (await post({ ...order, quantity: '2' })).json()) as Verdict
    const rows = await sql<{ entityId: string; outcome: string }[]>`
      select entity_id, outcome from audit_events where entity_id = ${riskEvaluationId}`
    expect(rows).toEqual([{ entityId: riskEvaluationId, outcome: 'done' }])
    const count = async () =>
      (await sql<{ rows: number }[]>`select count(*)::integer as rows from risk_evaluations`)[0]!
        .rows
    const before = await count()
    await sql`alter table audit_events add constraint no_more check (position < 0) not valid`
    try {
      await expect(post({ ...order, quantity: '3' })).rejects.toThrow(/no_more/)
    } finally {
      await sql`alter table audit_events drop constraint no_more`
    }
    expect(await count()).toBe(before)
  })

  test('says no with the first limit that was passed', async () => {
    expect(await (await post({ ...order, quantity: '6' })).json()).toMatchObject({
      passed: false,
      code: 'position_pct',
    })
    expect(await (await post({ ...order, quote: null })).json()).toMatchObject({
      passed: false,
      code: 'no_quote',
    })
  })

  test.each([
    ['a missing field', { ...order, ticker: undefined }],
    ['a quantity that is no number', { ...order, quantity: '1e9' }],
    ['a field nobody knows', { ...order, force: true }],
    ['a list', []],
  ])('refuses %s with 422', async (_, body) => {
    expect((await post(body)).status).toBe(422)
  })

  test('refuses what is no JSON, and what says nothing', async () => {
    expect((await post(undefined)).status).toBe(400)
    expect((await ask('POST', '/risk/evaluate')).status).toBe(400)
  })

  test('shows the limits in force', async () => {
    expect(await (await ask('GET', '/risk/limits')).json()).toMatchObject({
      mode: 'paper',
      positionPctMax: 0.05,
      orderSharesMax: 1000,
      positionsMax: 10,
      approvalValueMin: '1000',
    })
  })

  test('gives no verdict when the database cannot be read', async () => {
    const away = openPostgres('postgres://nobody@127.0.0.1:1/none', 1)
    await expect(post(order, asking(away))).rejects.toThrow()
    await away.end({ timeout: 0 })
  })
})
