/** How equity went. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { EquityPoint } from '#shared/contracts/api/portfolio.ts'
import type { Db } from '#shared/sql/open.ts'

/**
 * Equity since `since`, down-sampled to at most `points`: the last snapshot of each equal slice of
 * time, so that the newest one is always there.
 */
export async function readEquity(
  db: Db,
  { since, points }: { since: Date; points: number },
): Promise<Served<EquityPoint>[]> {
  return db<Served<EquityPoint>[]>`
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
