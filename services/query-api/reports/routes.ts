/** Answers about reports. */

import type { reportRoutes } from '#shared/contracts/api/reports.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listReports, readReportAnswer, serveReportHtml } from './reports.ts'

export function answerReports({ sql }: { sql: Sql }): Answers<typeof reportRoutes> {
  return {
    'GET /api/reports': ({ query }) => listReports(sql, query),
    'GET /api/reports/:id': ({ id }) => readReportAnswer(sql, id),
    'GET /api/reports/:id/html': ({ id }) => serveReportHtml(sql, id),
  }
}
