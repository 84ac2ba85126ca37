/** How long the jobs took that a stage did last. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { StagePage } from '#shared/contracts/api/stages.ts'
import type { Db } from '#shared/sql/open.ts'

type Speed = NonNullable<Served<StagePage>['speed']>

/** Of each list as many as are looked at, and only those done within a day: real time. */
const JOBS_MAX = 500
const SPAN = '1 day'

/** Undefined where nothing was done within a day. Jobs that another covers took no time of their own. */
export async function readStageSpeed(db: Db, lists: readonly string[]): Promise<Speed | undefined> {
  const [row] = await db<Speed[]>`
    with newest as (
      select done.* from unnest(${lists as string[]}::text[]) as known (list) cross join lateral (
        select deliveries, settled_at, extract(epoch from settled_at - enqueued_at) * 1000 as took,
          extract(epoch from settled_at - began_at) * 1000 as ran
        from jobs where state = 'done' and jobs.list = known.list and reason is distinct from 'covered'
          and settled_at > statement_timestamp() - ${SPAN}::interval
        order by settled_at desc limit ${JOBS_MAX}) as done)
    select count(*)::integer as jobs, min(settled_at) as since,
      percentile_cont(0.5) within group (order by ran)::double precision as ran_p50_ms,
      percentile_cont(0.95) within group (order by ran)::double precision as ran_p95_ms,
      percentile_cont(0.5) within group (order by took)::double precision as took_p50_ms,
      percentile_cont(0.95) within group (order by took)::double precision as took_p95_ms,
      (select jsonb_agg(to_jsonb(counted) order by deliveries) from (
        select deliveries, count(*)::integer as jobs from newest group by deliveries) counted) as attempts
    from newest having count(*) > 0`
  return row
}
