/** Skips of one ticker, kind and reason within a day of New York, which fold into the newest of them. */

import type { Db } from '#shared/sql/open.ts'

/** No more repeats of a row are counted, nor asked for their windows. */
export const REPEATS_MAX = 1_000

/** A piece of a statement. */
type Piece = ReturnType<Db>

/** The beginning of the day of New York of `t`, or of the day after. */
function midnight(db: Db, day: 'own' | 'next'): Piece {
  const date = db`(t.decided_at at time zone 'America/New_York')::date`
  const begun = day === 'own' ? date : db`${date} + 1`
  return db`((${begun})::timestamp at time zone 'America/New_York')`
}

/** Skips like the skip `t`, as `one`, of whatever day: by the index `trading_decisions_repeats`. */
function alike(db: Db): Piece {
  return db`one.account_id = t.account_id and one.ticker = t.ticker and one.kind = t.kind
    and one.code = t.code and one.action = 'skip'`
}

/** Those of its day. */
function alikeThatDay(db: Db): Piece {
  return db`${alike(db)} and t.action = 'skip'
    and one.decided_at >= ${midnight(db, 'own')} and one.decided_at < ${midnight(db, 'next')}`
}

/** How many are like `t`, itself too, since when and of which windows; null where none is. */
export function repeatsOf(db: Db): Piece {
  return db`(
    select json_build_object('count', least(count(*), ${REPEATS_MAX}), 'isMore', count(*) > ${REPEATS_MAX},
      'firstAt', (
        select to_char(one.decided_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        from trading_decisions one where ${alikeThatDay(db)} order by one.decided_at, one.seq limit 1),
      'trendWindows',
        coalesce(json_agg(distinct own.trend_window) filter (where own.trend_window is not null), '[]'))
    from (
      select one.recommendation_id from trading_decisions one where ${alikeThatDay(db)}
      order by one.decided_at desc, one.seq desc limit ${REPEATS_MAX + 1}) newest
      left join recommendations own using (recommendation_id)
    having count(*) > 1)`
}

/**
 * True of a decision `t` that no repeat of the same day came after. One probe a row: only the next newer one
 * is looked at, for were it of another day, so were all behind it. A join would read the day once for each
 * of its rows.
 */
export function isNewest(db: Db): Piece {
  return db`(t.action <> 'skip' or coalesce((
    select one.decided_at >= ${midnight(db, 'next')} from trading_decisions one
    where ${alike(db)} and (one.decided_at, one.seq) > (t.decided_at, t.seq)
    order by one.decided_at, one.seq limit 1), true))`
}
