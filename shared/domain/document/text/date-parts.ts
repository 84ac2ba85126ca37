/** Takes a written date apart: the clock's time, its zone, and the day, each found by its own form. */

import { DAY_MS } from '../../spans.ts'
import { monthOf } from './months.ts'
import { zoneOfName, zoneOfOffset, type Zone } from './zones.ts'

export type DateParts = {
  year: number
  month: number
  day: number
  /** Milliseconds since midnight; undefined where only a day is written. */
  clock: number | undefined
  /** Undefined where none is written, or none that is known. */
  zone: Zone | undefined
}

const CLOCK =
  /(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?!\d)(?:\s*([ap])\.?m\b\.?)?/i
const AFTERNOON = /오후|午後|下午|μ\.?μ/
const MORNING = /오전|午前|上午|π\.?μ/
const OFFSET = /^\W{0,2}(?:gmt|utc?)?\s?([+\u2212-])(\d{1,2}):?(\d{2})?(?!\d)/i
const WORDS = /\p{L}[\p{L}_]*(?:\/\p{L}[\p{L}_]*)*/gu
const NUMBERS = /\d+/g
const NO_DAY = /[a-z]\d|\b(?:weeks?|wk|kw|semaine|woche|quarters?|day|version|no)\b/i

/** Undefined where the text holds no day that can be told. */
export function datePartsOf(text: string): DateParts | undefined {
  const written = spreadOut(text)
  const clock = CLOCK.exec(written)
  if (!clock) return withClock(dayOf(written), undefined, undefined)
  const before = written.slice(0, clock.index)
  const after = written.slice(clock.index + clock[0].length)
  const { zone, rest } = zoneAt(after)
  const half = clock[5] ?? halfOf(before + after)
  const time = millisOf(clock, half)
  if (time === undefined) return undefined
  return withClock(dayOf(`${before} ${rest}`), time, zone)
}

/** "20190501T100000Z" and "2019-05-01Z" in the form of the others. */
function spreadOut(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})?(?!\d)/i, '$1-$2-$3 $4:$5:$6')
    .replace(/^(\d{4})-?W(\d{2})-?([1-7])(?!\d)/i, dayOfWeek)
    .replace(/^(\d{4})-(\d{3})(?=$|[T ])/i, dayOfYear)
    .replace(/:(?=\D|$)/, '')
    .replace(/(\d)T(?=\d)/i, '$1 ')
    .replace(/^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})$/i, '$1 00:00:00$2')
}

/** "2026-W10-1", a day of a week (ISO 8601), in the form of the others; what names none stays as it is. */
function dayOfWeek(written: string, year: string, week: string, day: string): string {
  // The fourth of January is in the first week.
  const fourth = new Date(Date.UTC(Number(year), 0, 4))
  const monday = 4 - ((fourth.getUTCDay() + 6) % 7)
  const at = (number: number) => Date.UTC(Number(year), 0, monday + 7 * (number - 1))
  // The last week is the one that has a Thursday of the year.
  const isReal =
    Number(week) >= 1 && new Date(at(Number(week)) + 3 * DAY_MS).getUTCFullYear() === Number(year)
  return isReal ? isoDay(at(Number(week)) + (Number(day) - 1) * DAY_MS) : written
}

/** "2026-060", a day of the year. */
function dayOfYear(written: string, year: string, day: string): string {
  const at = Date.UTC(Number(year), 0, Number(day))
  return Number(day) >= 1 && new Date(at).getUTCFullYear() === Number(year) ? isoDay(at) : written
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function withClock(
  day: Pick<DateParts, 'year' | 'month' | 'day'> | undefined,
  clock: number | undefined,
  zone: Zone | undefined,
): DateParts | undefined {
  return day && { ...day, clock, zone }
}

function halfOf(text: string): string | undefined {
  if (AFTERNOON.test(text)) return 'p'
  return MORNING.test(text) ? 'a' : undefined
}

/** Undefined for a time no clock shows; 24:00 is the day's end, and a leap second is one. */
function millisOf(clock: RegExpExecArray, half: string | undefined): number | undefined {
  const [, hours, minutes, seconds = '0', fraction = '0'] = clock
  let hour = Number(hours)
  if (half?.toLowerCase() === 'p' && hour < 12) hour += 12
  if (half?.toLowerCase() === 'a' && hour === 12) hour = 0
  const [minute, second] = [Number(minutes), Number(seconds)]
  const part = Math.floor(Number(`0.${fraction}`) * 1000)
  const isEnd = hour === 24 && minute === 0 && second === 0 && part === 0
  if ((hour > 23 && !isEnd) || minute > 59 || second > 60) return undefined
  return ((hour * 60 + minute) * 60 + second) * 1000 + part
}

/** The zone that follows a time, and what stands behind it: a year, or nothing. */
function zoneAt(after: string): { zone: Zone | undefined; rest: string } {
  const offset = OFFSET.exec(after)
  if (offset) {
    const zone = zoneOfOffset(offset[1] === '+' ? '+' : '-', `${offset[2]}${offset[3] ?? ''}`)
    return { zone, rest: after.slice(offset[0].length).replace(/\([^)]*\)/g, ' ') }
  }
  for (const word of after.matchAll(WORDS)) {
    const zone = zoneOfName(word[0])
    if (zone === undefined) continue
    const behind = after.slice(word.index + word[0].length)
    const own = /^\s?[+-]\d/.test(behind) ? zoneAt(behind) : { zone, rest: behind }
    return { zone: own.zone ?? zone, rest: `${after.slice(0, word.index)} ${own.rest}` }
  }
  return { zone: undefined, rest: after }
}

type Day = Pick<DateParts, 'year' | 'month' | 'day'>

function dayOf(text: string): Day | undefined {
  const numbers = text.match(NUMBERS) ?? []
  // A weekday may look like another language's month, and stands before it.
  const month = [...text.matchAll(WORDS)].map(([word]) => monthOf(word)).findLast(Boolean)
  if (month !== undefined) return dayBeside(month, numbers)
  // A week, a quarter or a version has numbers too, and is no day.
  if (NO_DAY.test(text)) return undefined
  const [first = '', second = '', third = ''] = numbers
  if (/^\d{8}$/.test(text.trim()))
    return numbered(first.slice(0, 4), first.slice(4, 6), first.slice(6))
  if (first.length === 4 && numbers.length === 3) return numbered(first, second, third)
  if (/^\d{4}(-\d{2})?$/.test(text.trim())) return numbered(first, second || '1', '1')
  if (numbers.length !== 3 || third.length === 3 || third.length > 4) return undefined
  // 05/01/2019 is written by Americans, 01.05.2019 by nobody else than Europeans.
  const isDayFirst = Number(first) > 12 || /^\D*\d{1,2}\.\s?\d/.test(text)
  return isDayFirst ? numbered(third, second, first) : numbered(third, first, second)
}

function dayBeside(month: number, numbers: readonly string[]): Day | undefined {
  const [first = '', second] = numbers
  if (first.length === 4) return numbered(first, String(month), second ?? '1')
  return second === undefined ? undefined : numbered(second, String(month), first)
}

function numbered(year: string, month: string, day: string): Day | undefined {
  const date = { year: wholeYear(year), month: Number(month), day: Number(day) }
  const isReal =
    date.month >= 1 &&
    date.month <= 12 &&
    date.day >= 1 &&
    date.day <= daysIn(date.year, date.month)
  return isReal ? date : undefined
}

/** Two or three digits as RFC 5322, section 4.3 reads them. */
function wholeYear(year: string): number {
  const number = Number(year)
  if (year.length === 2) return number < 50 ? 2000 + number : 1900 + number
  return year.length === 3 ? 1900 + number : number
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
