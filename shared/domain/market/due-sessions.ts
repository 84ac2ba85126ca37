/** Which closed sessions a source that goes on from one to the next has still to tell. */

import { nextSession, previousSession, type Session } from './calendar.ts'

/** Closed sessions after `last`, the oldest first, at most so many; the newest alone where nothing was seen. */
export function dueSessions(last: Date | null, now: Date, most: number): Session[] {
  if (last === null) return [previousSession(now)]
  const sessions: Session[] = []
  for (let at = last; sessions.length < most;) {
    const session = nextSession(at)
    if (session.closesAt > now) break
    sessions.push(session)
    at = session.closesAt
  }
  return sessions
}
