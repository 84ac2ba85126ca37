/**
 * Table `trading_config_versions`: how the engine is set, and every way it was set before. The
 * newest version is in force. What the tier and the limit of positions are stands in tables of
 * their own, since the engine and the limits' page change them too; they are read and written along.
 */

import { parseTradingSettings } from '../../contracts/trading-settings.ts'
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

/**
 * The settings in force.
 *
 * @throws RangeError where there are none, or one is unsound: then nothing may be traded.
 */
export async function readTradingSettings(db: Db): Promise<TradingSettings> {
  return (await readNewest(db)).settings
}

/** The newest version with the tier and the limit in force. */
export async function readNewest(db: Db): Promise<SettingsVersion> {
  const [row] = await db<(SettingsVersion & { riskTier: string; positionsMax: unknown })[]>`
    select version, settings, by_hand, changed_by, changed_at, reason,
      (select risk_tier from trading_engine_config) as risk_tier,
      (select value from risk_configs where name = 'positions_max') as positions_max
    from trading_config_versions order by version desc limit 1
  `
  if (!row) throw new RangeError('Read trading_config_versions: it holds no version')
  const { riskTier, positionsMax, settings, ...rest } = row
  const whole = { ...settings, riskTier, positionsMax }
  return { ...rest, settings: parseTradingSettings(whole, 'trading_config_versions') }
}

/** Versions, newest first, as they were stored. */
export function listVersions(db: Db, limit: number): Promise<SettingsVersion[]> {
  return db<SettingsVersion[]>`
    select version, settings, by_hand, changed_by, changed_at, reason
    from trading_config_versions order by version desc limit ${limit}
  `
}

/** Stores a version; it is in force from then on. One change waits for another. */
export async function saveSettings(tx: Tx, made: Omit<SettingsVersion, 'version'>): Promise<void> {
  await tx`
    insert into trading_config_versions (settings, by_hand, changed_by, changed_at, reason)
    values (${tx.json(made.settings)}, ${made.byHand}, ${made.changedBy}, ${made.changedAt}, ${made.reason})
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
    const { settings, byHand } = await readNewest(tx)
    const kept = byHand.filter((name) => !(off && name === 'enabled'))
    const own = kept.map((name) => [name, settings[name as keyof TradingSettings]])
    const wanted = { ...asked, ...(Object.fromEntries(own) as Partial<TradingSettings>) }
    // These two have adopters of their own, which know who changed them last.
    const { riskTier, positionsMax } = settings
    const next = { ...wanted, riskTier, positionsMax }
    if (settingsChanged(settings, next).length === 0) return
    const made = { settings: next, byHand: kept, changedBy: 'environment', changedAt: now }
    await saveSettings(tx, { ...made, reason: '' })
  })
}
