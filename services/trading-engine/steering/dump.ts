/** All that says why trading does what it does, at once, for whoever looks for a fault. No secret is in it. */

import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Clock } from '#shared/host/clock.ts'
import { redactJson } from '#shared/host/redact.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readRebalanceLook } from '#shared/sql/trading/rebalance-looks.ts'
import { readStated } from '#shared/sql/trading/settings.ts'
import { shownSettings } from './config.ts'
import { readStatus } from './status.ts'

/** Rows of each kind at the most. */
const ROWS_MAX = 100

type Rows = Record<string, unknown>[]

export async function readDump(parts: { sql: Sql; clock: Clock }, by: Principal) {
  const { sql } = parts
  const [status, newest, account, orders, positions, exits, decisions, refusals, jobs, shares] =
    await Promise.all([
      readStatus(parts),
      readStated(sql),
      sql<Rows>`select mode, status, cash, equity, buying_power, opened_with, synced_at from broker_accounts
        where is_current`,
      readOpenOrders(sql),
      sql<Rows>`select ticker, quantity, entry_price_avg, mark_price, marked_at from positions
        where quantity > 0 and ${ofAccount(sql)} order by ticker limit ${ROWS_MAX}`,
      sql<Rows>`select * from position_exits where ${ofAccount(sql)} order by ticker limit ${ROWS_MAX}`,
      sql<Rows>`select decision_id, ticker, decided_at, kind, action, code, quantity, rule_version
        from trading_decisions where ${ofAccount(sql)} order by decided_at desc, seq desc limit 50`,
      sql<Rows>`select decision_id, evaluated_at, code, checks from risk_evaluations
        where not passed and ${ofAccount(sql)} order by evaluated_at desc limit 20`,
      sql<Rows>`select list, state, count(*)::integer as jobs, min(enqueued_at) as oldest from jobs
        where list in ('broker_orders', 'order_cancels', 'broker_sync') and state <> 'done'
        group by list, state order by list, state`,
      readRebalanceLook(sql),
    ])
  const settings = shownSettings(newest, by)
  return redactJson({
    status,
    settings,
    account,
    orders,
    positions,
    exits,
    decisions,
    refusals,
    jobs,
    shares,
  }) as Record<string, unknown>
}

function readOpenOrders(db: Db): Promise<Rows> {
  return db<Rows>`
    select order_id, decision_id, client_order_id, broker_order_id, ticker, side, quantity, filled_quantity, state,
      raw_status, intended_at, submitted_at, cancel_asked_at, cancel_asked_by, looked_at
    from orders where closed_at is null and ${ofAccount(db)} order by seq desc limit ${ROWS_MAX}`
}
