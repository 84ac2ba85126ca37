/**
 * When EDGAR accepted a filing, as far as its list of filings tells.
 *
 * `acceptanceDateTime` ends in Z for everybody and is UTC for most rows, but New York wall time for
 * others, of the same company even. Only the filing's own header is sure; what is here is for the
 * choice of what to look at, and for filings whose header cannot be had.
 */

import { newYorkDate, newYorkInstant, shiftDate } from '../market/calendar.ts'

/** What may be meant by one text, earlier first; one where it is sure, none where it is no time. */
export type AcceptanceReadings = readonly Date[]

/** EDGAR takes filings from 6 to 22 New York time. */
const OPENS = '06:00:00'
const CLOSES = '22:10:00'
/** A filing taken up to here has its day as filing date, one after it the next business day. */
const SAME_DAY_UNTIL = '17:30:00'
/** One sent before half past five may be accepted a little later and keep its day. */
const SAME_DAY_AT_MOST = '18:00:00'
/** A long weekend and a storm. */
const NEXT_BUSINESS_DAY_MAX = 5

const STATED = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/** Reads `acceptanceDateTime`. A numeric offset other than zero is taken at its word. */
export function acceptanceReadings(text: string): AcceptanceReadings {
  const [, date, time, zone = 'Z'] = STATED.exec(text.trim()) ?? []
  if (date === undefined || time === undefined) return []
  const offset = zone.toUpperCase() === 'Z' || /^[+-]00:?00$/.test(zone) ? 'Z' : colon(zone)
  const stated = new Date(`${date}T${time}${offset}`)
  if (Number.isNaN(stated.getTime())) return []
  if (offset !== 'Z') return [stated]
  const wall = wallInstant(date, time)
  return wall ? [stated, wall] : [stated]
}

/**
 * The likeliest of some readings: the one in accord with the filing date and with EDGAR's hours. Of
 * those as likely the latest that is not ahead: nothing may be known before it was made.
 *
 * Undefined while the likeliest lie ahead.
 */
export function likeliestAcceptance(
  readings: AcceptanceReadings,
  { filingDate, now }: { filingDate: string; now: Date },
): Date | undefined {
  const accords = readings.map((at) => accordOf(at, filingDate))
  const best = Math.max(...accords)
  return readings.findLast((at, place) => accords[place] === best && at <= now)
}

/** The instant of New York wall time; undefined where no clock could show it. */
export function wallInstant(date: string, time: string): Date | undefined {
  const asUtc = new Date(`${date}T${time}Z`)
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, 19) !== `${date}T${time}`)
    return undefined
  return newYorkInstant(date, time)
}

/** The end of a filing date in New York: by then it was made, whatever else is unknown. */
export function endOfFilingDate(date: string): Date | undefined {
  return wallInstant(date, '23:59:59')
}

function accordOf(at: Date, filingDate: string): number {
  const date = newYorkDate(at)
  const time = wallTimeOf(at, date)
  const isOpen = time >= OPENS && time <= CLOSES
  return (isOpen ? 1 : 0) + (isFiledAs(filingDate, date, time) ? 2 : 0)
}

function isFiledAs(filingDate: string, date: string, time: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(filingDate)) return true
  if (filingDate === date) return time <= SAME_DAY_AT_MOST
  const latest = shiftDate(date, NEXT_BUSINESS_DAY_MAX)
  return time > SAME_DAY_UNTIL && filingDate > date && filingDate <= latest
}

function wallTimeOf(at: Date, date: string): string {
  const sinceMidnight = at.getTime() - newYorkInstant(date, '00:00').getTime()
  // On the two days a year when the clocks change this is an hour off after it; accords are broad.
  return new Date(sinceMidnight).toISOString().slice(11, 19)
}

function colon(zone: string): string {
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
}
