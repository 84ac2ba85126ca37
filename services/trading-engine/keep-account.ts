/** The books of a round and what they call for, held apart from the exits that a fault must not stop. */

import type { Sql } from '#shared/sql/open.ts'
import { readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { keepBooks, type Account, type LastTrades } from './account.ts'
import { reviewTier, tripBreakers } from './guards.ts'

/** The books, and what they call for; undefined before the account was read. */
export async function keepAccount(
  sql: Sql,
  trades: LastTrades,
  now: Date,
): Promise<Account | undefined> {
  const [{ siphonPct, reserveHighWaterPct, emergencyDrawdownPct }, { riskTier }] =
    await Promise.all([readTradingSettings(sql), readEngineConfig(sql)])
  return sql.begin(async (tx) => {
    const account = await keepBooks(tx, { trades, siphonPct, reserveHighWaterPct }, now)
    if (!account) return undefined
    await Promise.all([
      tripBreakers(tx, account, emergencyDrawdownPct, now),
      reviewTier(tx, account, riskTier, now),
    ])
    return account
  })
}

/** What came of some work, its fault kept for later. */
type Settled<Value> = { value: Value } | { fault: unknown }

export async function settled<Value>(work: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { value: await work() }
  } catch (fault) {
    return { fault }
  }
}
