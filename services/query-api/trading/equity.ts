/** How equity went. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { EquityPoint } from '#shared/contracts/api/equity.ts'
import type { Db } from '#shared/sql/open.ts'

/**
 * Equity since `since`, down-sampled to at most `points`: the last snapshot of each equal slice of
 * time, looked up one by one, so that the newest one is always there.
 */
export async function readEquity(
  db: Db,
  { since, points }: { since: Date; points: number },
): Promise<Served<EquityPoint>[]> {
  return db<Served<EquityPoint>[]>`
    with span as (
      select min(taken_at) as first, max(taken_at) as last from portfolio_snapshots
      where taken_at >= ${since}
    ), slices as (
      select first + (last - first) * (slice - 1) / ${points - 1}::integer as after,
        case slice when ${points - 1} then last
          else first + (last - first) * slice / ${points - 1}::integer end as until
      from span cross join generate_series(0, ${points - 1}::integer) as slice
    )
    select taken_at, equity, cash, positions_value, reserve
    from slices cross join lateral (
      select * from portfolio_snapshots p where taken_at > slices.after and taken_at <= slices.until
        and taken_at >= ${since}
      order by taken_at desc limit 1) as newest
    order by taken_at`
}
