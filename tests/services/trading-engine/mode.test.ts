/** The mode: derived by the engine, asked for real money, held where builds differ. */

import { beforeEach, describe, expect, test } from 'vitest'
import { openLog } from '#shared/host/log.ts'
import { acceptBuild, noteBuild } from '#shared/sql/trading/builds.ts'
import { readMode, saveConsent } from '#shared/sql/trading/mode.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { openModeAdoption } from '../../../services/trading-engine/adopt-mode.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON, seedAccount } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const names = ['BROKER_MODE', 'BROKER_BASE_URL', 'BROKER_API_KEY', 'BUILD'] as const
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]))
const given = (values: Partial<Record<(typeof names)[number], string>>) => {
  for (const name of names) {
    const value = values[name] ?? before[name]
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
const PAPER = {
  BROKER_MODE: 'paper',
  BROKER_BASE_URL: 'https://paper-api.alpaca.markets',
  BROKER_API_KEY: 'PKTEST',
}
const LIVE = {
  BROKER_MODE: 'live',
  BROKER_BASE_URL: 'https://api.alpaca.markets',
  BROKER_API_KEY: 'AKTEST',
}
const money = { status: 'ACTIVE', cash: '1', equity: '1', buyingPower: '1' }
const accountOf = (accountNumber: string) => async () => ({
  accountId: `id-of-${accountNumber}`,
  accountNumber,
  ...money,
})
const log = openLog('test')
const derive = (account: ReturnType<typeof accountOf>) =>
  openModeAdoption({ sql: own, alpaca: { account }, log })(NOON)
const standing = () => readStanding(own, NOON)
const codes = async () => (await standing()).holds.map(({ code }) => code)

beforeEach(async () => {
  await sql`truncate trading_holds, trading_builds, live_consents`
  await sql`delete from broker_accounts`
  await seedAccount(sql)
  given({})
  return () => given({})
})

describe('the mode', () => {
  test('is paper where setting, address, key and account are', async () => {
    given(PAPER)
    await derive(accountOf('PA3TEST'))
    expect(await standing()).toMatchObject({ mode: 'paper', state: 'active' })
  })

  test.each([
    [
      'the live address',
      { BROKER_BASE_URL: LIVE.BROKER_BASE_URL },
      'PA3TEST',
      /BROKER_MODE=paper.*api\.alpaca\.markets/,
    ],
    ['a live key', { BROKER_API_KEY: 'AKTEST' }, 'PA3TEST', /the key \(AK…\) says live/],
    ['the live setting', { BROKER_MODE: 'live' }, 'PA3TEST', /BROKER_MODE=live.*paper-api/],
    ['a live account', {}, '123456789', /the account \(123456789\) says live/],
  ])('is disabled by %s among what is paper, which both are told', async (_, odd, number, says) => {
    given({ ...PAPER, ...odd })
    await derive(accountOf(number))
    const at = await standing()
    expect(at).toMatchObject({
      mode: 'disabled',
      state: 'halted',
      holds: [{ code: 'mode_disagrees' }],
    })
    expect(at.holds[0]?.says).toMatch(says)
    expect(await readMode(own)).toMatchObject({ mode: 'disabled', accountNumber: number })
  })

  test('is disabled until the account has answered, and derived at the next round', async () => {
    given(PAPER)
    let answers = false
    const adopt = openModeAdoption({
      sql: own,
      alpaca: {
        account: () => (answers ? accountOf('PA3TEST')() : Promise.reject(new Error('gone'))),
      },
      log,
    })
    await adopt(NOON)
    expect(await standing()).toMatchObject({ mode: 'disabled', state: 'halted' })
    answers = true
    await adopt(NOON)
    expect(await standing()).toMatchObject({ mode: 'paper', state: 'active' })
  })

  test.each([
    ['the live address and key', { ...LIVE, BROKER_MODE: 'paper' }],
    ['the live setting', { BROKER_MODE: 'live' }],
  ])('counts for nothing in a process that has %s', async (_, values) => {
    given(PAPER)
    await derive(accountOf('PA3TEST'))
    given(values)
    expect(await standing()).toMatchObject({
      mode: 'disabled',
      state: 'halted',
      holds: [{ code: 'mode_disagrees' }],
    })
    given(PAPER)
    expect((await standing()).state).toBe('active')
  })
})

describe('real money', () => {
  const consent = (accountId: string, build: string) =>
    own.begin((tx) => saveConsent(tx, { accountId, build, by: 'ann', reason: '' }, NOON))

  test('waits for a person’s word for this account and this build', async () => {
    given({ ...LIVE, BUILD: 'one' })
    await derive(accountOf('123456789'))
    expect(await standing()).toMatchObject({
      mode: 'disabled',
      state: 'halted',
      holds: [{ code: 'live_unconsented' }],
    })
    await consent('id-of-987654321', 'one')
    await consent('id-of-123456789', 'another')
    expect((await standing()).state).toBe('halted')
    await consent('id-of-123456789', 'one')
    expect(await standing()).toEqual({ mode: 'live', state: 'active', holds: [] })
    given({ ...LIVE, BUILD: 'two' })
    await derive(accountOf('123456789'))
    expect(await codes()).toEqual(['live_unconsented'])
  })
})

describe('builds', () => {
  beforeEach(async () => {
    given({ ...PAPER, BUILD: 'one' })
    await derive(accountOf('PA3TEST'))
  })

  test('hold entries back while a part that sends runs another, until it runs the same', async () => {
    await noteBuild(own, { part: 'broker-adapter', build: 'two' }, NOON)
    expect(await standing()).toMatchObject({
      mode: 'paper',
      state: 'reducing',
      holds: [
        {
          code: 'build_mismatch',
          says: 'trading-engine runs build one, broker-adapter runs build two',
        },
      ],
    })
    await noteBuild(own, { part: 'broker-adapter', build: 'one' }, NOON)
    expect((await standing()).state).toBe('active')
  })

  test('hold back the program itself that runs another, before it said so', async () => {
    given({ ...PAPER, BUILD: 'two' })
    expect(await codes()).toEqual(['build_mismatch'])
  })

  test('go together once a person accepts the pair, and no other', async () => {
    await noteBuild(own, { part: 'broker-adapter', build: 'two' }, NOON)
    const accept = (build: string) =>
      own.begin((tx) => acceptBuild(tx, { part: 'broker-adapter', build, by: 'ann' }))
    expect(await accept('three')).toBe(false)
    expect(await accept('two')).toBe(true)
    given({ ...PAPER, BUILD: 'two' })
    expect((await standing()).state).toBe('active')
    await noteBuild(own, { part: 'broker-adapter', build: 'three' }, NOON)
    expect(await codes()).toEqual(['build_mismatch'])
  })
})
