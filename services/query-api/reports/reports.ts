/** Reports as they were made: their list, one of them, and one as a page of its own. */

import { createHash } from 'node:crypto'
import type { ReportAnswer, ReportRow } from '#shared/contracts/api/reports.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import { reportHtml } from '#shared/domain/report/html/document.ts'
import { REPORT_STYLE } from '#shared/domain/report/html/style.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'
import { readReport } from '#shared/sql/report/reports.ts'

const listed = { table: 'trading_reports', as: 't', id: 'report_id' }
const ORDER = ['period_end', 'report_id'] as const

type Filter = { type?: string | undefined; sort: Sort; limit: number; after?: string | undefined }

/** Newest first unless asked otherwise; the headline is what it says of money. */
export async function listReports(
  db: Db,
  { type, sort, limit, after }: Filter,
): Promise<Served<ReportRow>[]> {
  await askRow(db, listed, after)
  return db<Served<ReportRow>[]>`
    select t.report_id, t.report_type as type, t.period_start, t.period_end, t.version, t.made_at, t.reconciles,
      coalesce(jsonb_path_query_first(t.body, '$.findings[*] ? (@.about == "money").says') #>> '{}', '') as headline
    from trading_reports t
    where true ${type === undefined ? db`` : db`and t.report_type = ${type}`}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

export function readReportAnswer(
  db: Db,
  reportId: string,
): Promise<Served<ReportAnswer> | undefined> {
  return readReport(db, reportId)
}

/** The one style that it has, and no other. */
const STYLE_HASH = createHash('sha256').update(REPORT_STYLE).digest('base64')

const HEADERS = {
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
}

/** It runs nothing, fetches nothing, and may stand in no other page. */
export async function serveReportHtml(db: Db, reportId: string): Promise<Response | undefined> {
  const report = await readReport(db, reportId)
  return report && new Response(reportHtml(report), { headers: HEADERS })
}
