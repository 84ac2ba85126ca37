/** Feeds of a backtest written by hand: a row of numbers a ticker and session. */

import type { BacktestFeed, FeedSession } from '#shared/domain/backtest/feed.ts'
import { newYorkInstant, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Strategy, Target } from '#shared/domain/strategy/strategy.ts'
import type { Columns } from './columns.ts'

/** open, high, low, close, volume; undefined stands for a day without a bar. */
export type Row = readonly [number, number, number, number, (number | undefined)?] | undefined

export const FROM = '2019-01-02'

/** Sessions of New York from 2019-01-02 on, one for each row. */
export function feedOf(
  rows: Readonly<Record<string, readonly Row[]>>,
  more: (at: number) => Partial<FeedSession> = () => ({}),
): BacktestFeed {
  const count = Math.max(...Object.values(rows).map(({ length }) => length))
  const sessions: FeedSession[] = []
  for (let date = FROM; sessions.length < count; date = shiftDate(date, 1)) {
    const session = sessionOf(date)
    if (!session) continue
    const at = sessions.length
    const bars = Object.entries(rows).flatMap(([ticker, list]) => {
      const row = list[at]
      if (!row) return []
      const [open, high, low, close, volume = 1_000_000] = row
      const knownAt = session.closesAt
      return [{ ticker, date: session.date, knownAt, open, high, low, close, volume, basis: 1 }]
    })
    sessions.push({ ...session, bars, news: [], splits: [], dividends: [], ...more(at) })
  }
  return { tickers: Object.keys(rows).sort(), sessions }
}

/** The days of a table of prices (Date, Open, High, Low, Close, Volume), each of which must be a session. */
export function feedOfDays(ticker: string, { texts, numbers }: Columns): BacktestFeed {
  const [open, high, low, close, volume] = ['Open', 'High', 'Low', 'Close', 'Volume'].map(numbers)
  const sessions = texts('Date').map((date, at): FeedSession => {
    const session = sessionOf(date)
    if (!session) throw new Error(`Feed ${ticker}: ${date} is no session`)
    const prices = { open: open![at]!, high: high![at]!, low: low![at]!, close: close![at]! }
    const known = { ticker, date, knownAt: session.closesAt, volume: volume![at]!, basis: 1 }
    return { ...session, bars: [{ ...known, ...prices }], news: [], splits: [], dividends: [] }
  })
  return { tickers: [ticker], sessions }
}

/** A day on which nothing moves. */
export function flat(price: number, volume?: number): Row {
  return [price, price, price, price, volume]
}

/** A strategy that wants `wants[at]` at the close of session `at`, within the executor's limits but for its stop. */
export const scripted = (
  wants: Readonly<Record<number, readonly Partial<Target>[]>>,
): Strategy => ({
  name: 'scripted',
  summary: '',
  limits: { stopPct: 0 },
  open: () => {
    let at = -1
    return () => {
      at += 1
      return (wants[at] ?? []).map((want) => ({ ticker: 'AAA', weight: 0.04, why: '', ...want }))
    }
  },
})

/** A path by chance, without a trend, of so many sessions. */
export function walk(sessions: number, random: () => number, start = 100): Row[] {
  let price = start
  return Array.from({ length: sessions }, () => {
    const open = price * (1 + (random() - 0.5) / 100)
    const close = open * Math.exp((random() - 0.5) / 25)
    price = close
    return [open, Math.max(open, close) * 1.002, Math.min(open, close) * 0.998, close] as const
  })
}

export const midnightAfter = (date: string) => newYorkInstant(shiftDate(date, 1), '00:00')
