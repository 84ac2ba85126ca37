/** What PostgreSQL knows of work that is not done: how much, how old, and what holds it back. */

import type { JobTotals } from '#shared/queue/record/counts.ts'
import type { DelayCount } from '#shared/sql/lake/delays.ts'
import type { Db } from '#shared/sql/open.ts'

export type WorkRecord = {
  enabled: boolean
  pausedStages: string[]
  totals: JobTotals[]
  oldestWaiting: { list: string; seconds: number }[]
  relayLagSeconds: number
  /** How far the lake is behind, and how long facts waited for it until now. */
  lake: { lagSeconds: number; delays: DelayCount[] }
  /** What the scheduler does: failures in a row, and how long ago it went well (null: never). */
  duties: { duty: string; failures: number; ageSeconds: number | null }[]
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
export async function readRelayLag(db: Db, lists: readonly string[]): Promise<number> {
  const [row] = await db<{ seconds: number | null }[]>`
    select extract(epoch from clock_timestamp() - min(first.enqueued_at))::double precision as seconds
    from unnest(${lists as string[]}::text[]) as known (list) cross join lateral (
      select enqueued_at from jobs where state = 'queued' and relayed_at is null and list = known.list
      order by seq limit 1) as first`
  return row?.seconds ?? 0
}
