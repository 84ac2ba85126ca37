/** Daily bars made into those of weeks and months. */

import { nextSession, newYorkDate, sessionOf, shiftDate } from '../market/calendar.ts'
import type { Frame } from './frames.ts'
import type { Bars } from './indicators/series.ts'

export type DayBar = { date: string; high: number; low: number; close: number; volume: number }

/** Days as they are; weeks and months that are over by the last day. Prices on one basis, oldest first. */
export function longFrames(
  days: readonly DayBar[],
): Readonly<Record<Extract<Frame, 'D' | 'W' | 'M'>, Bars>> {
  return {
    D: columnsOf(days),
    W: columnsOf(whole(days, weekOf)),
    M: columnsOf(whole(days, (date) => date.slice(0, 7))),
  }
}

/** The Monday of a day's week. */
function weekOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return shiftDate(date, -((weekday + 6) % 7))
}

function whole(days: readonly DayBar[], spanOf: (date: string) => string): DayBar[] {
  const spans = [...Map.groupBy(days, ({ date }) => spanOf(date))].map(([span, own]) => ({
    span,
    date: own.at(-1)!.date,
    high: Math.max(...own.map(({ high }) => high)),
    low: Math.min(...own.map(({ low }) => low)),
    close: own.at(-1)!.close,
    volume: own.reduce((sum, { volume }) => sum + volume, 0),
  }))
  const last = spans.at(-1)
  const isRunning = last !== undefined && spanOf(sessionBehind(last.date)) === last.span
  return isRunning ? spans.slice(0, -1) : spans
}

function sessionBehind(date: string): string {
  const closesAt = sessionOf(date)?.closesAt ?? new Date(`${date}T23:00:00Z`)
  return newYorkDate(nextSession(closesAt).opensAt)
}

function columnsOf(bars: readonly DayBar[]): Bars {
  const column = (of: (bar: DayBar) => number) => Float64Array.from(bars, of)
  return {
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => volume),
  }
}
