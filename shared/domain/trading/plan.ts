/**
 * How long what was said is young enough to act on: two hours of sessions, so that what is said
 * while the exchange is shut is planned for its open. Source: docs/FORMULAS.md, Gates.
 */

import { previousSession, sessionAt, type Session } from '../market/calendar.ts'
import { HOUR_MS } from '../spans.ts'

/** Hours of sessions, not of the clock: a night, a weekend and a holiday add nothing. */
const YOUNG_HOURS = 2

/**
 * The earliest moment of which it is young at `now` what was said then.
 *
 * In session and two hours after its open, that is two hours ago. Before, the rest is taken from the
 * end of the session before: at an open, the last two hours before the last close.
 */
export function youngSince(now: Date): Date {
  let left = YOUNG_HOURS * HOUR_MS
  let until = now
  let session: Session = sessionAt(now) ?? previousSession(now)
  for (;;) {
    if (session.closesAt < until) until = session.closesAt
    const passed = until.getTime() - session.opensAt.getTime()
    if (passed > left) return new Date(until.getTime() - left)
    left -= passed
    session = previousSession(session.opensAt)
  }
}

/**
 * Since when something that was wanted at `at` waits: while the exchange is shut nothing can be done for
 * it, so a night counts for nothing.
 */
export function waitsSince(at: Date, now: Date): Date {
  const session = sessionAt(now)
  if (!session) return now
  return session.opensAt > at ? session.opensAt : at
}

/** Whether something said at `saidAt` may still be acted on at `now`: young until the very moment. */
export function isYoung(saidAt: Date, now: Date): boolean {
  return saidAt <= now && saidAt >= youngSince(now)
}

/**
 * Whether what was said at `saidAt` and is still so has to be said again at `now`, in session: it was young no
 * more when the session opened, so this session would pass over it. Once said again it is not, until the next.
 */
export function isToBeSaidAgain(saidAt: Date, now: Date): boolean {
  const session = sessionAt(now)
  return session !== undefined && saidAt < session.opensAt && !isYoung(saidAt, session.opensAt)
}
