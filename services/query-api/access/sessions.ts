/** Sessions that are open, one's own or, for an admin, everybody's. */

import type { ownKeyRoutes } from '#shared/contracts/api/own-keys.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { endSession, listSessions } from '#shared/sql/access/sessions.ts'
import { askPerson } from './me.ts'
import type { Access } from './open.ts'

type SessionRoutes = {
  [
    K in keyof typeof ownKeyRoutes as K extends `${string}/sessions${string}` ? K : never
  ]: (typeof ownKeyRoutes)[K]
}

export function answerSessions(access: Access): Answers<SessionRoutes> {
  const { sql, now, businessNow } = access
  return {
    'GET /api/access/sessions': async ({ by }) => {
      const { id, role, sessionId } = askPerson(by)
      const rows = await listSessions(sql, role === 'admin' ? undefined : id, now())
      return rows.map((row) => ({ ...row, isThis: row.sessionId === sessionId }))
    },
    'DELETE /api/access/sessions/:id': async (asked) => {
      const { id, role } = askPerson(asked.by)
      const of = role === 'admin' ? {} : { of: id }
      const isEnded = await sql.begin(async (tx) => {
        const personId = await endSession(tx, { sessionId: asked.id, ...of, why: 'ended' }, now())
        if (personId === undefined) return false
        await keepChange(tx, asked, { subject: asked.id, before: { personId } }, businessNow())
        return true
      })
      access.sessions.forgetAll()
      return isEnded ? { done: true } : undefined
    },
  }
}
