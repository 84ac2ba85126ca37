/** Every change of the catalogue leaves one row of the audit, whether it is made or refused. */

import { describe, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { catalogue } from '#shared/contracts/api/catalogue.ts'
import type { ApiRoute } from '#shared/contracts/api/route.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { person } from '../../helpers/principals.ts'
import { keys, openWhole, type Key } from './whole.ts'

const { sql, ask } = await openWhole()
const changes = keys.filter((key) => !key.startsWith('GET '))

type Row = { action: string; actor: string; outcome: string; does: string; traceId: string }
const rows = () => sql<Row[]>`
  select action, actor, outcome, does, trace_id from audit_events order by audit_event_id`

async function rowsOf(key: Key, as: () => Principal) {
  await clearAudit(sql)
  const response = await ask(key, as)
  const told = response.ok ? 'done' : ((await response.json()) as { code: string }).code
  return { told, traceId: response.headers.get('x-trace-id'), rows: [...(await rows())] }
}

describe.each(changes)('%s', (key) => {
  const route: ApiRoute = catalogue[key]
  const wanted = (actor: string, told: string, traceId: string | null) =>
    told === 'done' && route.routine
      ? []
      : [{ action: key, actor, outcome: told, does: route.does, traceId }]

  test('leaves a row when an admin asks', async () => {
    const { told, traceId, rows: left } = await rowsOf(key, () => person('admin', 'ann'))
    expect(left).toEqual(wanted('ann', told, traceId))
  })

  test('leaves a row when it is refused', async () => {
    const {
      told,
      traceId,
      rows: left,
    } = await rowsOf(key, () => {
      throw new Refusal(401, 'Over', 'sign_in')
    })
    expect(told).toBe('sign_in')
    expect(left).toEqual(wanted('anyone', told, traceId))
  })
})

test('a read leaves none', async () => {
  await clearAudit(sql)
  for (const key of keys) {
    if (key.startsWith('GET ') && key !== 'GET /api/live') await ask(key, () => person('admin'))
  }
  expect(await rows()).toEqual([])
})

test('a row says what was, what is, and why', async () => {
  await clearAudit(sql)
  await ask('PUT /registry/companies/:id/aliases', () => person('operator', 'bob'))
  await ask('POST /api/pipeline/toggle', () => person('operator', 'bob'))
  expect(
    await sql`select actor, entity_id, before, detail, reason from audit_events
      order by audit_event_id`,
  ).toMatchObject([
    {
      actor: 'bob',
      entityId: 'AAPL',
      before: { ticker: 'AAPL' },
      detail: { aliases: ['Apple', 'iPhone'] },
    },
    { actor: 'bob', entityId: 'pipeline', detail: { enabled: false }, reason: 'a test' },
  ])
})

test('an order by hand carries the trace of who asked for it into its job', async () => {
  await sql`delete from jobs where list = 'broker_orders'`
  const response = await ask('POST /api/trading/override/order', () => person('operator'))
  expect(response.status, await response.clone().text()).toBe(202)
  const [job] = await sql<{ traceparent: string }[]>`
    select traceparent from jobs where list = 'broker_orders'`
  expect(job?.traceparent).toContain(response.headers.get('x-trace-id'))
})
