/** A moment as the outside writes it, read alike on a machine in any time zone. */

import { DAY_MS } from '../../spans.ts'
import { datePartsOf } from './date-parts.ts'
import { momentIn, type Zone } from './zones.ts'

/** No date is longer; what is, is a text. */
const LENGTH_MAX = 120
/** What lies outside is nobody's date: the zero of a database, or a slip of the hand. */
const YEAR_MIN = 1900
const YEAR_MAX = 2199
/** Since 1970: seconds have nine or ten digits from 1973 to 2286, milliseconds three more. */
const SECONDS = /^\d{9,10}(?:\.\d{1,9})?$/
const MILLISECONDS = /^\d{12,13}$/

/** What is odd about the moment a document carries; it is kept all the same. */
export type DateFlag = 'undated' | 'date_implausible' | 'zone_assumed'

export type WrittenMoment = {
  at: Date
  /** False where the text names no zone that is known. */
  hasZone: boolean
  /** False where only a day is written. */
  hasHour: boolean
}

/**
 * What a text says of a moment; null where it is no date.
 *
 * @param zone in which it is read where it names none: a place of the calendar of zones, or minutes
 * east of Greenwich.
 */
export function readMoment(text: string, zone: Zone = 0): WrittenMoment | null {
  const written = text.trim()
  if (written === '' || written.length > LENGTH_MAX) return null
  const unit = SECONDS.test(written) ? 1000 : MILLISECONDS.test(written) ? 1 : 0
  if (unit > 0)
    return { at: new Date(Math.floor(Number(written) * unit)), hasZone: true, hasHour: true }
  const parts = datePartsOf(written)
  if (!parts || parts.year < YEAR_MIN || parts.year > YEAR_MAX) return null
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day) + (parts.clock ?? 0)
  return {
    at: new Date(momentIn(parts.zone ?? zone, wall)),
    hasZone: parts.zone !== undefined,
    hasHour: parts.clock !== undefined,
  }
}

/** Null where it is no date. Without a zone it counts as UTC, never as this machine's time. */
export function readInstant(text: string): Date | null {
  return readMoment(text)?.at ?? null
}

export type Publishing = {
  now: Date
  /** When its source was first fetched; now, where it was not yet. */
  firstFetchedAt?: Date | null
  /** How far back a first fetch reaches. */
  lookBackDays: number
  /** The publisher's own zone, for dates that name none. */
  zone?: Zone | undefined
}

/**
 * When a document was published, and what is odd about the date it carries (docs/FORMULAS.md, Dates).
 *
 * What has a date keeps it; what has none is known since now.
 */
export function readPublished(
  text: string,
  { now, firstFetchedAt, lookBackDays, zone }: Publishing,
): { at: Date; flags: DateFlag[]; hasHour: boolean } {
  const written = readMoment(text, zone)
  if (!written) return { at: now, flags: ['undated'], hasHour: false }
  const flags: DateFlag[] = []
  if (!written.hasZone && zone === undefined) flags.push('zone_assumed')
  if (!isPlausible(written.at, { now, firstFetchedAt: firstFetchedAt ?? null, lookBackDays }))
    flags.push('date_implausible')
  return { at: written.at, flags, hasHour: written.hasHour }
}

/** Whether a date lies in [first fetch − look-back, now + 1 day]: nothing else can be news. */
function isPlausible(
  at: Date,
  {
    now,
    firstFetchedAt,
    lookBackDays,
  }: Pick<Publishing, 'now' | 'firstFetchedAt' | 'lookBackDays'>,
): boolean {
  const from = (firstFetchedAt ?? now).getTime() - lookBackDays * DAY_MS
  return from <= at.getTime() && at.getTime() <= now.getTime() + DAY_MS
}
