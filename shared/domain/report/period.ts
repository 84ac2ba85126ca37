/**
 * What stretch of time a report is of, and when it is due. Source: docs/FORMULAS.md, Reports.
 *
 * A day ends at 16:30 in New York of a day with a session, which is behind its close, early or not. A week
 * ends as New York's Saturday begins, and is told that morning, when the last prices of it are there.
 */

import type { REPORT_TYPES } from '../../contracts/sets.ts'
import { newYorkDate, newYorkInstant, sessionOf, shiftDate } from '../market/calendar.ts'
import { DAY_MS } from '../spans.ts'

export type ReportType = (typeof REPORT_TYPES)[number]

/** `(from, to]`; its sessions are New York dates, oldest first. */
export type ReportPeriod = { type: ReportType; from: Date; to: Date; sessions: string[] }

const DAY_ENDS = '16:30'
const WEEK_IS_TOLD = '08:00'
const SATURDAY = 6
/** More than lie between two sessions, or two Saturdays. */
const DAYS_BACK = 12

/** The last day or week that was over at `at`. */
export function periodEndingBy(type: ReportType, at: Date): ReportPeriod {
  const to = lastEnd(type, at)
  const from = lastEnd(type, new Date(to.getTime() - 1))
  const sessions: string[] = []
  for (let date = newYorkDate(from); date <= newYorkDate(to); date = shiftDate(date, 1)) {
    const session = sessionOf(date)
    if (session && session.closesAt > from && session.closesAt <= to) sessions.push(date)
  }
  return { type, from, to, sessions }
}

/** Ends of those that came due in (after, until], oldest first; of many the newest `most`. */
export function endsDue(
  type: ReportType,
  { after, until }: { after: Date; until: Date },
  most: number,
): Date[] {
  const due: Date[] = []
  const first = newYorkDate(
    new Date(Math.max(after.getTime(), until.getTime() - most * 8 * DAY_MS)),
  )
  for (let date = newYorkDate(until); date >= first; date = shiftDate(date, -1)) {
    const end = endOf(type, date)
    if (end === undefined) continue
    const at = type === 'daily' ? end : newYorkInstant(date, WEEK_IS_TOLD)
    if (at > after && at <= until) due.unshift(end)
    if (due.length === most) break
  }
  return due
}

function lastEnd(type: ReportType, at: Date): Date {
  let date = newYorkDate(at)
  for (let back = 0; back < DAYS_BACK; back++) {
    const end = endOf(type, date)
    if (end !== undefined && end <= at) return end
    date = shiftDate(date, -1)
  }
  throw new RangeError(
    `Find the ${type} report by ${at.toISOString()}: none ended within ${DAYS_BACK} days`,
  )
}

/** When the day or week ends that ends on a New York date; undefined where none does. */
function endOf(type: ReportType, date: string): Date | undefined {
  if (type === 'daily') return sessionOf(date) && newYorkInstant(date, DAY_ENDS)
  const isSaturday = new Date(`${date}T00:00:00Z`).getUTCDay() === SATURDAY
  return isSaturday ? newYorkInstant(date, '00:00') : undefined
}
