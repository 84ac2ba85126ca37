/** Orders, decisions and refusals as counts; business time throughout. */

import type { Standing } from '#shared/domain/trading/mode.ts'
import type { OpenBreaker } from '#shared/domain/trading/breakers.ts'
import type { Db } from '#shared/sql/open.ts'
import type { MoneyState } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { WatchRecord } from './watching.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import type { EngineConfig } from '#shared/sql/trading/engine-config.ts'

export type TradingRecord = {
  config: EngineConfig
  calendarDaysLeft: number
  /** Whether recommendations become orders at all. */
  enabled: boolean
  orders: OrderCount[]
  latency: OrderLatency
  decisions: { action: string; code: string; decisions: number }[]
  refusals: { code: string; refusals: number }[]
  breakers: Pick<OpenBreaker, 'breaker'>[]
  /** The one mode and state, with every hold. */
  standing: Standing
  open: Open
  watch: WatchRecord
  notices: { channel: string; state: string; notices: number }[]
  money: Served<MoneyState> | undefined
  /** Null before the account was ever read. */
  syncAgeSeconds: number | null
  portfolioAgeSeconds: number | null
}

export type OrderCount = {
  state: string
  orders: number
  /** Since the oldest of them was intended; null of orders that are closed. */
  oldestSeconds: number | null
}

/** Orders by state; a state without orders has no row. */
export async function countOrders(db: Db, now: Date): Promise<OrderCount[]> {
  return db<OrderCount[]>`
    select key as state, rows::integer as orders,
      extract(epoch from ${now}::timestamptz - (select min(intended_at) from orders o
        where ${ofAccount(db, 'o')} and o.state = key and o.state in ('intent', 'submitted', 'partially_filled', 'unknown')
      ))::double precision as oldest_seconds
    from row_totals where kind = 'orders' and rows <> 0`
}

/** Notices to people since `since`, by what became of them. */
export async function countNotices(db: Db, since: Date): Promise<TradingRecord['notices']> {
  return db<TradingRecord['notices']>`
    select channel, state, count(*)::integer as notices from notifications
    where made_at > ${since} group by channel, state order by channel, state`
}

/** Seconds from a decision to its order; null where there was no order. */
export type OrderLatency = { mean: number | null; longest: number | null }

/** How long the orders intended since `since` took from their decisions. */
export async function readOrderLatency(db: Db, since: Date): Promise<OrderLatency> {
  const [row] = await db<OrderLatency[]>`
    select avg(seconds)::double precision as mean, max(seconds)::double precision as longest
    from (
      select extract(epoch from o.intended_at - d.decided_at) as seconds
      from orders o join trading_decisions d using (decision_id)
      where o.intended_at > ${since} and ${ofAccount(db, 'o')}
    ) as taken`
  return row!
}

/** Decisions since `since`, by what was done and why. */
export async function countDecisions(
  db: Db,
  since: Date,
): Promise<{ action: string; code: string; decisions: number }[]> {
  return db<{ action: string; code: string; decisions: number }[]>`
    select action, code, count(*)::integer as decisions from trading_decisions
    where decided_at > ${since} and ${ofAccount(db)} group by action, code`
}

/** Orders that the risk checks refused since `since`, by the check that did. */
export async function countRefusals(
  db: Db,
  since: Date,
): Promise<{ code: string; refusals: number }[]> {
  return db<{ code: string; refusals: number }[]>`
    select code, count(*)::integer as refusals from risk_evaluations
    where evaluated_at > ${since} and not passed group by code`
}

export type Open = { positions: number; stopped: number; approvals: number; mismatches: number }

/** Positions held and those with a stop at the broker, approvals waited for, and disagreements with the broker found since `since`. */
export async function countOpen(db: Db, since: Date): Promise<Open> {
  const [row] = await db<Open[]>`
    select (select count(*)::integer from positions
        where quantity > 0 and ${ofAccount(db)}) as positions,
      (select count(distinct ticker)::integer from orders where protects and ${ofAccount(db)}
        and state in ('submitted', 'partially_filled', 'unknown')) as stopped,
      (select count(*)::integer from approval_requests
        where status = 'pending' and ${ofAccount(db)}) as approvals,
      (select count(*)::integer from audit_events where entity_type = 'position'
        and action = 'position_mismatch' and business_at > ${since}) as mismatches`
  return row!
}
