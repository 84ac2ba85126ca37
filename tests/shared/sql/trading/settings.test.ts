import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { settingNames } from '#shared/contracts/trading-settings.ts'
import {
  positionCapOf,
  settingsChanged,
  settingsRaisingRisk,
} from '#shared/domain/trading/settings.ts'
import { isSwitchedOff, readSettingsAsked } from '#shared/host/trading-settings.ts'
import { settingVariables, tradingVariables } from '#shared/host/trading-variables.ts'
import {
  adoptSettings,
  listVersions,
  readTradingSettings,
  saveSettings,
} from '#shared/sql/trading/settings.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON } from '../../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')

const names = Object.values(settingVariables)
const kept = Object.fromEntries(names.map((name) => [name, process.env[name]]))
beforeEach(() => names.forEach((name) => delete process.env[name]))
afterEach(() => {
  for (const name of names) if (kept[name] !== undefined) process.env[name] = kept[name]
})

describe('what an installation asks for', () => {
  test('is all 23 settings, each by a variable of its own', () => {
    expect(settingNames).toHaveLength(23)
    expect([...names].sort()).toEqual(Object.keys(tradingVariables).sort())
  })

  test('is what the first version holds where nothing is set', async () => {
    expect(await readTradingSettings(own)).toEqual(readSettingsAsked())
  })

  test('is taken in its own kind', () => {
    process.env['TRADING_ENABLED'] = 'true'
    process.env['TRADING_ABSOLUTE_POSITION_CAP'] = 'size'
    process.env['TRADING_GRADUAL_ENTRY_TRANCHES'] = '5'
    process.env['TRADING_SNS_PHONE_NUMBER'] = '+12065550100'
    expect(readSettingsAsked()).toMatchObject({
      enabled: true,
      positionCap: null,
      gradualTranches: 5,
      snsPhoneNumber: '+12065550100',
    })
  })

  test.each([
    ['TRADING_ENABLED', 'yes', 'true or false'],
    ['TRADING_RISK_TIER', 'bold', 'conservative, moderate, aggressive'],
    ['TRADING_POLLING_INTERVAL_SECONDS', '0', 'a whole number from 1 to 3600'],
    ['TRADING_POLLING_INTERVAL_SECONDS', '1.5', 'a whole number from 1 to 3600'],
    ['TRADING_POLLING_INTERVAL_SECONDS', 'soon', 'a whole number from 1 to 3600'],
    ['TRADING_FAST_STOP_LOSS_INTERVAL_SECONDS', '301', 'fast stops are looked at no less often'],
    ['TRADING_ABSOLUTE_POSITION_CAP', '0', 'dollars, more than 0'],
    ['TRADING_ABSOLUTE_POSITION_CAP', '-5', 'dollars, more than 0'],
    ['TRADING_ABSOLUTE_POSITION_CAP', '1e3', 'dollars, more than 0'],
    ['TRADING_ACTIVE_POOL_MINIMUM', '1.234', 'dollars such as 50.00'],
    ['TRADING_RESERVE_SIPHON_PCT', '20', 'a number from 0 to 1'],
    ['TRADING_EMERGENCY_DRAWDOWN_THRESHOLD_PCT', '0', 'a number from 0.01 to 1'],
    ['TRADING_MICRO_TRADING_MAX_DAILY', 'NaN', 'a whole number from 0 to 100'],
    ['TRADING_MAX_OPEN_POSITIONS', 'Infinity', 'a whole number from 1 to 500'],
    ['TRADING_SNS_TOPIC_ARN', 'topic', 'an ARN of an SNS topic, or empty'],
    ['TRADING_SNS_PHONE_NUMBER', '2065550100', 'a number such as +12065550100, or empty'],
    ['TRADING_GMAIL_SENDER', 'ann', 'an e-mail address, or empty'],
    ['TRADING_GMAIL_RECIPIENT', 'ann@x', 'an e-mail address, or empty'],
  ])('%s may not be %j: it says what is wanted and what was found', (name, value, wanted) => {
    process.env[name] = value
    expect(() => readSettingsAsked()).toThrow(
      new RegExp(`^Read ${name}: expected ${wanted}.*, found "${value}"$`.replace('+', '\\+')),
    )
  })
})

describe('the settings in force', () => {
  const adopt = (asked: Partial<TradingSettingsOf>, off = false) =>
    adoptSettings(own, { ...readSettingsAsked(), ...asked }, { off, now: NOON })
  type TradingSettingsOf = Awaited<ReturnType<typeof readTradingSettings>>

  test('are what the environment says until a person changes them, each on its own', async () => {
    await adopt({ enabled: true, positionCap: '80' })
    await adopt({ enabled: true, positionCap: '80' })
    expect((await listVersions(own, 9)).map(({ changedBy }) => changedBy)).toEqual([
      'environment',
      'install',
      'install',
    ])
    const settings = { ...(await readTradingSettings(own)), positionCap: '40' }
    await own.begin((tx) =>
      saveSettings(tx, {
        settings,
        byHand: ['positionCap'],
        changedBy: 'ann',
        changedAt: NOON,
        reason: 'less',
      }),
    )
    await adopt({ enabled: true, positionCap: '80', poolMin: '200' })
    expect(await readTradingSettings(own)).toMatchObject({
      enabled: true,
      positionCap: '40',
      poolMin: '200',
    })
  })

  test('are off where the environment says so, whatever a person said before', async () => {
    const settings = { ...(await readTradingSettings(own)), enabled: true }
    const made = { settings, byHand: ['enabled'], changedBy: 'ann', changedAt: NOON, reason: '' }
    await own.begin((tx) => saveSettings(tx, made))
    await adopt({ enabled: false })
    expect((await readTradingSettings(own)).enabled).toBe(true)
    process.env['TRADING_ENABLED'] = 'false'
    expect(isSwitchedOff()).toBe(true)
    await adopt({ enabled: false }, isSwitchedOff())
    expect((await readTradingSettings(own)).enabled).toBe(false)
  })

  test('hold the tier and the limit of positions that others set', async () => {
    await sql`update trading_engine_config set risk_tier = 'aggressive'`
    await sql`update risk_configs set value = '7' where name = 'positions_max'`
    expect(await readTradingSettings(own)).toMatchObject({
      riskTier: 'aggressive',
      positionsMax: 7,
    })
  })

  test('are none where one is unsound, and it is named', async () => {
    await sql`
      insert into trading_config_versions (settings, changed_by, changed_at)
      select settings || '{"positionCap": "0"}', 'test', ${NOON} from trading_config_versions where version = 1`
    await expect(readTradingSettings(own)).rejects.toThrow(
      'Read trading_config_versions, positionCap: expected dollars, more than 0, such as 50.00, found "0"',
    )
  })

  test('stay as they were made: no version is changed or taken away', async () => {
    await expect(sql`update trading_config_versions set reason = 'x'`).rejects.toThrow(
      'append-only',
    )
    await expect(sql`delete from trading_config_versions`).rejects.toThrow('append-only')
  })
})

describe('what a change means', () => {
  const settings = { ...readSettingsAsked(), positionCap: '50.0' }
  test.each([
    [{ enabled: true }, ['enabled']],
    [{ riskTier: 'aggressive' as const }, ['riskTier']],
    [{ riskTier: 'conservative' as const }, []],
    [{ positionCap: '49' }, []],
    [{ positionCap: '51' }, ['positionCap']],
    [{ positionCap: null }, ['positionCap']],
    [{ poolMin: '99' }, ['poolMin']],
    [{ poolMin: '101', positionsMax: 9, microDailyMax: 3 }, []],
    [{ fastStopSeconds: 61, gmailRecipient: 'a@b.cc' }, ['fastStopSeconds', 'gmailRecipient']],
  ])('%j raises risk by %j', (change, raising) => {
    const after = { ...settings, ...change }
    expect(settingsRaisingRisk(settings, after)).toEqual(raising)
    expect(settingsChanged(settings, after).sort()).toEqual(Object.keys(change).sort())
  })

  test.each([
    ['50.0', '1000000', '50.0'],
    [null, '200', '50.00'],
    [null, '1000', '50.00'],
    [null, '100000', '5000.00'],
    [null, '1000000', '50000.00'],
  ])('a cap of %j in an account of %s is %s dollars', (positionCap, equity, cap) =>
    expect(Number(positionCapOf({ positionCap }, equity))).toBe(Number(cap)),
  )
})
