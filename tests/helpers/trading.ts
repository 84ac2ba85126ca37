/** Rows that trading tests start from: an account, companies, recommendations, orders, fills. */

import type { Sql } from '#shared/sql/open.ts'
import type { TradingSettings } from '#shared/domain/trading/settings.ts'
import { deriveId } from '#shared/host/ids.ts'

/** A Monday at 11:00 in New York, in session. */
export const NOON = new Date('2024-06-03T15:00:00Z')

/** An account that stays newly read for as long as a test goes on. */
const READ_AT = new Date('2030-01-01T00:00:00Z')

export async function seedAccount(sql: Sql, openedWith = '10000'): Promise<void> {
  await sql`
    insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at)
    values ('test', 'paper', 'ACTIVE', ${openedWith}, ${openedWith}, ${openedWith}, ${openedWith}, ${READ_AT})
  `
  await sql`
    insert into pipeline_control (enabled) values (true) on conflict (only_row) do update set enabled = true
  `
  await seedSettings(sql, { enabled: true })
}

/** The settings in force from here on: those of an installation, entries in one part, with changes. */
export async function seedSettings(sql: Sql, changes: Partial<TradingSettings>): Promise<void> {
  await sql`
    insert into trading_config_versions (settings, changed_by, changed_at)
    select settings || ${sql.json({ gradualTranches: 1, ...changes })}, 'test', ${NOON} from trading_config_versions where version = 1
  `
}

/** The account as it was, read just now. */
export async function tellAccount(sql: Sql, now: Date): Promise<void> {
  await sql`update broker_accounts set synced_at = greatest(synced_at, ${now})`
}

/** Lifts limits on how often orders leave and how old the account's reading is: for tests of many alike. */
export async function allowMany(sql: Sql): Promise<void> {
  await sql`update risk_configs set value = '1000000' where name in ('orders_per_second_max',
    'orders_per_minute_max', 'orders_per_day_max', 'ticker_orders_per_day_max', 'runaway_orders_max',
    'account_age_seconds_max')`
  await sql`update risk_configs set value = '0' where name = 'duplicate_seconds'`
}

/** Sets figures of the account that no entry explains; the books are held to them from then on. */
export async function restateAccount(sql: Sql, figures: Record<string, string>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update broker_accounts set ${tx(figures)}`
    await tx`select begin_identity(account_id) from broker_accounts`
  })
}

export async function seedCompany(sql: Sql, ticker: string, sector: string): Promise<void> {
  await sql`
    insert into companies (company_id, ticker, legal_name, sector)
    values (${deriveId('company', ticker)}, ${ticker}, ${ticker}, ${sector})
  `
}

export type SeedRecommendation = {
  ticker: string
  window?: string
  action?: 'buy' | 'sell'
  mode?: 'informational' | 'paper_eligible' | 'live_eligible'
  confidence?: number
  generatedAt?: Date
}

export async function seedRecommendation(sql: Sql, made: SeedRecommendation): Promise<string> {
  const { ticker, window = '7d', action = 'buy', mode = 'paper_eligible', confidence = 0.8 } = made
  const at = made.generatedAt ?? new Date(NOON.getTime() - 60_000)
  const direction = action === 'buy' ? 'bullish' : 'bearish'
  const trendId = deriveId('trend', ticker, window, at.toISOString())
  const recommendationId = deriveId('recommendation', trendId)
  await sql`
    insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence,
      contradiction, sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
    values (${trendId}, ${ticker}, ${window}, ${at}, ${direction}, 0.5, ${confidence}, 0, 0.5, 3, 3, '{}', 'test', '{}')
  `
  await sql`
    insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action,
      mode, confidence, strength, contradiction, direction, checks, portfolio_pct, max_loss_pct, thesis, thesis_model)
    values (${recommendationId}, ${ticker}, ${window}, ${trendId}, ${at}, ${action}, ${mode}, ${confidence},
      0.5, 0, ${direction}, '[]', 0.05, 0.01, 'test', 'test')
  `
  return recommendationId
}

/** A fill that belongs to no order of ours; enough to hold something. */
export async function seedFill(
  sql: Sql,
  fill: {
    ticker: string
    side: 'buy' | 'sell'
    quantity: string
    price: string
    fee?: string
    at?: Date
    id: string
  },
): Promise<void> {
  await sql`
    insert into order_fills (execution_id, broker_order_id, ticker, side, quantity, price, fee, filled_at, recorded_at)
    values (${fill.id}, ${`broker-${fill.id}`}, ${fill.ticker}, ${fill.side}, ${fill.quantity}, ${fill.price},
      ${fill.fee ?? '0'}, ${fill.at ?? NOON}, ${fill.at ?? NOON})
  `
}

/** Daily bars up to the Friday before NOON; `closes` oldest first. */
export async function seedBars(sql: Sql, ticker: string, closes: readonly number[]): Promise<void> {
  const dates: string[] = []
  for (
    let day = Date.parse('2024-05-31T00:00:00Z');
    dates.length < closes.length;
    day -= 86_400_000
  ) {
    const weekday = new Date(day).getUTCDay()
    const date = new Date(day).toISOString().slice(0, 10)
    if (weekday !== 0 && weekday !== 6 && date !== '2024-05-27' && date !== '2024-03-29')
      dates.unshift(date)
  }
  const rows = closes.map((close, place) => ({
    ticker,
    timespan: '1d',
    starts_at: new Date(`${dates[place]}T04:00:00Z`),
    session_date: String(dates[place]),
    open: close.toFixed(6),
    high: (close * 1.01).toFixed(6),
    low: (close * 0.99).toFixed(6),
    close: close.toFixed(6),
    volume: '1000000',
    fetched_at: new Date('2024-06-01T00:00:00Z'),
  }))
  await sql`insert into market_snapshots ${sql(rows)}`
}
