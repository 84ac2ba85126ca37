import { expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const site = {
  service: 'risk-engine' as const,
  answers: answerRisk({ sql: as('stonks_trading'), clock }),
}
const ask = askService(site, person('admin', 'ada'))
const put = async (changes: object, reason = 'tried', by = ask) => {
  const reply = await by('PUT', '/risk/limits', { changes, reason })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

test('a limit is changed, and who did and why is kept', async () => {
  const { status, body } = await put(
    { positionsMax: 4, positionValueMax: '500' },
    'a small account',
  )
  expect([status, body['positionsMax'], body['positionValueMax']]).toEqual([200, 4, '500'])
  const changes = (await (await ask('GET', '/risk/limits/changes')).json()) as object[]
  expect(changes).toHaveLength(2)
  expect(changes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'positions_max',
        before: 10,
        after: 4,
        changedBy: 'ada',
        reason: 'a small account',
      }),
    ]),
  )
  expect(
    await sql`select actor, before, detail from audit_events where action = 'PUT /risk/limits'`,
  ).toMatchObject([{ actor: 'ada', before: { positionsMax: 10 }, detail: { positionsMax: 4 } }])
})

test('what lowers risk needs no passkey, and what raises it does', async () => {
  const cold = askService(site, { ...person('admin'), steppedUpAt: null } as Principal)
  for (const [tighter, looser] of [
    [{ ordersPerMinuteMax: 15 }, { ordersPerMinuteMax: 16 }],
    [{ dayTradeEquityMin: '30000' }, { dayTradeEquityMin: '29999' }],
    [{ duplicateSeconds: 90 }, { duplicateSeconds: 89 }],
    [{ approvalValueMin: '900' }, { approvalValueMin: '901' }],
  ]) {
    expect(await put(tighter!, 'tighter', cold)).toMatchObject({ status: 200 })
    expect(await put(looser!, 'looser', cold)).toMatchObject({
      status: 403,
      body: { code: 'step_up' },
    })
    expect(await put(looser!, 'looser')).toMatchObject({ status: 200 })
  }
})

test.each([
  ['a share above 1', { sectorPctMax: 1.5 }],
  ['nothing', { positionsMax: 0 }],
  ['a name nobody knows', { margin: 4 }],
  ['words', { positionValueMax: 'much' }],
  ['what stands already', {}],
])('%s is no limit', async (_, changes) => {
  const before = await readLimits(sql)
  expect((await put(changes)).status).toBe(422)
  expect(await readLimits(sql)).toEqual(before)
})

test('no reason is no reason to change one', async () => {
  expect((await put({ positionsMax: 3 }, ' ')).status).toBe(422)
})
