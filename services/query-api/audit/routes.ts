/** Answers who changed what, and whether that is still all of it. */

import type { auditRoutes } from '#shared/contracts/api/audit.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { readAudit } from '#shared/sql/access/audit.ts'
import { verifyAudit } from '#shared/sql/access/verify-audit.ts'
import type { Sql } from '#shared/sql/open.ts'

export function answerAudit({ sql }: { sql: Sql }): Answers<typeof auditRoutes> {
  return {
    'GET /api/audit': ({ query: { after, ...query } }) =>
      readAudit(sql, { ...query, after: after === undefined ? undefined : Number(after) }),
    'GET /api/audit/chain': async () => {
      const { checked, forgotten, head, fault } = await verifyAudit(sql)
      const broken = fault ? { auditId: fault.auditId, says: fault.says } : null
      return { checked, forgotten, headHash: head.hash, fault: broken }
    },
  }
}
