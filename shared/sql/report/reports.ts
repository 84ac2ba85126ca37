/** Table `trading_reports`: reports as they were made, one a day and one a week. */

import type { ReportBody } from '../../contracts/api/report-body.ts'
import { doesReconcile } from '../../domain/report/compose.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

export type StoredReport = {
  reportId: string
  type: ReportPeriod['type']
  periodStart: Date
  periodEnd: Date
  version: number
  madeAt: Date
  reconciles: boolean
  body: ReportBody
}

/** What a report is known by: the same for every version of it. */
export function reportIdOf({ type, to }: Pick<ReportPeriod, 'type' | 'to'>): string {
  return deriveId('report', type, to.toISOString())
}

/** Undefined where none was made of that period. */
export function readStoredReport(
  db: Db,
  period: Pick<ReportPeriod, 'type' | 'to'>,
): Promise<StoredReport | undefined> {
  return readReport(db, reportIdOf(period))
}

/** The last that was over, or undefined. */
export async function readNewestReport(
  db: Db,
  type: ReportPeriod['type'],
): Promise<StoredReport | undefined> {
  const [row] = await db<{ reportId: string }[]>`
    select report_id from trading_reports where report_type = ${type} order by period_end desc limit 1`
  return row && readReport(db, row.reportId)
}

/** Whether one was made of that period. */
export async function isReported(
  db: Db,
  period: Pick<ReportPeriod, 'type' | 'to'>,
): Promise<boolean> {
  const rows = await db`select from trading_reports where report_id = ${reportIdOf(period)}`
  return rows.length > 0
}

/** One by its id, or undefined. */
export async function readReport(db: Db, reportId: string): Promise<StoredReport | undefined> {
  const [row] = await db<StoredReport[]>`
    select report_id, report_type as type, period_start, period_end, version, made_at, reconciles, body
    from trading_reports where report_id = ${reportId}`
  return row
}

/**
 * Stores a report; what it says already is left as it stands, and what it says anew is the next version.
 * Of two made at once the one that knew more stays. Returns the version where it is new.
 */
export async function saveReport(
  tx: Tx,
  body: ReportBody,
  period: ReportPeriod,
  now: Date,
): Promise<number | undefined> {
  // Two keys say the same of a report, and of two that are new one would fail by the other key.
  await tx`select pg_advisory_xact_lock(hashtextextended(${reportIdOf(period)}, 0))`
  const [row] = await tx<{ version: number }[]>`
    insert into trading_reports as known (report_id, report_type, period_start, period_end, account_id,
      version, made_at, body_sha256, reconciles, body)
    values (${reportIdOf(period)}, ${period.type}, ${period.from}, ${period.to}, ${body.account}, 1, ${now},
      ${sha256(canonicalJson(body))}, ${doesReconcile(body)}, ${tx.json(body as never)})
    on conflict (report_id) do update set version = known.version + 1, made_at = excluded.made_at,
      account_id = excluded.account_id, body_sha256 = excluded.body_sha256, reconciles = excluded.reconciles,
      body = excluded.body
    where known.body_sha256 <> excluded.body_sha256 and known.made_at <= excluded.made_at
    returning version`
  return row?.version
}
