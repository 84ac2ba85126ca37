/** Reads Polygon's bars, and says of each refused one why. */

import { newYorkDate, sessionOf } from '../../domain/market/calendar.ts'
import type { NewBar, RejectedBar } from '../../domain/market/bar.ts'

export type ReadBars = { bars: NewBar[]; rejects: RejectedBar[] }

/**
 * Sorts out what a page of daily bars holds, in any order and with any holes. Only sessions that
 * had closed at `now` count: the bar of a running session is half a bar, and is passed over.
 *
 * @param tickerOf the ticker of an item, or undefined where it is not ours.
 */
export function readBars(
  items: readonly unknown[],
  tickerOf: (item: object) => string | undefined,
  now: Date,
): ReadBars {
  const bars = new Map<string, NewBar>()
  const rejects: RejectedBar[] = []
  for (const item of items) {
    const ticker = typeof item === 'object' && item !== null ? tickerOf(item) : ''
    if (ticker === undefined) continue
    const read = readBar(item, ticker, now)
    if ('running' in read) continue
    if ('reason' in read) rejects.push({ ticker, payload: item ?? null, reason: read.reason })
    // Given twice: the last one stands.
    else bars.set(`${read.bar.ticker} ${read.bar.sessionDate}`, read.bar)
  }
  return { bars: [...bars.values()], rejects }
}

type Read = { bar: NewBar } | { reason: string } | { running: true }

function readBar(item: unknown, ticker: string, now: Date): Read {
  if (typeof item !== 'object' || item === null) return { reason: 'not_a_bar' }
  const { o, h, l, c, v, vw, t } = item as Record<string, unknown>
  if (![o, h, l, c, v, t].every(isFinite)) return { reason: 'number_missing' }
  const [open, high, low, close, volume, startMs] = [o, h, l, c, v, t] as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (Math.abs(startMs) > 8.64e15) return { reason: 'no_session' }
  const sessionDate = newYorkDate(new Date(startMs))
  const session = isCalendarYear(sessionDate) ? sessionOf(sessionDate) : undefined
  if (!session) return { reason: 'no_session' }
  if (session.closesAt > now) return { running: true }
  if (open <= 0 || high <= 0 || low <= 0 || close <= 0) return { reason: 'price_not_positive' }
  if (high < low) return { reason: 'high_below_low' }
  if (high < Math.max(open, close) || low > Math.min(open, close))
    return { reason: 'price_outside_range' }
  if (volume < 0) return { reason: 'volume_negative' }
  if (Math.max(high, volume / 1e6) >= 1e13) return { reason: 'number_too_large' }
  if (low < 1e-6) return { reason: 'price_not_positive' }
  const vwap = isFinite(vw) && vw > 0 && vw < 1e13 ? decimal(vw) : null
  return {
    bar: {
      ticker,
      sessionDate,
      open: decimal(open),
      high: decimal(high),
      low: decimal(low),
      close: decimal(close),
      volume: decimal(volume),
      vwap,
    },
  }
}

/** The years the exchange calendar knows. */
function isCalendarYear(date: string): boolean {
  return /^\d{4}-/.test(date) && date >= '1990' && date < '2036'
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** The shortest text that reads as this number, without an exponent: PostgreSQL rounds it exactly. */
function decimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(6) : text
}
