import { beforeEach, expect, test } from 'vitest'
import { pullKillSwitch, releaseKillSwitch } from '#shared/sql/trading/kill-switch.ts'
import { liftHold, readStanding, setHold } from '#shared/sql/trading/standing.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON, seedAccount, seedSettings } from '../../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)
const stop = { code: 'kill_switch', state: 'halted', says: 'a test', by: 'someone' } as const
const codes = async (at = NOON) => (await readStanding(own, at)).holds.map(({ code }) => code)

beforeEach(async () => {
  await sql`truncate trading_holds, trading_mode, pipeline_control`
  await sql`insert into trading_mode (mode) values ('paper')`
  await sql`delete from broker_accounts`
  await seedAccount(sql)
})

test('trading is active where nothing holds it', async () => {
  expect(await readStanding(own, NOON)).toEqual({ mode: 'paper', state: 'active', holds: [] })
})

test('a hold stands from when it was first set until it is lifted', async () => {
  expect(await own.begin((tx) => setHold(tx, stop, NOON))).toBe(true)
  expect(await own.begin((tx) => setHold(tx, { ...stop, says: 'again' }, later(1)))).toBe(false)
  expect(await readStanding(own, later(2))).toEqual({
    mode: 'paper',
    state: 'halted',
    holds: [{ code: 'kill_switch', state: 'halted', says: 'again', since: NOON }],
  })
  expect(await own.begin((tx) => liftHold(tx, 'kill_switch', later(3)))).toBe(true)
  expect(await own.begin((tx) => liftHold(tx, 'kill_switch', later(3)))).toBe(false)
  expect(await codes()).toEqual([])
})

test('a hold with an end is over then, and starts anew when it is set again', async () => {
  await own.begin((tx) => setHold(tx, { ...stop, until: later(5) }, NOON))
  expect(await codes(later(4))).toEqual(['kill_switch'])
  expect(await codes(later(5))).toEqual([])
  expect(await own.begin((tx) => liftHold(tx, 'nothing', later(5)))).toBe(false)
  expect(await own.begin((tx) => setHold(tx, stop, later(6)))).toBe(true)
  expect((await readStanding(own, later(6))).holds).toMatchObject([{ since: later(6) }])
})

test('an account that was never read, or not for two minutes in session, halts until it is', async () => {
  await sql`delete from broker_accounts`
  expect(await readStanding(own, NOON)).toMatchObject({
    state: 'halted',
    holds: [{ code: 'account_stale', says: 'the account was never read' }],
  })
  await seedAccount(sql)
  await sql`update broker_accounts set synced_at = ${later(-2)}`
  expect(await codes()).toEqual([])
  expect(await codes(later(1))).toEqual(['account_stale'])
  expect(await codes(new Date('2024-06-03T23:00:00Z'))).toEqual([])
  await sql`update broker_accounts set synced_at = ${later(1)}`
  expect(await codes(later(1))).toEqual([])
})

test('prices of what is held that nobody has read for two minutes halt until they are', async () => {
  await sql`
    insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
    values ('AAA', 1, 100, 100, ${later(-2)}, ${NOON}), ('BBB', 1, 100, 100, ${later(-60)}, ${NOON})`
  expect(await codes()).toEqual([])
  expect(await codes(later(1))).toEqual(['marks_stale'])
  expect((await readStanding(own, later(1), { marksReadAt: later(1) })).state).toBe('active')
  await sql`update positions set marked_at = ${later(1)} where ticker = 'AAA'`
  expect(await codes(later(1))).toEqual([])
  await sql`truncate positions cascade`
})

test('the kill switch halts until a person releases it', async () => {
  const pull = () =>
    own.begin((tx) => pullKillSwitch(tx, { by: 'ann', reason: 'it runs away' }, NOON))
  expect(await pull()).toBe(true)
  expect(await readStanding(own, NOON)).toMatchObject({
    state: 'halted',
    holds: [{ code: 'kill_switch', says: 'it runs away' }],
  })
  const release = () => own.begin((tx) => releaseKillSwitch(tx, NOON))
  expect([await release(), await release()]).toEqual([true, false])
  expect((await readStanding(own, NOON)).state).toBe('active')
})

test.each([
  ['no mode stands', () => sql`delete from trading_mode`, 'halted', 'unreadable'],
  [
    'the pipeline is off',
    () => sql`update pipeline_control set enabled = false`,
    'reducing',
    'pipeline_off',
  ],
  [
    'the pipeline was never set',
    () => sql`delete from pipeline_control`,
    'reducing',
    'pipeline_off',
  ],
  [
    'trading is not enabled',
    () => seedSettings(sql, { enabled: false }),
    'reducing',
    'trading_disabled',
  ],
  [
    'no settings stand',
    () => sql`truncate trading_config_versions`,
    'reducing',
    'trading_disabled',
  ],
])('%s', async (_, change, state, code) => {
  await change()
  const at = await readStanding(own, NOON)
  expect(at).toMatchObject({ state, holds: [{ code }] })
})
