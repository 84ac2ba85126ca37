/** What a database must hold before a day of trading, and how one day is wiped away for the next. */

import type { Sql } from '#shared/sql/open.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { seedBars, seedCompany, seedSettings } from '../../helpers/trading.ts'
import { TICKERS } from './commands.ts'

export const PLACES = 3

/** Tables that a day writes; whatever refers to them goes with them. */
const WRITTEN = `jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
  portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels, approval_requests,
  broker_accounts, reserve_pool_ledger, orders, risk_evaluations, position_exits, ticker_faults,
  notification_wishes, foreign_orders, trading_holds`.split(/,\s+/)
/** What the statement triggers of truncation would clear besides. */
const BESIDE =
  `ledger_tickers, ledger_lots, ledger_trades, ledger_closings, share_events, ledger_entries,
  account_activities, account_differences, other_holdings, portfolio_days, job_counts,
  recent_prices, breaker_baselines, risk_tier_history`.split(/,\s+/)

/** What stays from one day to the next: companies with bars, limits on how often orders leave. */
export async function prepare(sql: Sql): Promise<void> {
  for (const [place, name] of TICKERS.entries()) {
    await seedCompany(sql, name, place % 2 ? 'Energy' : 'Technology')
    const wave = (_: unknown, day: number) => 100 * (1 + 0.02 * Math.sin(day * (1 + place * 0.7)))
    await seedBars(sql, name, Array.from({ length: 61 }, wave))
  }
  await sql`update trading_mode set mode = 'paper'`
  await sql`insert into pipeline_control (enabled) values (true) on conflict (only_row) do update set enabled = true`
  await sql`update risk_configs set value = '1000000' where name in ('orders_per_second_max',
    'orders_per_minute_max', 'orders_per_day_max', 'ticker_orders_per_day_max', 'runaway_orders_max')`
  await seedSettings(sql, { enabled: true })
  const tables = await tablesToClear(sql)
  const deletes = tables.map((name) => `delete from ${name};`).join(' ')
  // Truncation makes new files for every table: a tenth of the time of a day.
  await sql.unsafe(`create or replace procedure clear_day() language plpgsql as $$ begin
    set local session_replication_role = replica; ${deletes} set local session_replication_role = origin; end $$`)
}

/** Whether stops rest at the broker from now on; then positions are of whole shares and more. */
export async function setResting(sql: Sql, isOn: boolean): Promise<void> {
  if ((await readTradingSettings(sql)).restingStops !== isOn)
    await seedSettings(sql, {
      enabled: true,
      restingStops: isOn,
      ...(isOn && { positionCap: '250' }),
    })
}

/** Wipes away what the day before left. */
export async function clearDay(sql: Sql): Promise<void> {
  await sql`call clear_day()`
  await sql`update risk_configs set value = ${sql.json(PLACES)} where name = 'positions_max'`
  await sql`update risk_configs set value = '"100000"' where name = 'approval_value_min'`
}

async function tablesToClear(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    with recursive gone as (
      select oid from pg_class where relkind = 'r' and relname = any(${[...WRITTEN, ...BESIDE]}::text[])
      union
      select c.conrelid from pg_constraint c join gone on c.confrelid = gone.oid where c.contype = 'f'
    )
    select distinct oid::regclass::text as name from gone`
  return rows.map(({ name }) => name)
}
