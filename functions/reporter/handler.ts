/** reporter: writes the report of a day or a week from what the record holds, once. */

import type { ReportBody } from '#shared/contracts/api/report-body.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { composeReport } from '#shared/domain/report/compose.ts'
import { periodEndingBy, type ReportPeriod } from '#shared/domain/report/period.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import { gatherReport } from '#shared/sql/report/gather.ts'
import { reportIdOf, saveReport } from '#shared/sql/report/reports.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'

export type Deps = {
  sql: Sql
  /** What a year of cash brings, in percent. */
  cashRate?: number
}

/** How far the clocks of two machines may differ. */
const SKEW_MS = 60_000

/**
 * What is over is read in one snapshot, added up, held to the books and stored. One that does not equal the
 * books is stored as such: it names the difference.
 */
export function reporter({ sql, cashRate = 0 }: Deps): Handlers<'reporter'> {
  return {
    async report_generation(job, { now }) {
      const asked = new Date(job.period_end)
      if (asked.getTime() > now.getTime() + SKEW_MS)
        throw new PermanentFault('moment_ahead', `Report on ${job.period_end}: it is still to come`)
      const period = periodEndingBy(job.report_type, asked)
      const body = composeReport(await gatherReport(sql, period, { now, cashRate }))
      return async (tx) => {
        const version = await saveReport(tx, body, period, now)
        if (version === 1) await tell(tx, body, period, now)
        return []
      }
    },
  }
}

/** People are told of a new report, not of one that was made up late, nor of a later version. */
async function tell(tx: Tx, body: ReportBody, period: ReportPeriod, now: Date): Promise<void> {
  if (now.getTime() - period.to.getTime() > DAY_MS) return
  const subject = `${period.type} ${newYorkDate(period.to)}`
  const found = body.findings.map(({ says }) => says).join(' ')
  const reportId = reportIdOf(period)
  const says = `${found} Whole: /reports/${reportId}`
  const detail = { report_id: reportId }
  await wishToTell(tx, { kind: 'report_made', subject, occasion: subject, says, detail }, now)
}
