/** How equity went. */

import type { Served } from '../../contracts/api/route.ts'
import type { EquityPoint } from '../../contracts/api/equity.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

/**
 * Equity since `since`, down-sampled to at most `points`: the last snapshot of each equal slice of
 * time, looked up one by one, so that the newest one is always there. Slices of a day and more are
 * looked up among the ends of sessions.
 */
export async function readEquity(
  db: Db,
  { since, points }: { since: Date; points: number },
): Promise<Served<EquityPoint>[]> {
  const [span] = await db<{ first: Date | null; last: Date | null }[]>`
    select min(taken_at) as first, max(taken_at) as last from portfolio_snapshots
    where taken_at >= ${since} and ${ofAccount(db)}`
  if (!span?.first || !span.last) return []
  const sliceMs = (span.last.getTime() - span.first.getTime()) / (points - 1)
  const table = sliceMs >= DAY_MS ? 'portfolio_days' : 'portfolio_snapshots'
  // A moment in JavaScript is cut to the millisecond: slices end one later, and the last has no end.
  const end = (slice: number) => db`${span.first}::timestamptz + interval '1 millisecond'
    + (slice + ${slice}) * ${sliceMs}::double precision * interval '1 millisecond'`
  return db<Served<EquityPoint>[]>`
    with slices as (
      select case slice when 0 then '-infinity'::timestamptz else ${end(-1)} end as after,
        case slice when ${points - 1} then 'infinity'::timestamptz else ${end(0)} end as until
      from generate_series(0, ${points - 1}::integer) as slice
    )
    select taken_at, equity, cash, positions_value, reserve
    from slices cross join lateral (
      select * from ${db(table)} p where p.taken_at > slices.after and p.taken_at <= slices.until
        and p.taken_at >= ${since} and ${ofAccount(db, 'p')}
      order by p.taken_at desc limit 1) as newest
    order by taken_at`
}
