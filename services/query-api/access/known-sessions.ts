/** What was last read of each session, for a few seconds: a page asks ten times at once. */

import { readSession, type SessionState } from '#shared/sql/access/sessions.ts'
import type { Sql } from '#shared/sql/open.ts'

export type KnownSessions = {
  /** Undefined where it has ended, or its person may no longer come in. */
  read(sessionId: string, now: Date): Promise<SessionState | undefined>
  /** After a change made here; another replica learns of it within `KNOWN_MS`. */
  forgetAll(): void
}

/** So long a session that was ended elsewhere may still be taken; a minute at the most is allowed. */
const KNOWN_MS = 10_000
const KNOWN_MAX = 10_000

export function openKnownSessions(sql: Sql): KnownSessions {
  const known = new Map<string, { state: SessionState | undefined; until: number }>()
  let forgotten = 0
  return {
    async read(sessionId, now) {
      const kept = known.get(sessionId)
      if (kept && kept.until > now.getTime()) return kept.state
      const before = forgotten
      const state = await readSession(sql, sessionId, now)
      // What was read before a change may not be kept after it.
      if (before === forgotten) {
        known.delete(sessionId)
        known.set(sessionId, { state, until: now.getTime() + KNOWN_MS })
        if (known.size > KNOWN_MAX) known.delete(known.keys().next().value!)
      }
      return state
    },
    forgetAll() {
      forgotten += 1
      known.clear()
    },
  }
}
