/** How long the calendar of sessions reaches, and the warning a year before it ends. */

import { DAY_MS } from '../spans.ts'
import { CALENDAR_TO } from './holidays.ts'

/** Days before its end from which the calendar is said to end. */
const WARN_DAYS = 366

/** Whole days that sessions are still known for; less than 0 once they are not. */
export function calendarDaysLeft(now: Date): number {
  return Math.floor((Date.UTC(CALENDAR_TO + 1, 0, 1) - now.getTime()) / DAY_MS)
}

/** What people are told of it in its last year; null before. */
export function calendarWarning(now: Date): string | null {
  const days = calendarDaysLeft(now)
  if (days >= WARN_DAYS) return null
  const ends = `Sessions of the exchange are known to ${CALENDAR_TO}-12-31`
  return days >= 0
    ? `${ends}, for ${days} days more: install a newer release before`
    : `${ends}, and that is over: nothing is traded until a newer release is installed`
}
