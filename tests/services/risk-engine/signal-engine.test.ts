/** The signal engine is turned on and off over the API: who did, since when, and what there is no such thing as. */

import { beforeEach, expect, test } from 'vitest'
import { listLimitChanges } from '#shared/sql/risk/limits.ts'
import {
  readShadowMode,
  tellShadowSetting,
  type ShadowTold,
} from '#shared/sql/risk/shadow-setting.ts'
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
const olga = person('operator', 'olga')
async function put(body: object, by = olga) {
  const ask = askService(site, by)
  const reply = await ask('PUT', '/risk/signal-engine', { reason: 'tried', ...body })
  return { status: reply.status, body: (await reply.json()) as ShadowTold<'signal_engine'> }
}
const setting = () => tellShadowSetting(as('stonks_api'), 'signal_engine')

beforeEach(async () => {
  await clearAudit(sql)
  await sql`truncate risk_config_changes`
  await sql`delete from risk_configs where name = 'signal_engine_mode'`
})

test('it is off until a person says otherwise, and then tells who and since when', async () => {
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
      where action = 'PUT /risk/signal-engine' order by audit_event_id`,
  ).toMatchObject([
    { actor: 'olga', before: { mode: 'off' }, detail: { mode: 'shadow' } },
    { before: { mode: 'shadow' }, detail: { mode: 'off' } },
  ])
})

test.each([
  ['what it is already', { mode: 'off' }],
  ['what there is not', { mode: 'live' }],
  ['without a reason', { mode: 'shadow', reason: ' ' }],
])('it is not set to %s', async (_what, body) => {
  expect((await put(body)).status).toBe(422)
  expect(await setting()).toEqual({ mode: 'off', changed: null })
})

test('it is traded by an operator with a reason, and both changes stand in the list of changes', async () => {
  expect(await put({ mode: 'traded', reason: ' ' })).toMatchObject({ status: 422 })
  expect(await put({ mode: 'traded', reason: 'measured long enough' })).toMatchObject({
    status: 200,
    body: { mode: 'traded', changed: { by: 'olga', reason: 'measured long enough' } },
  })
  expect(await readShadowMode(as('stonks_functions'), 'signal_engine')).toBe('traded')
  const changes = await listLimitChanges(as('stonks_api'), { sort: '-at', limit: 5 })
  expect(changes).toMatchObject([
    { name: 'signal_engine_mode', before: 'off', after: 'traded', reason: 'measured long enough' },
  ])
})

test('it is taken out of trading with a passkey alone, since that lets entries through', async () => {
  await put({ mode: 'traded' })
  const cold = { ...olga, steppedUpAt: null }
  for (const mode of ['shadow', 'off'])
    expect(await put({ mode }, cold)).toMatchObject({ status: 403, body: { code: 'step_up' } })
  expect(await setting()).toMatchObject({ mode: 'traded' })
  expect(await put({ mode: 'shadow' })).toMatchObject({ status: 200 })
  expect(await put({ mode: 'off' }, cold)).toMatchObject({ status: 200 })
  expect(await put({ mode: 'traded' }, cold)).toMatchObject({ status: 200 })
})

test('strategies know no such step', async () => {
  const ask = askService(site, olga)
  const reply = await ask('PUT', '/risk/strategies', { mode: 'traded', reason: 'tried' })
  expect(reply.status).toBe(422)
  await sql`insert into risk_configs (name, value) values ('strategies_mode', '"traded"')
    on conflict (name) do update set value = excluded.value`
  expect(await readShadowMode(sql, 'strategies')).toBe('off')
  await sql`delete from risk_configs where name = 'strategies_mode'`
})

test('it is no viewer’s to set', async () => {
  expect((await put({ mode: 'traded' }, person('viewer'))).status).toBe(403)
})

test('what cannot be read is off', async () => {
  await sql`insert into risk_configs (name, value) values ('signal_engine_mode', '"loud"')`
  expect(await setting()).toMatchObject({ mode: 'off' })
})
