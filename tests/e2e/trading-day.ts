/** What the small day of the fixture lacks for a page of trading: a mode, an account, settings. */

import type { Sql } from '#shared/sql/open.ts'
import { NOW } from '../services/query-api/fixture-base.ts'

/** Lets trading be active on paper. */
export async function tradeOn(sql: Sql): Promise<void> {
  await sql`update trading_mode set mode = 'paper', account_number = 'PA3WORLD0001'`
  await sql`insert into broker_accounts
      (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at,
      last_equity, day_trades)
    values ('', 'paper', 'ACTIVE', '99200', '100342', '99200', '100000', ${NOW},
      '100080', 1)`
  await sql`insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity,
      realised_pnl, unrealised_pnl, reserve, active_pool, open_positions, highest_equity, flows)
    values ('2024-03-13T17:00:00Z', '2024-03-13', 99200, 900, 100100, 0, 0, 0, 100100, 2, 100100, 100000)`
  await sql`insert into pipeline_control (enabled) values (true)
    on conflict (only_row) do update set enabled = true`
  await sql`insert into trading_config_versions (settings, by_hand, changed_by, changed_at, reason)
    select settings || '{"enabled": true}', '{enabled}', 'ann',
      changed_at + interval '1 hour', 'begins to trade on paper'
    from trading_config_versions order by version desc limit 1`
  await sql`insert into foreign_orders (broker_order_id, client_order_id, ticker, side, quantity,
      filled_quantity, status, submitted_at, seen_at)
    values ('by-an-app', 'x', 'MSFT', 'buy', 2, 0, 'new', ${NOW}, ${NOW})`
  await sql`insert into position_exits (ticker, code, state, refusals, next_try_at, said, since, updated_at)
    values ('XOM', 'stop_loss', 'refused', 2, ${new Date(NOW.getTime() + 60_000)},
      'insufficient qty available', ${NOW}, ${NOW})`
}
