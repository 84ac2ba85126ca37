/** Has each New York day that ended published to the lake. */

import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Handover } from '#shared/pipeline.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { DutyErrand, DutySettle } from './duty.ts'

/** Days the lake is made up for after the scheduler was away. */
const LAKE_DAYS_MAX = 30

export function tellLake({ now, last }: DutyErrand): Promise<DutySettle> {
  const jobs = lakeJobs(last, now)
  return Promise.resolve(async (tx) => {
    await enqueue(tx, jobs, { key: `scheduler:lake_daily:${now.toISOString()}`, now })
    return jobs.length
  })
}

/**
 * Documents and extractions of each day that ended since the last time, and the positions as they
 * stand.
 */
function lakeJobs(last: Date | null, now: Date): Handover<'lake_publish'>[] {
  const today = newYorkDate(now)
  const earliest = shiftDate(today, -LAKE_DAYS_MAX)
  const first = last === null ? shiftDate(today, -1) : newYorkDate(last)
  const jobs: Handover<'lake_publish'>[] = []
  for (let date = first < earliest ? earliest : first; date < today; date = shiftDate(date, 1)) {
    const since = newYorkInstant(date, '00:00').toISOString()
    const dt = newYorkInstant(shiftDate(date, 1), '00:00').toISOString()
    for (const job_type of ['bulk_documents', 'bulk_extractions'] as const)
      jobs.push({ to: 'lake_publish', job: { job_type, entity_id: '', dt, since } })
  }
  const dt = newYorkInstant(today, '00:00').toISOString()
  return [
    ...jobs,
    { to: 'lake_publish', job: { job_type: 'positions_snapshot', entity_id: '', dt } },
  ]
}
