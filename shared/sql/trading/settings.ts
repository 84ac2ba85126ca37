/**
 * Table `trading_config_versions`: how the engine is set, and every way it was set before. The
 * newest version is in force. What the tier and the limit of positions are stands in tables of
 * their own, since the engine and the limits' page change them too; they are read and written along.
 */

import {
  readableSettings,
  settingNames,
  unsoundSetting,
  type OddSetting,
} from '../../contracts/trading-settings.ts'
import { settingsChanged, type TradingSettings } from '../../domain/trading/settings.ts'
import type { Db, Sql, Tx } from '../open.ts'

export type SettingsVersion = {
  version: number
  settings: TradingSettings
  /** Names of what a person has set; the environment no longer says these. */
  byHand: string[]
  changedBy: string
  changedAt: Date
  reason: string
}

/** A version with what can be read of it, and what cannot. */
export type StatedVersion = Omit<SettingsVersion, 'settings'> & {
  settings: Partial<TradingSettings>
  odd: OddSetting[]
}

/**
 * The settings in force.
 *
 * @throws RangeError where there are none, or one is unsound: then nothing may be traded.
 */
export async function readTradingSettings(db: Db): Promise<TradingSettings> {
  return (await readNewest(db)).settings
}

/** The newest version with the tier and the limit in force; none is version 0, of which nothing is read. */
export async function readStated(db: Db): Promise<StatedVersion> {
  const [row] = await db<(Stored & { riskTier: string; positionsMax: unknown })[]>`
    select version, settings, by_hand, changed_by, changed_at, reason,
      (select risk_tier from trading_engine_config) as risk_tier,
      (select value from risk_configs where name = 'positions_max') as positions_max
    from trading_config_versions order by version desc limit 1
  `
  if (!row) return { ...NO_VERSION, ...readableSettings({}) }
  const { riskTier, positionsMax, ...version } = row
  const elsewhere = { riskTier, positionsMax: positionsMax ?? undefined }
  return statedOf({ ...version, settings: { ...row.settings, ...elsewhere } })
}

/** The same. @throws RangeError where one of them cannot be read, naming it. */
async function readNewest(db: Db): Promise<SettingsVersion> {
  const { odd, settings, ...rest } = await readStated(db)
  if (rest.version === 0) throw new RangeError('Read trading_config_versions: it holds no version')
  if (odd[0]) throw unsoundSetting(odd[0], 'trading_config_versions')
  return { ...rest, settings: settings as TradingSettings }
}

type Stored = Omit<SettingsVersion, 'settings'> & { settings: Record<string, unknown> }

const NO_VERSION = {
  version: 0,
  byHand: [],
  changedBy: 'nobody',
  changedAt: new Date(0),
  reason: '',
}

function statedOf(row: Stored): StatedVersion {
  return { ...row, ...readableSettings(row.settings) }
}

/** What stands there by each name that is known, sound or not: what a change leaves stays as it is. */
export function allOf({ settings, odd }: StatedVersion): Record<string, unknown> {
  const known: readonly string[] = settingNames
  const left = odd.filter(({ name, found }) => known.includes(name) && found !== undefined)
  return { ...settings, ...Object.fromEntries(left.map(({ name, found }) => [name, found])) }
}

/** Versions, newest first. */
export async function listVersions(db: Db, limit: number): Promise<StatedVersion[]> {
  const rows = await db<Stored[]>`
    select version, settings, by_hand, changed_by, changed_at, reason
    from trading_config_versions order by version desc limit ${limit}
  `
  return rows.map(statedOf)
}

type Made = Omit<SettingsVersion, 'version' | 'settings'> & { settings: Record<string, unknown> }

/** Stores a version; it is in force from then on. One change waits for another. */
export async function saveSettings(tx: Tx, made: Made): Promise<void> {
  await tx`
    insert into trading_config_versions (settings, by_hand, changed_by, changed_at, reason)
    values (${tx.json(made.settings as never)}, ${made.byHand}, ${made.changedBy}, ${made.changedAt}, ${made.reason})
  `
}

/** Holds other changes of the settings, and of the tier, back until this transaction ends. */
export async function lockSettings(tx: Tx): Promise<void> {
  await tx`select from trading_engine_config for update`
}

/**
 * Takes on what an installation asks for, but for what a person has set. `off` says that it asks for
 * no trading at all, which counts whatever a person said before.
 */
export async function adoptSettings(
  sql: Sql,
  asked: TradingSettings,
  { off, now }: { off: boolean; now: Date },
): Promise<void> {
  await sql.begin(async (tx) => {
    await lockSettings(tx)
    const stated = await readStated(tx)
    const before = allOf(stated)
    const kept = stated.byHand.filter((name) => !(off && name === 'enabled'))
    // The tier and the most positions have adopters of their own, which know who changed them last.
    const own = [...kept, 'riskTier', 'positionsMax'].map((name) => [name, before[name]])
    const next = { ...asked, ...Object.fromEntries(own) } as Record<string, unknown>
    const isKnown = stated.odd.every(({ name }) => Object.hasOwn(next, name))
    if (isKnown && settingsChanged(before, next).length === 0) return
    const made = { settings: next, byHand: kept, changedBy: 'environment', changedAt: now }
    await saveSettings(tx, { ...made, reason: '' })
  })
}
