/** Strategies are turned on and off over the API: who did, since when, and what there is no such thing as. */

import { beforeEach, expect, test } from 'vitest'
import type { ShadowSetting } from '#shared/contracts/api/shadow.ts'
import { tellShadowSetting } from '#shared/sql/risk/shadow-setting.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'

const { sql, as } = await cloneDatabase()
const now = new Date('2026-01-07T17:00:00.000Z')
const site = {
  service: 'risk-engine' as const,
  answers: answerRisk({
    sql: as('stonks_trading'),
    clock: { mode: 'real', speed: 1, now: () => now },
  }),
}
async function put(body: object, role: 'operator' | 'viewer' = 'operator') {
  const ask = askService(site, person(role, 'olga'))
  const reply = await ask('PUT', '/risk/strategies', { reason: 'tried', ...body })
  return { status: reply.status, body: (await reply.json()) as ShadowSetting }
}
const setting = () => tellShadowSetting(as('stonks_api'), 'strategies')

beforeEach(async () => {
  await clearAudit(sql)
  await sql`truncate risk_config_changes`
  await sql`delete from risk_configs where name = 'strategies_mode'`
})

test('they are off until a person says otherwise, and then tells who and since when', async () => {
  expect(await setting()).toEqual({ mode: 'off', changed: null })
  expect(await put({ mode: 'shadow', reason: 'to be measured' })).toEqual({
    status: 200,
    body: {
      mode: 'shadow',
      changed: { at: now.toISOString(), by: 'olga', reason: 'to be measured' },
    },
  })
  await put({ mode: 'off' })
  expect(await setting()).toMatchObject({ mode: 'off', changed: { reason: 'tried' } })
  expect(
    await sql`select actor, before, detail from audit_events
      where action = 'PUT /risk/strategies' order by audit_event_id`,
  ).toMatchObject([
    { actor: 'olga', before: { mode: 'off' }, detail: { mode: 'shadow' } },
    { before: { mode: 'shadow' }, detail: { mode: 'off' } },
  ])
})

test.each([
  ['what it is already', { mode: 'off' }],
  ['what there is not', { mode: 'traded' }],
  ['without a reason', { mode: 'shadow', reason: ' ' }],
])('they are not set to %s', async (_what, body) => {
  expect((await put(body)).status).toBe(422)
  expect(await setting()).toEqual({ mode: 'off', changed: null })
})

test('they are no viewer’s to set', async () => {
  expect((await put({ mode: 'shadow' }, 'viewer')).status).toBe(403)
})

test('what cannot be read is off', async () => {
  await sql`insert into risk_configs (name, value) values ('strategies_mode', '"loud"')`
  expect(await setting()).toMatchObject({ mode: 'off' })
})
