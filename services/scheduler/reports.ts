/** Has each day and week reported on once it is over. */

import { REPORT_TYPES } from '#shared/contracts/sets.ts'
import { endsDue, periodEndingBy, type ReportType } from '#shared/domain/report/period.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'
import { isReported } from '#shared/sql/report/reports.ts'
import type { Duty, DutyErrand, DutySettle } from './duty.ts'

/** Made up of one type at most, after an outage; what is older is asked for by hand. */
const MADE_UP_MAX = { daily: 5, weekly: 2 } as const
const SECONDS = 60

/** The duty: each minute of business time. */
export const reportsDuty: Duty = {
  name: 'reports',
  says: 'has each day and week reported on',
  cadence: { seconds: SECONDS },
  backOff: { seconds: 60, secondsMax: 900 },
  deadlineMs: 10_000,
  run: (errand) => Promise.resolve(askForReports(errand)),
}

/**
 * A job for each that came due since the last look, oldest first. With a day, the day before is looked at
 * once more: prices of it came overnight. Before the first look there is nothing to make up.
 */
function askForReports({ last, now }: Pick<DutyErrand, 'last' | 'now'>): DutySettle | 'nothing' {
  if (last === null || last >= now) return 'nothing'
  const due = REPORT_TYPES.flatMap((type) =>
    endsDue(type, { after: last, until: now }, MADE_UP_MAX[type]).map((to) => ({ type, to })),
  )
  const [first] = due
  if (first === undefined) return 'nothing'
  return async (tx) => {
    if (first.type === 'daily') await askAgain(tx, first.to, now)
    for (const { type, to } of due) await ask(tx, type, to, { why: 'over', now })
    return due.length
  }
}

async function askAgain(tx: Tx, to: Date, now: Date): Promise<void> {
  const before = periodEndingBy('daily', new Date(to.getTime() - 1)).to
  if (await isReported(tx, { type: 'daily', to: before }))
    await ask(tx, 'daily', before, { why: 'again', now })
}

async function ask(
  tx: Tx,
  type: ReportType,
  to: Date,
  { why, now }: { why: 'over' | 'again'; now: Date },
): Promise<void> {
  const job = { report_type: type, period_end: to.toISOString() }
  const key = `scheduler:report:${why}:${type}:${job.period_end}`
  await enqueue(tx, [{ to: 'report_generation', job }], { key, now })
}
