/** Table `trading_engine_config`: how the engine is set, by an installation, by itself, by people. */

import type { TierName } from '../../domain/trading/tiers.ts'
import type { Db, Tx } from '../open.ts'

export type EngineConfig = {
  mode: 'paper' | 'live' | 'disabled'
  paused: boolean
  riskTier: TierName
}

/**
 * How the engine is set.
 *
 * @throws RangeError when the row is missing: then nothing may be traded.
 */
export async function readEngineConfig(db: Db): Promise<EngineConfig> {
  const [row] = await db<EngineConfig[]>`
    select case when (select value from risk_configs where name = 'mode') = '"disabled"' then 'disabled'
      else mode end as mode, paused, risk_tier
    from trading_engine_config
  `
  if (!row) throw new RangeError('Read trading_engine_config: it holds no row')
  return row
}

/** Pauses or resumes entries; kept until changed. Returns how it was. */
export async function setPaused(tx: Tx, paused: boolean): Promise<{ paused: boolean } | null> {
  const [before] = await tx<{ paused: boolean }[]>`
    select paused from trading_engine_config for update`
  await tx`update trading_engine_config set paused = ${paused}`
  return before ?? null
}

/** The tier an installation asks for, taken on until the engine or a person has changed it. */
export async function adoptTier(db: Db, tier: TierName): Promise<void> {
  await db`
    update trading_engine_config set risk_tier = ${tier}
    where risk_tier <> ${tier} and not exists (select from risk_tier_history)
  `
}

/** Moves the engine to another tier, and keeps why. */
export async function changeTier(
  tx: Tx,
  made: { from: TierName; to: TierName; reason: string; numbers: Record<string, number> },
  now: Date,
): Promise<void> {
  await tx`update trading_engine_config set risk_tier = ${made.to}`
  await tx`
    insert into risk_tier_history (at, from_tier, to_tier, reason, numbers)
    values (${now}, ${made.from}, ${made.to}, ${made.reason}, ${tx.json(made.numbers)})
  `
}
