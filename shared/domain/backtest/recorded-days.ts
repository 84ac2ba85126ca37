/** Daily bars of each ticker as the engine looks back on them: of sessions before the day at hand, on the newest basis. */

import type { TradedBar } from '../strategy/strategy.ts'
import { CORRELATION_RETURNS, correlation } from '../trading/correlation.ts'
import { rangeOf } from '../trading/stops.ts'
import { plain } from './book.ts'

type Day = { date: string; high: number; low: number; close: number; basis: number }

export type Days = Map<string, Day[]>

const DAYS_KEPT = CORRELATION_RETURNS + 2

export function openDays(): Days {
  return new Map<string, Day[]>()
}

/** Adds a bar to its day: bars shorter than a day make one together. */
export function addBar(days: Days, { ticker, date, high, low, close, basis }: TradedBar): void {
  let own = days.get(ticker)
  if (!own) days.set(ticker, (own = []))
  const last = own.at(-1)
  if (last?.date === date) {
    last.high = Math.max(last.high, high)
    last.low = Math.min(last.low, low)
    last.close = close
    return
  }
  own.push({ date, high, low, close, basis })
  if (own.length > DAYS_KEPT) own.shift()
}

/** Before the New York date `before`, oldest first. */
function past(days: Days, ticker: string, before: string) {
  const own = (days.get(ticker) ?? [])
    .filter(({ date }) => date < before)
    .slice(-(CORRELATION_RETURNS + 1))
  const basis = own.at(-1)?.basis ?? 1
  const on = (price: number, of: number) => plain((price * of) / basis)
  return own.map((day) => ({
    sessionDate: day.date,
    high: on(day.high, day.basis),
    low: on(day.low, day.basis),
    close: on(day.close, day.basis),
  }))
}

/** Dollars; null where the past is too short. */
export function atrBefore(days: Days, ticker: string, before: string): string | null {
  return rangeOf(past(days, ticker, before))
}

/** How closely a ticker moved together with each of `others`. */
export function correlationsBefore(
  days: Days,
  ticker: string,
  others: Iterable<string>,
  before: string,
): { ticker: string; rho: number | null }[] {
  const own = past(days, ticker, before)
  return [...others].map((other) => ({
    ticker: other,
    rho: correlation(own, past(days, other, before)),
  }))
}
