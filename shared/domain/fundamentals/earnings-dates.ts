/**
 * When a company told its results, and when it may do so next.
 *
 * Source: docs/FORMULAS.md, Fundamentals.
 */

import { newYorkDate, sessionOf, shiftDate } from '../market/calendar.ts'

/** A filing that tells results: an 8-K with item 2.02 does so first, the report itself later. */
export type EarningsNotice = {
  accessionNumber: string
  basis: 'results' | 'report'
  announcedAt: Date
  /** False where the filing's own header was not read, so that the hour is the likelier of two. */
  isSure: boolean
}

export type NextEarnings = {
  /** YYYY-MM-DD, New York. */
  date: string
  /** Nobody has announced it: it is worked out from days of before. */
  isEstimate: true
  from: 'same_quarter_last_year' | 'last_quarter'
}

/**
 * Sessions until the next results, 0 on their own day, and sessions begun since the last, 0 on their
 * own day; null where they are further away than anyone asks, or not known.
 */
export type EarningsDistance = { until: number | null; since: number | null }

/** A report and the news before it are of one quarter, as far as they are so near. */
const ONE_QUARTER_DAYS = 45
/** Fifty-two weeks: companies keep to a weekday. */
const YEAR_DAYS = 364
const QUARTER_DAYS = 91
/** Past it by so much, a company has changed its habits. */
const OFF_DAYS = 30
/** Results due and not told may come any day, for so long. */
const OVERDUE_DAYS = 7
/** Sessions that are counted at most. */
const SESSIONS_MAX = 10

/** The first telling of each quarter's results, oldest first. */
export function earningsDays(notices: readonly EarningsNotice[]): Date[] {
  const days: Date[] = []
  let until = ''
  for (const { announcedAt } of notices.toSorted((a, b) => +a.announcedAt - +b.announcedAt)) {
    const date = newYorkDate(announcedAt)
    if (date <= until) continue
    days.push(announcedAt)
    until = shiftDate(date, ONE_QUARTER_DAYS)
  }
  return days
}

/**
 * An estimate of the next day of results after `on`: the same quarter's day of last year and
 * fifty-two weeks, else a quarter after the last; undefined where nothing is known, or where the day
 * so found has long passed.
 */
export function nextEarnings(days: readonly Date[], on: string): NextEarnings | undefined {
  const dates = days.map(newYorkDate)
  const last = dates.at(-1)
  if (last === undefined) return undefined
  const byYear = dates
    .map((date) => shiftDate(date, YEAR_DAYS))
    .find((date) => date > shiftDate(last, ONE_QUARTER_DAYS))
  const estimate: NextEarnings =
    byYear !== undefined && byYear <= shiftDate(last, QUARTER_DAYS + OFF_DAYS)
      ? { date: byYear, isEstimate: true, from: 'same_quarter_last_year' }
      : { date: shiftDate(last, QUARTER_DAYS), isEstimate: true, from: 'last_quarter' }
  if (shiftDate(estimate.date, OFF_DAYS) < on) return undefined
  return estimate.date > on ? estimate : { ...estimate, date: shiftDate(on, 1) }
}

/** Whether a filing's number is of the year it came in: a replay may tell of another year's. */
export function isOfItsYear({ accessionNumber, announcedAt }: EarningsNotice): boolean {
  return accessionNumber.split('-')[1] === newYorkDate(announcedAt).slice(2, 4)
}

/** How far a New York date is from a company's results, told and to come; null where none were told. */
export function earningsDistance(days: readonly Date[], on: string): EarningsDistance | null {
  const last = days.at(-1)
  if (last === undefined) return null
  const told = newYorkDate(last)
  const due = nextEarnings(days, told)?.date
  const isOverdue = due !== undefined && due < on && on <= shiftDate(due, OVERDUE_DAYS)
  return {
    since: sessionsBetween(told, on),
    until: due === undefined ? null : isOverdue ? 0 : due < on ? null : sessionsBetween(on, due),
  }
}

/** Sessions after one date, up to and with another; null where they are more than are counted. */
function sessionsBetween(after: string, until: string): number | null {
  let sessions = 0
  for (let date = shiftDate(after, 1); date <= until; date = shiftDate(date, 1)) {
    if (sessionOf(date)) sessions++
    if (sessions > SESSIONS_MAX) return null
  }
  return sessions
}
