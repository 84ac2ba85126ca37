/** How many jobs each list has and had, as those who change them count: no read grows with history. */

import type { Db } from '../../sql/open.ts'

export type JobTotals = {
  list: string
  /** Jobs there are now: without an outcome, of these not pushed to Redis yet, and given up. */
  queued: number
  unrelayed: number
  dead: number
  /** Ever. */
  enqueued: number
  done: number
  /** Dead letters that a later job settled. */
  cancelled: number
  /** How often a job was given up; a replay takes none of them back. */
  buried: number
  /** Deliveries as recorded with the outcome, and those of them that failed. */
  deliveries: number
  failures: number
  /** How often jobs were replayed from the dead letters. */
  replays: number
}

/** The totals of each list that ever had a job, exact at this moment. */
export function readJobTotals(db: Db): Promise<JobTotals[]> {
  return db<JobTotals[]>`select * from job_totals order by list`
}

export type OldestJob = { list: string; at: Date }

/** When the oldest job without an outcome was made, real time; a list without any has no row. */
export function readOldestQueued(db: Db): Promise<OldestJob[]> {
  return db<OldestJob[]>`
    select known.list, oldest.enqueued_at as at
    from (select distinct list from job_counts) as known cross join lateral (
      select enqueued_at from jobs where state = 'queued' and list = known.list
      order by enqueued_at limit 1) as oldest`
}
