/** What a round has to do, decided from the clock and the marks alone. */

import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Handover } from '#shared/pipeline.ts'

/** Days the lake is made up for after the scheduler was away. */
const LAKE_DAYS_MAX = 30

/** Whether `seconds` of business time have passed since it was last done. */
export function isDue(last: Date | undefined, seconds: number, now: Date): boolean {
  return last === undefined || now.getTime() - last.getTime() >= seconds * 1000
}

/** Whether a New York day has begun since it was last done. */
export function isNewDay(last: Date | undefined, now: Date): boolean {
  return last === undefined || newYorkDate(last) < newYorkDate(now)
}

/**
 * The lake's jobs at the first round of a New York day: documents and extractions of each day that
 * ended since the last time, and the positions as they stand.
 */
export function lakeJobs(last: Date | undefined, now: Date): Handover<'lake_publish'>[] {
  const today = newYorkDate(now)
  const earliest = shiftDate(today, -LAKE_DAYS_MAX)
  const first = last === undefined ? shiftDate(today, -1) : newYorkDate(last)
  const jobs: Handover<'lake_publish'>[] = []
  for (let date = first < earliest ? earliest : first; date < today; date = shiftDate(date, 1)) {
    const since = newYorkInstant(date, '00:00').toISOString()
    const dt = newYorkInstant(shiftDate(date, 1), '00:00').toISOString()
    jobs.push({ to: 'lake_publish', job: { job_type: 'bulk_documents', entity_id: '', dt, since } })
    jobs.push({
      to: 'lake_publish',
      job: { job_type: 'bulk_extractions', entity_id: '', dt, since },
    })
  }
  const dt = newYorkInstant(today, '00:00').toISOString()
  return [
    ...jobs,
    { to: 'lake_publish', job: { job_type: 'positions_snapshot', entity_id: '', dt } },
  ]
}
