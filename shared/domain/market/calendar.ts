/**
 * When the New York Stock Exchange (XNYS) is open, and what day it is in New York.
 *
 * Sessions are computed by rule for 1990 to 2035; asking beyond that throws, since a guessed
 * session is worse than none. Instants are UTC; dates are New York dates, YYYY-MM-DD.
 */

import { CALENDAR_FROM, CALENDAR_TO, earlyClosesOf, holidaysOf } from './holidays.ts'
import { DAY_MS, HOUR_MS } from '../spans.ts'

/** One trading day: open at `opensAt`, closed again at `closesAt`. */
export type Session = { date: string; opensAt: Date; closesAt: Date }

const OPEN = '09:30'
const CLOSE = '16:00'

/** Made when first asked: it costs a tenth of a function's start, and many never ask. */
let newYork: Intl.DateTimeFormat | undefined

/** Sessions by year and date; computed once, since holidays do not change while we run. */
const years = new Map<number, Map<string, Session>>()

/**
 * The session of a New York date; undefined where the exchange stays closed.
 *
 * @throws RangeError when the date is not of a year this calendar knows.
 */
export function sessionOf(date: string): Session | undefined {
  const year = Number(date.slice(0, 4))
  let sessions = years.get(year)
  if (!sessions) {
    sessions = sessionsOf(year)
    years.set(year, sessions)
  }
  return sessions.get(date)
}

/** The session in progress at `at`: open at the first instant, closed at the last. */
export function sessionAt(at: Date): Session | undefined {
  const session = sessionOf(newYorkDate(at))
  return session && session.opensAt <= at && at < session.closesAt ? session : undefined
}

/** The first session that opens after `at`. */
export function nextSession(at: Date): Session {
  let date = newYorkDate(at)
  for (;;) {
    const session = sessionOf(date)
    if (session && session.opensAt > at) return session
    date = shiftDate(date, 1)
  }
}

/** The last session that closed at or before `at`. */
export function previousSession(at: Date): Session {
  let date = newYorkDate(at)
  for (;;) {
    const session = sessionOf(date)
    if (session && session.closesAt <= at) return session
    date = shiftDate(date, -1)
  }
}

/** The date in New York at an instant, YYYY-MM-DD. */
export function newYorkDate(at: Date): string {
  return newYorkText(at).slice(0, 10)
}

/**
 * The instant at which New York clocks show `time` (HH:MM or HH:MM:SS) on `date`.
 *
 * An hour shown twice means the first; an hour skipped means the moment as if it were not.
 */
export function newYorkInstant(date: string, time: string): Date {
  const wall = `${date}T${time.length === 5 ? `${time}:00` : time}`
  const asUtc = Date.parse(`${wall}Z`)
  if (Number.isNaN(asUtc))
    throw new RangeError(`Find an instant: "${date}" at "${time}" is no time`)
  const daylight = new Date(asUtc + 4 * HOUR_MS)
  return newYorkText(daylight) === wall ? daylight : new Date(asUtc + 5 * HOUR_MS)
}

/** A date so many calendar days later, or earlier where `days` is negative. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

function sessionsOf(year: number): Map<string, Session> {
  if (!(year >= CALENDAR_FROM && year <= CALENDAR_TO)) {
    throw new RangeError(
      `Find a session: the calendar knows ${CALENDAR_FROM} to ${CALENDAR_TO}, not ${year}`,
    )
  }
  const holidays = holidaysOf(year)
  const earlyCloses = earlyClosesOf(year)
  const sessions = new Map<string, Session>()
  for (let date = `${year}-01-01`; date.startsWith(`${year}`); date = shiftDate(date, 1)) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    if (weekday === 0 || weekday === 6 || holidays.has(date)) continue
    const closesAt = newYorkInstant(date, earlyCloses.get(date) ?? CLOSE)
    sessions.set(date, { date, opensAt: newYorkInstant(date, OPEN), closesAt })
  }
  return sessions
}

function newYorkText(at: Date): string {
  newYork ??= new Intl.DateTimeFormat('en-CA', {
    timeZone: 'America/New_York',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return newYork.format(at).replace(', ', 'T')
}
