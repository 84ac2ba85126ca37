/** Reads the numbers of one bar as vendors give them, and says of a refused one why. */

import { newYorkDate, newYorkInstant, sessionOf } from './calendar.ts'
import { CALENDAR_FROM, CALENDAR_TO } from './holidays.ts'
import type { NewBar } from './bar.ts'
import { MINUTE_MS } from '../spans.ts'

/** Open, high, low, close, volume and volume-weighted price, as they came. */
export type Numbers = Readonly<Record<'o' | 'h' | 'l' | 'c' | 'v' | 'vw', unknown>>

export type Prices = Pick<NewBar, 'open' | 'high' | 'low' | 'close' | 'volume' | 'vwap'>

/** What a `numeric(20, 6)` holds. */
const PRICE_MAX = 1e13
const PRICE_MIN = 1e-6
const VOLUME_MAX = 1e19
/** The last moment a Date can hold. */
const INSTANT_MAX = 8.64e15

/** The prices of a bar, or the word of docs/CODES.md for why it is none. */
export function readPrices({ o, h, l, c, v, vw }: Numbers): Prices | string {
  const numbers = [o, h, l, c, v]
  if (!numbers.every(isFinite)) return 'number_missing'
  const [open, high, low, close, volume] = numbers as [number, number, number, number, number]
  if (Math.min(open, high, low, close) <= 0) return 'price_not_positive'
  if (high < low) return 'high_below_low'
  if (high < Math.max(open, close) || low > Math.min(open, close)) return 'price_outside_range'
  if (volume < 0) return 'volume_negative'
  if (high >= PRICE_MAX || volume >= VOLUME_MAX) return 'number_too_large'
  if (low < PRICE_MIN) return 'price_not_positive'
  return {
    open: decimal(open),
    high: decimal(high),
    low: decimal(low),
    close: decimal(close),
    volume: decimal(volume),
    // Many a bar has none, and one that cannot be true costs nothing else.
    vwap: isFinite(vw) && vw >= PRICE_MIN && vw < PRICE_MAX ? decimal(vw) : null,
  }
}

/** The session that an instant in Unix milliseconds is a day of; undefined where there is none. */
export function sessionOn(startMs: number) {
  if (!Number.isFinite(startMs) || Math.abs(startMs) > INSTANT_MAX) return undefined
  const date = newYorkDate(new Date(startMs))
  const year = Number(/^(\d{4})-/.exec(date)?.[1] ?? 0)
  return year >= CALENDAR_FROM && year <= CALENDAR_TO ? sessionOf(date) : undefined
}

/** Where a minute lies in its day; undefined where nothing is traded then. */
export function minuteOn(
  startMs: number,
): { session: { date: string }; startsAt: Date; isExtended: boolean } | undefined {
  const session = sessionOn(startMs)
  if (!session || startMs % MINUTE_MS !== 0) return undefined
  const startsAt = new Date(startMs)
  // Trading before and after the session: 04:00 to 20:00 New York time.
  const [from, to] = [newYorkInstant(session.date, '04:00'), newYorkInstant(session.date, '20:00')]
  if (startsAt < from || startsAt >= to) return undefined
  return {
    session,
    startsAt,
    isExtended: startsAt < session.opensAt || startsAt >= session.closesAt,
  }
}

export function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** The shortest text that reads as this number, without an exponent: PostgreSQL rounds it exactly. */
function decimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(6) : text
}
