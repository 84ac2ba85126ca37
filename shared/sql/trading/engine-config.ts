/** Table `trading_engine_config`, with the mode and the pause that stand beside it: how the engine is set, by an installation, by itself, by people. */

import type { TierName } from '../../domain/trading/tiers.ts'
import type { TradingMode } from '../../domain/trading/mode.ts'
import type { Db, Tx } from '../open.ts'
import { wishToTell } from '../notifications/wishes.ts'
import { liftHold, setHold } from './standing.ts'

export type EngineConfig = {
  mode: TradingMode
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
    select coalesce((select mode from trading_mode), 'disabled') as mode,
      exists (select from trading_holds where code = 'paused') as paused, risk_tier
    from trading_engine_config
  `
  if (!row) throw new RangeError('Read trading_engine_config: it holds no row')
  return row
}

/** Pauses or resumes entries; kept until changed. Returns how it was. */
export async function setPaused(
  tx: Tx,
  { paused, by, reason }: { paused: boolean; by: string; reason: string },
  now: Date,
): Promise<{ paused: boolean }> {
  // Older releases read it there.
  await tx`update trading_engine_config set paused = ${paused}`
  if (!paused) return { paused: await liftHold(tx, 'paused', now) }
  const says = reason === '' ? 'paused by a person' : reason
  return { paused: !(await setHold(tx, { code: 'paused', state: 'reducing', says, by }, now)) }
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
  const says = `The risk tier is ${made.to}, it was ${made.from}: ${made.reason}`
  const occasion = now.toISOString()
  await wishToTell(tx, { kind: 'tier_changed', subject: made.to, occasion, says }, now)
}

/** True for the first to ask of a session's review; it is then theirs. */
export async function claimReview(tx: Tx, sessionDate: string): Promise<boolean> {
  const claimed = await tx`
    insert into tier_reviews as last (reviewed_on) values (${sessionDate})
    on conflict (account_id) do update set reviewed_on = excluded.reviewed_on
      where last.reviewed_on <> excluded.reviewed_on
  `
  return claimed.count > 0
}

/** When the tier of the current account was last changed; null where it never was. */
export async function readTierChangedAt(db: Db): Promise<Date | null> {
  const [row] = await db<{ at: Date }[]>`
    select at from risk_tier_history where account_id = (select current_account_id())
    order by risk_tier_change_id desc limit 1
  `
  return row?.at ?? null
}
