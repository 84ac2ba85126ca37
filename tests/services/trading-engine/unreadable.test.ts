import { beforeEach, describe, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { settingNames } from '#shared/contracts/trading-settings.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { adoptSettings } from '#shared/sql/trading/settings.ts'
import { readSettingsAsked } from '#shared/host/trading-settings.ts'
import { readContacts } from '../../../services/trading-engine/notifying/contacts.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON, seedAccount, seedFill } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
let asks = 0
/** No two changes at one moment. */
const clock = { mode: 'real' as const, speed: 1, now: () => new Date(NOON.getTime() + (asks += 1)) }
const prices = new Map([['AAA', { price: '100', at: NOON }]])
const engine = {
  service: 'trading-engine' as const,
  answers: answerEngine({ sql: own, clock, rules, latestTrades: () => Promise.resolve(prices) }),
  keep: openKeep(own, clock),
}
const risk = { service: 'risk-engine' as const, answers: answerRisk({ sql: own, clock }) }
const admin = person('admin', 'ada')
const cold = { ...admin, steppedUpAt: null } as Principal

type Told = {
  status: number
  version: number
  state: string
  enabled: boolean
  unreadable: { name: string; found: string; wanted: string }[]
  limits: { limit: string; most: number | null; left: number | null }[]
  settings: Record<string, unknown>
  holds: { code: string; says: string }[]
  detail: string
  verdict: { passed: boolean; code: string }
}
async function ask(line: string, body?: unknown, by: Principal = admin): Promise<Told> {
  const [method = '', path = ''] = line.split(' ')
  const site = path.startsWith('/risk') ? risk : engine
  const reply = await askService<never>(site as never, by)(method, path, body)
  return { ...((await reply.json()) as object), status: reply.status } as Told
}
const put = (settings: object, by = admin) =>
  ask('PUT /api/trading/config', { settings, reason: 'mended' }, by)
const limit = (changes: object, by = admin) =>
  ask('PUT /risk/limits', { changes, reason: 'mended' }, by)
const codes = async () => (await readStanding(sql, NOON)).holds.map(({ code }) => code)

const limits = await sql<{ name: string; value: string }[]>`
  select name, value::text from risk_configs`
await seedAccount(sql)
const [{ sound }] = (await sql`
  select settings::text as sound from trading_config_versions order by version desc limit 1`) as never as [
  { sound: string },
]
beforeEach(async () => {
  await sql`delete from risk_configs`
  for (const { name, value } of limits)
    await sql`insert into risk_configs (name, value) values (${name}, ${value}::text::jsonb)`
  await editSettings(sound)
  expect(await codes()).toEqual([])
})

/** As somebody edits it by hand. */
const editSettings = (settings: string, byHand: string[] = []) => sql`
  insert into trading_config_versions (settings, by_hand, changed_by, changed_at)
  values (${settings}::text::jsonb, ${byHand}, 'sql', ${NOON})`
async function spoil(odd: object, byHand: string[] = []): Promise<void> {
  const [row] = await sql<{ settings: object }[]>`
    select settings from trading_config_versions order by version desc limit 1`
  await editSettings(JSON.stringify({ ...row!.settings, ...odd }), byHand)
}
const spoilLimit = (name: string, value: string) =>
  sql`update risk_configs set value = ${value}::text::jsonb where name = ${name}`

describe('a limit that cannot be read', () => {
  test.each([
    ['position_pct_max', 'positionPctMax', '40', '40', 'above 0, up to 1', 0.05],
    ['position_pct_max', 'positionPctMax', '"0.1"', '"0.1"', 'above 0, up to 1', 0.05],
    ['sectors_max', 'sectorsMax', 'null', 'null', 'above 0, up to 10000000', 4],
    ['orders_per_day_max', 'ordersPerDayMax', '[]', '[]', 'above 0', 20],
    ['duplicate_seconds', 'duplicateSeconds', '-1', '-1', '0 or', 60],
    ['day_trade_equity_min', 'dayTradeEquityMin', '{"a":1}', '{"a":1}', 'as text', '25000'],
    ['position_value_max', 'positionValueMax', '500', '500', 'as text', '500'],
    ['positions_max', 'positionsMax', '"ten"', '"ten"', 'above 0', 10],
  ])('%s: it is shown, and set by a person', async (stored, name, value, found, wanted, sound) => {
    await spoilLimit(stored, value)
    expect(await codes()).toEqual(['limits_unreadable'])
    const named = [{ name, found, wanted: expect.stringContaining(wanted) }]

    const shown = await ask('GET /risk/limits')
    expect(shown).toMatchObject({ status: 200, [name]: null, unreadable: named, mode: 'paper' })
    const status = await ask('GET /api/trading/status')
    expect(status).toMatchObject({ status: 200, state: 'reducing', unreadable: named })
    expect(status.holds.find(({ code }) => code === 'limits_unreadable')?.says).toContain(stored)
    const room = status.limits.find((row) => row.limit === stored)
    if (room) expect([room.most, room.left]).toEqual([null, null])
    expect((await ask('GET /api/trading/config')).status).toBe(200)

    // Another one may be changed meanwhile; the gate stays shut.
    expect(await limit({ accountAgeSecondsMax: 1 })).toMatchObject({
      status: 200,
      unreadable: named,
    })
    expect(await codes()).toEqual(['limits_unreadable'])
    // Entries begin again by it, so that a passkey confirms it.
    expect(await limit({ [name]: sound }, cold)).toMatchObject({ status: 403, code: 'step_up' })
    expect(await limit({ [name]: sound })).toMatchObject({
      status: 200,
      [name]: sound,
      unreadable: [],
    })
    expect(await codes()).toEqual([])
    expect(await ask('GET /risk/limits/changes')).toMatchObject({ status: 200 })
  })

  test('one whose row is gone comes back', async () => {
    await sql`delete from risk_configs where name in ('sectors_max', 'positions_max')`
    const { unreadable } = await ask('GET /risk/limits')
    expect(unreadable.map(({ name, found }) => [name, found])).toEqual([
      ['sectorsMax', 'nothing'],
      ['positionsMax', 'nothing'],
    ])
    expect(await limit({ sectorsMax: 4 })).toMatchObject({ status: 200, sectorsMax: 4 })
    expect(await codes()).toEqual(['limits_unreadable'])
    // The most positions is a setting as well.
    const config = await ask('GET /api/trading/config')
    expect(config.unreadable).toMatchObject([{ name: 'positionsMax', found: 'nothing' }])
    expect(await put({ positionsMax: 7 })).toMatchObject({ status: 200, unreadable: [] })
    expect(await codes()).toEqual([])
    expect(await ask('GET /risk/limits')).toMatchObject({ positionsMax: 7, unreadable: [] })
  })

  test('what is put must be sound itself', async () => {
    await spoilLimit('order_shares_max', '"many"')
    for (const odd of [10_000_001, 0])
      expect((await limit({ orderSharesMax: odd })).status).toBe(422)
    expect(await codes()).toEqual(['limits_unreadable'])
  })

  test('a sale by hand is foretold as it will be judged, and an entry is refused in words', async () => {
    await seedFill(sql, { id: 'a', ticker: 'AAA', side: 'buy', quantity: '2', price: '100' })
    await spoilLimit('order_shares_max', '"many"')
    const order = { ticker: 'AAA', quantity: 1, dry_run: true }
    const sale = await ask('POST /api/trading/override/order', { ...order, side: 'sell' })
    expect(sale).toMatchObject({ status: 200, verdict: { passed: true } })
    const entry = await ask('POST /api/trading/override/order', { ...order, side: 'buy' })
    expect(entry).toMatchObject({
      status: 409,
      detail: expect.stringContaining('order_shares_max'),
    })
  })
})

describe('a setting that cannot be read', () => {
  test.each([
    ['siphonPct', 1.5, '1.5', '0 to 1', 0.2],
    ['siphonPct', null, 'null', '0 to 1', 0.2],
    ['enabled', 'yes', '"yes"', 'true or false', true],
    ['gradualTranches', 2.5, '2.5', '1 to 10', 3],
    ['fastStopSeconds', 'often', '"often"', '1 to 3600', 60],
    ['fastStopSeconds', 3600, '3600', 'no less often', 60],
    ['positionCap', 40, '40', 'dollars', null],
    ['poolMin', '-5', '"-5"', 'dollars', '100'],
    ['microEnabled', undefined, 'nothing', 'true or false', false],
  ])('%s of %o: it is shown, and set by a person', async (name, odd, found, wanted, sound) => {
    await spoil({ [name]: odd })
    expect(await codes()).toContain('settings_unreadable')
    const named = [{ name, found, wanted: expect.stringContaining(wanted) }]
    const shown = await ask('GET /api/trading/config')
    expect(shown).toMatchObject({ status: 200, unreadable: named })
    expect(Object.keys(shown.settings)).not.toContain(name)
    expect(Object.keys(shown.settings)).toHaveLength(settingNames.length - 1)
    expect(await ask('GET /api/trading/status')).toMatchObject({ status: 200, unreadable: named })
    for (const line of [
      'GET /api/trading/config/history',
      'GET /api/trading/debug',
      'GET /risk/limits',
    ])
      expect((await ask(line)).status).toBe(200)

    // What is safe may be set at any moment; the gate stays shut.
    const other = await put({ microDailyMax: 0 }, cold)
    expect(other).toMatchObject({ status: 200, unreadable: named, settings: { microDailyMax: 0 } })
    expect(await codes()).toContain('settings_unreadable')
    expect(await put({ [name]: sound }, cold)).toMatchObject({ status: 403 })
    const mended = await put({ [name]: sound })
    expect(mended).toMatchObject({ status: 200, unreadable: [], settings: { [name]: sound } })
    expect(await codes()).toEqual([])
  })

  test('a name nobody knows goes with any change, and without one', async () => {
    await spoil({ leverage: 4 })
    const named = [{ name: 'leverage', found: '4', wanted: 'no such setting' }]
    expect(await ask('GET /api/trading/config')).toMatchObject({ unreadable: named })
    expect(await put({})).toMatchObject({ status: 200, unreadable: [] })
    expect(await codes()).toEqual([])
  })

  test('a version that says nothing is set anew', async () => {
    await editSettings('{}')
    const { status, unreadable, version } = await ask('GET /api/trading/config')
    // The tier and the most positions stand in tables of their own.
    expect([status, unreadable.length]).toEqual([200, 20])
    expect((await ask('GET /api/trading/status')).status).toBe(200)
    const whole = await put({ ...readSettingsAsked(), enabled: true })
    expect(whole).toMatchObject({ status: 200, unreadable: [], version: version + 1 })
    expect(await codes()).toEqual([])
  })

  test('two that are mended by two changes', async () => {
    await spoil({ siphonPct: 'all', poolMin: 5 })
    expect((await put({ siphonPct: 0.3 })).unreadable.map(({ name }) => name)).toEqual(['poolMin'])
    expect((await put({ poolMin: '50' })).unreadable).toEqual([])
  })

  test('what a change itself makes unsound is refused', async () => {
    await spoil({ siphonPct: 'all' })
    const { status, detail } = await put({ stopCheckSeconds: 30 })
    expect([status, detail]).toEqual([422, expect.stringContaining('fastStopSeconds')])
  })

  test('the engine starts, and the environment sets what no person had', async () => {
    await put({ poolMin: '77' })
    await spoil({ siphonPct: 'all', leverage: 4 })
    const asked = { off: false, now: NOON }
    await adoptSettings(own, { ...readSettingsAsked(), enabled: true }, asked)
    expect(await codes()).toEqual([])
    await spoil({ poolMin: 'much' }, ['poolMin'])
    await adoptSettings(own, { ...readSettingsAsked(), enabled: true }, asked)
    expect(await ask('GET /api/trading/config')).toMatchObject({
      unreadable: [{ name: 'poolMin', found: '"much"' }],
    })
  })

  test('people are told meanwhile: where they are reached stands beside it', async () => {
    await spoil({ gmailSender: 'a@example.org', gmailRecipient: 'b@example.org', siphonPct: 'all' })
    expect(await readContacts(own)).toMatchObject({ email: { to: 'b@example.org' } })
  })

  test('where people are reached is for admins, unreadable or not', async () => {
    await spoil({ snsPhoneNumber: '49305550100' })
    const shown = await ask('GET /api/trading/config', undefined, person('viewer', 'vic'))
    expect(shown.unreadable).toMatchObject([{ name: 'snsPhoneNumber', found: '"set"' }])
    expect(JSON.stringify(shown)).not.toContain('49305550100')
    const mended = await put({ snsPhoneNumber: '+49305550100' })
    expect(mended).toMatchObject({ status: 200, unreadable: [] })
    await spoil({ snsPhoneNumber: '49305550100' })
    expect(JSON.stringify(await ask('GET /api/trading/status'))).not.toContain('49305550100')
  })

  test('without any version trading stands, and says so', async () => {
    await sql`create table kept as select * from trading_config_versions`
    await sql`truncate trading_config_versions`
    expect(await ask('GET /api/trading/status')).toMatchObject({ status: 200, enabled: false })
    expect(await ask('GET /api/trading/config')).toMatchObject({ status: 200, version: 0 })
    await sql`insert into trading_config_versions overriding system value select * from kept`
    await sql`drop table kept`
  })
})
