/** What the strip on top of every page tells: money, newest data, breakers. */

import type { Db } from '../open.ts'

export type Money = {
  takenAt: Date
  sessionDate: string
  equity: string
  cash: string
  positionsValue: string
  reserve: string
  realisedPnl: string
  unrealisedPnl: string
  openPositions: number
  /** Equity the session opened with; null before the first session's snapshot. */
  openingEquity: string | null
  /** Equity now less equity at the opening. */
  dayPnl: string | null
}

/**
 * The newest portfolio snapshot and how it stands against its session's opening, dollars as
 * decimal text; undefined before the first snapshot.
 */
export async function readMoney(db: Db): Promise<Money | undefined> {
  const [row] = await db<Money[]>`
    with newest as (select * from portfolio_snapshots order by taken_at desc limit 1),
    opening as (
      select coalesce(
        (select opening_equity from daily_risk_snapshots d where d.session_date = newest.session_date),
        (select p.equity from portfolio_snapshots p where p.session_date < newest.session_date
          order by p.taken_at desc limit 1),
        (select p.equity from portfolio_snapshots p where p.session_date = newest.session_date
          order by p.taken_at limit 1)
      ) as equity from newest
    )
    select taken_at, session_date::text as session_date, newest.equity, cash, positions_value,
      reserve, realised_pnl, unrealised_pnl, open_positions, opening.equity as opening_equity,
      newest.equity - opening.equity as day_pnl
    from newest, opening`
  return row
}

export type Breaker = {
  breaker: string
  ticker: string | null
  openedAt: Date
  closesAt: Date | null
  numbers: unknown
}

/** Circuit breakers that are open at `now`, business time. */
export async function readOpenBreakers(db: Db, now: Date): Promise<Breaker[]> {
  return db<Breaker[]>`
    select breaker, ticker, opened_at, closes_at, numbers from circuit_breaker_events
    where reset_at is null and (closes_at is null or closes_at > ${now})
    order by opened_at desc, circuit_breaker_event_id desc`
}

export type Standing = {
  newestDataAt: Date | null
  openOrders: number
  engineMode: string
  riskTier: string
}

/** Business time of the newest thing that came in, and how the engine is set. */
export async function readStanding(db: Db): Promise<Standing | undefined> {
  const [row] = await db<Standing[]>`
    select
      greatest(
        (select max(ingested_at) from documents),
        (select max(started_at) from ingestion_runs where status = 'succeeded')
      ) as newest_data_at,
      (select count(*)::integer from orders
        where state in ('intent', 'submitted', 'partially_filled', 'unknown')) as open_orders,
      mode as engine_mode, risk_tier
    from trading_engine_config`
  return row
}
