/**
 * The days on which the New York Stock Exchange is closed, or closes early, by rule and by decree.
 *
 * Source: NYSE Rule 7.2 and its yearly notices; checked day by day against the record since 1990.
 */

import { DAY_MS } from '../spans.ts'

export const CALENDAR_FROM = 1990
export const CALENDAR_TO = 2035

/** Closures no rule foresaw: storms, attacks, days of mourning. */
const CLOSED_BY_DECREE: readonly string[] = [
  '1994-04-27',
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
]

/** Days that closed at 13:00 though no rule says so. */
const EARLY_BY_DECREE: readonly string[] = ['1997-12-26', '1999-12-31', '2003-12-26']

const MONDAY = 1
const THURSDAY = 4

/** Dates (YYYY-MM-DD) in `year` on which the exchange does not open, beside weekends. */
export function holidaysOf(year: number): Set<string> {
  const days = [
    ...newYear(year),
    ...(year >= 1998 ? [nthWeekday(year, 1, MONDAY, 3)] : []),
    nthWeekday(year, 2, MONDAY, 3),
    new Date(easter(year).getTime() - 2 * DAY_MS),
    lastMondayOfMay(year),
    ...(year >= 2022 ? [observed(utc(year, 6, 19))] : []),
    observed(utc(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 11, THURSDAY, 4),
    observed(utc(year, 12, 25)),
  ].map(isoDate)
  return new Set([...days, ...CLOSED_BY_DECREE.filter((date) => date.startsWith(`${year}-`))])
}

/** Early closing time (HH:MM, New York) of each date in `year` that has one. */
export function earlyClosesOf(year: number): Map<string, string> {
  const time = year >= 1993 ? '13:00' : '14:00'
  const dates = [isoDate(utc(year, 12, 24)), ...beforeIndependenceDay(year)]
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4)
  if (year >= 1992) dates.push(isoDate(new Date(thanksgiving.getTime() + DAY_MS)))
  dates.push(...EARLY_BY_DECREE.filter((date) => date.startsWith(`${year}-`)))
  return new Map(dates.map((date) => [date, time]))
}

/** A New Year's Day on a Saturday is not made up for: the books of the old year close that Friday. */
function newYear(year: number): Date[] {
  const day = utc(year, 1, 1)
  return day.getUTCDay() === 6 ? [] : [observed(day)]
}

/** The half day beside 4 July: 3 July, but until 2012 the 5th where the 4th was a Thursday. */
function beforeIndependenceDay(year: number): string[] {
  const weekday = utc(year, 7, 4).getUTCDay()
  if (year < 1995 || weekday < 2 || weekday > 5) return []
  return [isoDate(utc(year, 7, weekday === THURSDAY && year < 2013 ? 5 : 3))]
}

/** Saturday's holiday is kept on Friday, Sunday's on Monday. */
function observed(day: Date): Date {
  const shift = { 6: -1, 0: 1 }[day.getUTCDay()] ?? 0
  return new Date(day.getTime() + shift * DAY_MS)
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Date {
  const first = utc(year, month, 1).getUTCDay()
  return utc(year, month, 1 + ((weekday - first + 7) % 7) + (nth - 1) * 7)
}

function lastMondayOfMay(year: number): Date {
  return utc(year, 5, 31 - ((utc(year, 5, 31).getUTCDay() + 6) % 7))
}

/** Easter Sunday of the Gregorian calendar; the anonymous algorithm of 1876. */
function easter(year: number): Date {
  const a = year % 19
  const century = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const e = (19 * a + century - Math.floor(century / 4) - d + 15) % 30
  const f = (32 + 2 * (century % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7
  const g = Math.floor((a + 11 * e + 22 * f) / 451)
  const day = e + f - 7 * g + 114
  return utc(year, Math.floor(day / 31), (day % 31) + 1)
}

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month - 1, day))
}

function isoDate(day: Date): string {
  return day.toISOString().slice(0, 10)
}
