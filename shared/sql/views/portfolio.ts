/** What is held, and how equity went. */

import type { Db } from '../open.ts'

export type PositionRow = {
  ticker: string
  sector: string
  quantity: string
  entryPriceAvg: string
  markPrice: string
  markedAt: Date
  openedAt: Date
  realisedPnl: string
  marketValue: string
  unrealisedPnl: string
  unrealisedPct: number
  stopPrice: string | null
  trailingStop: string | null
  target1: string | null
  target2: string | null
}

/** Positions by worth; closed ones (quantity 0) last where `closed` asks for them. */
export async function listPositions(
  db: Db,
  { closed }: { closed: boolean },
): Promise<PositionRow[]> {
  return db<PositionRow[]>`
    select p.ticker, p.sector, p.quantity, p.entry_price_avg, p.mark_price, p.marked_at,
      p.opened_at, p.realised_pnl, p.quantity * p.mark_price as market_value,
      p.quantity * (p.mark_price - p.entry_price_avg) as unrealised_pnl,
      coalesce((p.mark_price / nullif(p.entry_price_avg, 0) - 1)::double precision, 0) as unrealised_pct,
      s.stop_price, s.trailing_stop, s.target_1 as target1, s.target_2 as target2
    from positions p left join position_stop_levels s using (ticker)
    where ${closed ? db`true` : db`p.quantity > 0`}
    order by p.quantity * p.mark_price desc, p.ticker`
}

export type EquityPoint = {
  takenAt: Date
  equity: string
  cash: string
  positionsValue: string
  reserve: string
}

/**
 * Equity since `since`, down-sampled to at most `points`: the last snapshot of each equal slice of
 * time, so that the newest one is always there.
 */
export async function readEquity(
  db: Db,
  { since, points }: { since: Date; points: number },
): Promise<EquityPoint[]> {
  return db<EquityPoint[]>`
    with span as (
      select min(taken_at) as first, max(taken_at) as last from portfolio_snapshots
      where taken_at >= ${since}
    ), sliced as (
      select p.*, ceil(extract(epoch from taken_at - span.first) * ${points - 1}
        / greatest(extract(epoch from span.last - span.first), 1)) as slice
      from portfolio_snapshots p, span where taken_at >= ${since}
    )
    select distinct on (slice) taken_at, equity, cash, positions_value, reserve
    from sliced order by slice, taken_at desc`
}
