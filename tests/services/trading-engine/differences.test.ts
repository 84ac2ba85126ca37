/** Goal: a person takes the broker's figure only as they saw it, and the audit keeps who and why. */

import { expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON, seedAccount } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const parts = { sql: own, clock, rules, latestTrades: () => Promise.resolve(new Map()) }
const site = {
  service: 'trading-engine' as const,
  answers: answerEngine(parts),
  keep: openKeep(own, clock),
}
const ask = askService(site, person('operator', 'ann'))
const late = askService(site, { ...person('operator', 'ann'), steppedUpAt: null } as Principal)
const accept = (theirs: string, by = ask) =>
  by('POST', '/api/trading/differences/accept', { what: 'cash', theirs, reason: 'paid in' })

test('a difference is accepted as it was seen, by a passkey, and once', async () => {
  await seedAccount(sql)
  await sql`insert into account_differences (what, ours, theirs, since, seen_at, readings)
    values ('cash', 10000, 9000, ${NOON}, ${NOON}, 2)`
  await sql`insert into trading_holds (code, state, says, since, set_by)
    values ('reconciliation', 'halted', 'cash', ${NOON}, 'broker-sync')`
  expect((await accept('9000', late)).status).toBe(403)
  expect((await accept('8999')).status).toBe(409)
  expect(await sql`select what from account_differences`).toHaveLength(1)
  expect((await accept('9000.00')).status).toBe(200)
  expect(await sql`select what from account_differences`).toEqual([])
  expect(await sql`select code from trading_holds where code = 'reconciliation'`).toEqual([])
  expect((await accept('9000')).status).toBe(409)
  const rows = await sql`select actor, entity_id, reason from audit_events where outcome = 'done'`
  expect(rows).toMatchObject([{ entityId: 'cash', reason: 'paid in' }])
})
