/** Answers who changed what. */

import type { auditRoutes } from '#shared/contracts/api/audit.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { readAudit } from '#shared/sql/access/audit.ts'
import type { Sql } from '#shared/sql/open.ts'

export function answerAudit({ sql }: { sql: Sql }): Answers<typeof auditRoutes> {
  return {
    'GET /api/audit': ({ query: { limit, actor, before } }) =>
      readAudit(sql, { limit, actor, before: before === undefined ? undefined : Number(before) }),
  }
}
