/** What a date's zone says: names by a table, places by the calendar of zones; never this machine's. */

import { DAY_MS, MINUTE_MS } from '../../spans.ts'

/**
 * Minutes east of Greenwich. Of names that several places use one stands: IST is India's (as feeds
 * use it; Israel and Ireland write it too), BST is Britain's, CST and EST are America's, AST is
 * the Atlantic's.
 */
const MINUTES: ReadonlyMap<string, number> = new Map([
  ...table('z 0  ut 0  utc 0  gmt 0  wet 0  west 60  bst 60  cet 60  cest 120  mez 60  mesz 120'),
  ...table('met 60  mest 120  eet 120  eest 180  msk 180  мск 180  trt 180  idt 180'),
  ...table('est -300  edt -240  cst -360  cdt -300  mst -420  mdt -360  pst -480  pdt -420'),
  ...table('akst -540  akdt -480  hst -600  ast -240  adt -180  nst -210  ndt -150'),
  ...table('brt -180  brst -120  art -180  clt -240  clst -180  cot -300  pet -300'),
  ...table('ist 330  pkt 300  npt 345  gst 240  wat 60  cat 120  sast 120  eat 180'),
  ...table('jst 540  kst 540  hkt 480  sgt 480  myt 480  pht 480  wib 420  ict 420'),
  ...table('awst 480  acst 570  acdt 630  aest 600  aedt 660  nzst 720  nzdt 780'),
])
/** Names without a season: what the clocks there show on the day. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['et', 'America/New_York'],
  ['ct', 'America/Chicago'],
  ['mt', 'America/Denver'],
  ['pt', 'America/Los_Angeles'],
])
/** No clock on earth is further off. */
const OFFSET_MINUTES_MAX = 15 * 60

/** Minutes east of Greenwich, or the name of a place in the calendar of zones. */
export type Zone = number | string

/** The zone of a name as dates carry it, in any case; undefined where none is known by it. */
export function zoneOfName(name: string): Zone | undefined {
  const key = name.toLowerCase()
  return MINUTES.get(key) ?? PLACES.get(key) ?? (key.includes('/') ? placeOf(name) : undefined)
}

/** Minutes of "+0530", "-05:00", "+2"; undefined where no clock is that far off. */
export function zoneOfOffset(sign: string, digits: string): number | undefined {
  const [hours, minutes] =
    digits.length <= 2 ? [digits, '0'] : [digits.slice(0, -2), digits.slice(-2)]
  const size = Number(hours) * 60 + Number(minutes)
  if (Number(minutes) > 59 || size > OFFSET_MINUTES_MAX) return undefined
  return sign === '+' ? size : -size
}

/**
 * The moment at which clocks of a zone show a wall time, given as if it were UTC.
 *
 * An hour shown twice means the first; an hour skipped means the moment as if it were not.
 */
export function momentIn(zone: Zone, wall: number): number {
  if (typeof zone === 'number') return wall - zone * MINUTE_MS
  const before = offsetAt(zone, wall - DAY_MS)
  const after = offsetAt(zone, wall + DAY_MS)
  const fits = [before, after].find((offset) => offsetAt(zone, wall - offset) === offset)
  return wall - (fits ?? before)
}

/** The wall time that clocks of a place show at a moment, as if it were UTC. @throws RangeError of no place. */
export function wallTimeIn(place: string, at: number): number {
  return at + offsetAt(place, at)
}

function offsetAt(place: string, at: number): number {
  const clock = clockOf(place)
  if (!clock) throw new RangeError(`Read a clock: expected a time zone, found "${place}"`)
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  const shown = Date.UTC(
    Number(parts['year']),
    Number(parts['month']) - 1,
    Number(parts['day']),
    Number(parts['hour']),
    Number(parts['minute']),
    Number(parts['second']),
  )
  return shown - Math.floor(at / 1000) * 1000
}

/** Made when first asked; the names that may be asked for are some hundreds. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Names and minutes by turns. */
function table(pairs: string): [string, number][] {
  return pairs.split('  ').map((pair) => {
    const [name = '', minutes] = pair.split(' ')
    return [name, Number(minutes)]
  })
}

function placeOf(name: string): string | undefined {
  return clockOf(name) ? name : undefined
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(timeZone)
  if (known) return known
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, clock)
    return clock
  } catch (fault) {
    if (fault instanceof RangeError) return undefined
    throw fault
  }
}
