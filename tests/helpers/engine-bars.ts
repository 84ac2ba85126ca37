/** Daily bars of a ticker, as the signal engine reads them. */

import { nextSession, newYorkDate } from '#shared/domain/market/calendar.ts'
import type { EngineFacts } from '#shared/domain/signal-engine/input.ts'
import type { DayBar } from '#shared/domain/technical/long-frames.ts'
import type { Db } from '#shared/sql/open.ts'

/** Of a ticker of which nothing is known. */
export const engineFactsOfNothing: EngineFacts = {
  days: [],
  minutes: {},
  macroBias: null,
  competitive: null,
  priceToEarnings: null,
  sectorMedian: null,
  sessionsToEarnings: null,
  isEarningsKnown: false,
  hitRates: new Map(),
}

/** Sessions from `from` on. */
export function sessionsFrom(from: string, count: number): string[] {
  const dates: string[] = []
  let at = new Date(`${from}T04:00:00Z`)
  while (dates.length < count) {
    const { opensAt, closesAt } = nextSession(at)
    dates.push(newYorkDate(opensAt))
    at = closesAt
  }
  return dates
}

/** One bar a session, a hundredth wide on both sides. */
export function dayBars(closes: readonly number[], from = '2018-01-02'): DayBar[] {
  const dates = sessionsFrom(from, closes.length)
  return closes.map((close, place) => ({
    date: dates[place]!,
    high: close * 1.01,
    low: close * 0.99,
    close,
    volume: 1e6,
  }))
}

/** A steady rise with waves in it. */
export const risingCloses = (count: number): number[] =>
  Array.from({ length: count }, (_, place) => 50 * 1.002 ** place + 2 * Math.sin(place / 6))

/** Stored as they came in on the morning after each session. */
export async function putDayBars(db: Db, ticker: string, bars: readonly DayBar[]): Promise<void> {
  const rows = bars.map(({ date, high, low, close, volume }) => ({
    ticker,
    timespan: '1d',
    starts_at: new Date(`${date}T05:00:00Z`),
    session_date: date,
    open: String(close),
    high: String(high),
    low: String(low),
    close: String(close),
    volume: String(volume),
    fetched_at: new Date(Date.parse(`${date}T22:00:00Z`)),
  }))
  if (rows.length > 0) await db`insert into market_snapshots ${db(rows)}`
}
