/** The reports that a replay ends with: of its last day and its last week, each a file that a person opens. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPORT_TYPES } from '#shared/contracts/sets.ts'
import { reportHtml, titleOfReport } from '#shared/domain/report/html/document.ts'
import { periodEndingBy, type ReportType } from '#shared/domain/report/period.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { readStoredReport } from '#shared/sql/report/reports.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import type { Sql } from '#shared/sql/open.ts'

export type LastReport = {
  type: ReportType
  title: string
  /** Whether every figure equals the books. */
  reconciles: boolean
  findings: string[]
  /** Where it stands as HTML. */
  file: string
}

/** What was replayed. */
type Span = { began: Date; now: Date }

/** The day and the week that were over by then, of which some was replayed. */
function lastPeriods({ began, now }: Span) {
  return REPORT_TYPES.map((type) => periodEndingBy(type, now)).filter(({ to }) => to > began)
}

/** The scheduler asks for a week on Saturday morning, when a replay of it is over: so they are asked for here. */
export async function askLastReports(sql: Sql, span: Span): Promise<void> {
  await sql.begin(async (tx) => {
    for (const { type, to } of lastPeriods(span)) {
      const job = { report_type: type, period_end: to.toISOString() }
      const key = `up:report:${type}:${job.period_end}`
      await enqueue(tx, [{ to: 'report_generation', job }], { key, now: span.now })
    }
  })
}

/** Writes those that were made below `state`, the day's first. */
export async function writeLastReports(sql: Sql, state: string, span: Span): Promise<LastReport[]> {
  const folder = join(state, 'reports')
  mkdirSync(folder, { recursive: true })
  const written: LastReport[] = []
  for (const period of lastPeriods(span)) {
    const stored = await readStoredReport(sql, period)
    if (stored === undefined) continue
    const file = join(
      folder,
      `${period.type}-${period.sessions.at(-1) ?? newYorkDate(period.to)}.html`,
    )
    writeFileSync(file, reportHtml(stored))
    written.push({
      type: period.type,
      title: titleOfReport(stored.body),
      reconciles: stored.reconciles,
      findings: stored.body.findings.map(({ says }) => says),
      file,
    })
  }
  return written
}
