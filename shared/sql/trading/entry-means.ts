/** What an entry may be bought with, beside the book. */

import { Big } from 'big.js'
import { noTrades, recordOf, withTrade, type TradeRecord } from '../../domain/ledger/trades.ts'
import { sizingDefaults } from '../../domain/trading/sizing-steps.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type EntryMeans = {
  /** Dollars, as the broker last told; null where it never has. */
  buyingPower: string | null
  /** Whether sizes keep under what a person must approve (`risk_configs`). */
  withinApproval: boolean
}

/** As it stands now. */
export async function readEntryMeans(db: Db): Promise<EntryMeans> {
  const [row] = await db<[EntryMeans]>`
    select (select buying_power from broker_accounts where is_current) as buying_power,
      ${withinApproval(db)} as within_approval`
  return row
}

/** Whether sizes keep under what a person must approve. */
export async function readWithinApproval(db: Db): Promise<boolean> {
  const [row] = await db<[Pick<EntryMeans, 'withinApproval'>]>`
    select ${withinApproval(db)} as within_approval`
  return row.withinApproval
}

const withinApproval = (db: Db) =>
  db`coalesce((select value = 'true' from risk_configs where name = 'size_within_approval'), true)`

/** How often the last trades won, and how much: what older ones did counts no more. */
export async function readRecord(db: Db, now: Date): Promise<TradeRecord> {
  const { kellyDays, kellyTradesMax } = sizingDefaults
  const since = new Date(now.getTime() - kellyDays * DAY_MS)
  const rows = await db<{ profit: string }[]>`
    select profit from ledger_trades where closed_at > ${since} and closed_at <= ${now} and ${ofAccount(db)}
    order by closed_at desc, execution_id limit ${kellyTradesMax}
  `
  return recordOf(rows.reduce((sums, { profit }) => withTrade(sums, new Big(profit)), noTrades))
}

/** Micro-trades entered since `since`, and the last of them. */
export async function readMicroUse(
  db: Db,
  since: Date,
): Promise<{ count: number; lastAt: Date | null }> {
  const [row] = await db<[{ count: number; lastAt: Date | null }]>`
    select count(*)::int as count, max(decided_at) as last_at from trading_decisions
    where code = 'micro_entry' and action = 'act' and decided_at >= ${since} and ${ofAccount(db)}
  `
  return row
}
