/** What PostgreSQL knows of work that is not done: how much, how old, and what holds it back. */

import type { Db } from '#shared/sql/open.ts'
import type { JobTotals } from './done.ts'

/** Dead letters of each list that has any. */
export async function readDeadTotals(db: Db): Promise<JobTotals[]> {
  return db<JobTotals[]>`
    select list, count(*)::integer as jobs, sum(deliveries) as deliveries,
      sum(deliveries) as failures, sum(replayed) as replays
    from jobs where state = 'dead' group by list`
}

export type QueuedTotals = JobTotals & {
  /** Of these, how many wait to be pushed to Redis. */
  unrelayed: number
}

export type WorkRecord = {
  enabled: boolean
  pausedStages: string[]
  done: JobTotals[]
  dead: JobTotals[]
  queued: QueuedTotals[]
  oldestWaiting: { list: string; seconds: number }[]
  relayLagSeconds: number
  /** What the scheduler does: failures in a row, and how long ago it went well (null: never). */
  duties: { duty: string; failures: number; ageSeconds: number | null }[]
}

/** Jobs without an outcome, of each list that has any: they wait, or a function works on them. */
export async function readQueuedTotals(db: Db): Promise<QueuedTotals[]> {
  return db<QueuedTotals[]>`
    select list, count(*)::integer as jobs, count(*) filter (where relayed_at is null)::integer as unrelayed,
      sum(deliveries) as deliveries, sum(deliveries) as failures, sum(replayed) as replays
    from jobs where state = 'queued' group by list`
}

/**
 * Real seconds since the job was pushed that waits longest in each of `lists`; a list where none
 * waits has no row. `held` are the jobs in flight, which do not wait.
 */
export async function readOldestWaiting(
  db: Db,
  lists: readonly string[],
  held: readonly string[],
): Promise<{ list: string; seconds: number }[]> {
  return db<{ list: string; seconds: number }[]>`
    select known.list, extract(epoch from clock_timestamp() - oldest.relayed_at)::double precision as seconds
    from unnest(${lists as string[]}::text[]) as known (list) cross join lateral (
      select relayed_at from jobs
      where state = 'queued' and list = known.list and relayed_at is not null
        and job_id <> all(${held as string[]}::uuid[])
      order by relayed_at limit 1) as oldest`
}

/** Real seconds since the oldest job was written that no list holds yet; 0 when there is none. */
export async function readRelayLag(db: Db): Promise<number> {
  const [row] = await db<{ seconds: number }[]>`
    select extract(epoch from clock_timestamp() - enqueued_at)::double precision as seconds
    from jobs where state = 'queued' and relayed_at is null order by seq limit 1`
  return row?.seconds ?? 0
}
