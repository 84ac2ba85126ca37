/** Table `jobs`: rows that have their outcome, and may go once nothing can ask for them again. */

import type { Db } from '../../sql/open.ts'

/**
 * Takes away jobs that got their outcome more than `days` ago, the oldest first, at most `most`;
 * returns how many. Real time, by PostgreSQL's clock: delivery never follows business time.
 *
 * The row is what makes effects single, so the window must be longer than a copy of the job can
 * lie in Redis.
 */
export async function forgetJobs(
  db: Db,
  { state, days, most }: { state: 'done' | 'dead' | 'cancelled'; days: number; most: number },
): Promise<number> {
  const gone = await db`
    delete from jobs where job_id in (
      select job_id from jobs where state = ${state}
        and settled_at < statement_timestamp() - ${days} * interval '1 day'
      order by settled_at limit ${most} for update skip locked)
  `
  return gone.count
}
