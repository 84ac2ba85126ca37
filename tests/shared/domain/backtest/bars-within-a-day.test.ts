/** Latency, and bars shorter than a day: made minutes, as the feed takes bars of any length. */

import { describe, expect, test } from 'vitest'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import type { BacktestFeed, FeedSession } from '#shared/domain/backtest/feed.ts'
import { playRecorded } from '#shared/domain/backtest/recorded.ts'
import { backtestDefaults, type BacktestSettings } from '#shared/domain/backtest/settings.ts'
import { atOnce } from '#shared/domain/backtest/steps.ts'
import { sessionOf } from '#shared/domain/market/calendar.ts'
import { feedOf, flat, FROM, scripted, type Row } from '../../../helpers/backtest-feed.ts'
import { liveMeans } from '../../../helpers/live-means.ts'

const settings: BacktestSettings = { ...backtestDefaults, from: FROM, costs: noCosts }

const MINUTE_MS = 60_000

/** Bars of so many minutes, one after the other from the open of 2019-01-02 on, within the one day. */
function minutes(rows: readonly Row[], length = 1): BacktestFeed {
  const { date, opensAt } = sessionOf(FROM)!
  const sessions = rows.map((row, at): FeedSession => {
    const [open, high, low, close, volume = 1_000_000] = row!
    const from = opensAt.getTime() + at * length * MINUTE_MS
    const closesAt = new Date(from + length * MINUTE_MS)
    const bar = { ticker: 'AAA', date, knownAt: closesAt, open, high, low, close, volume, basis: 1 }
    const none = { news: [], splits: [], dividends: [] }
    return { date, opensAt: new Date(from), closesAt, bars: [bar], ...none }
  })
  return { tickers: ['AAA'], sessions, barSeconds: length * 60 }
}

const fillsOf = (feed: BacktestFeed, wants: Parameters<typeof scripted>[0], latencySeconds = 1) =>
  runBacktest(scripted(wants), feed, { ...settings, latencySeconds })

describe('latency', () => {
  const path = [flat(100), flat(101), flat(102), flat(103), flat(104), flat(105)]

  test('of seconds reaches the next open of a daily bar, one longer than the night the open after', () => {
    const feed = feedOf({ AAA: path })
    const at = (seconds: number) => fillsOf(feed, { 0: [{}] }, seconds).fills.map((fill) => fill.at)
    expect(at(0)).toEqual([1])
    expect(at(1)).toEqual([1])
    // From a close at 16:00 to the open at 9:30 lie seventeen hours and a half.
    expect(at(17.5 * 3600)).toEqual([1])
    expect(at(17.5 * 3600 + 1)).toEqual([2])
  })

  test('of a minute bar decides which of them it trades at', () => {
    const at = (seconds: number) =>
      fillsOf(minutes(path), { 0: [{}] }, seconds).fills.map((fill) => fill.at)
    expect([at(0), at(1), at(60), at(61)]).toEqual([[1], [2], [2], [3]])
  })

  test('holds a sale back too', () => {
    const { fills } = fillsOf(minutes(path), { 0: [{}], 2: [{ weight: 0 }] }, 60)
    expect(fills.map(({ side, at }) => [side, at])).toEqual([
      ['buy', 2],
      ['sell', 4],
    ])
  })
})

describe('minutes', () => {
  test('tell whether the stop or the target came first', () => {
    const wants = { 0: [{ stop: 95, take: 110 }] }
    const first = minutes([flat(100), flat(100), [100, 111, 100, 108], [99, 99, 94, 95], flat(95)])
    const other = minutes([flat(100), flat(100), [99, 99, 94, 95], [100, 111, 100, 108], flat(95)])
    expect(fillsOf(first, wants, 0).trades).toMatchObject([{ why: 'target' }])
    expect(fillsOf(other, wants, 0).trades).toMatchObject([{ why: 'stop' }])
    // Of one bar that holds both the worse is taken.
    const day = feedOf({ AAA: [flat(100), flat(100), [100, 111, 94, 95], flat(95)] })
    expect(fillsOf(day, wants, 0).trades).toMatchObject([{ why: 'stop' }])
  })

  test('make one day of equity', () => {
    const { dates, equity } = fillsOf(minutes([flat(100), flat(100), flat(110)]), { 0: [{}] }, 0)
    expect(dates).toEqual([FROM])
    // Forty shares: 4 % of 100,000 at 100.
    expect(equity).toEqual([100_400])
  })

  test('leave a ticker that was sold alone for half an hour', () => {
    const path = Array.from({ length: 12 }, () => flat(100))
    const wants = { 0: [{}], 2: [{ weight: 0 }], 4: [{ weight: 0.03 }], 9: [{ weight: 0.03 }] }
    const { fills, rejected } = fillsOf(minutes(path, 5), wants, 0)
    expect(fills.map(({ side, at }) => [side, at])).toEqual([
      ['buy', 1],
      ['sell', 3],
      ['buy', 10],
    ])
    // Sold within the bar that ended at 9:50, wanted again for 9:55.
    expect(rejected).toMatchObject([{ code: 'cool_down', found: 5, limit: 30 }])
    const daily = fillsOf(feedOf({ AAA: path }), wants, 0)
    expect(daily.rejected).toEqual([])
  })

  test('are looked at by the live gates as they come: not in the first minutes, and no longer than two hours', () => {
    const path = Array.from({ length: 20 }, () => flat(100))
    const said = (at: number, more: Partial<FeedSession> = {}) => {
      const feed = minutes(path)
      const sessions = feed.sessions.map((session, place) =>
        place === at
          ? {
              ...session,
              advice: [
                {
                  ticker: 'AAA',
                  action: 'buy' as const,
                  confidence: 0.8,
                  share: 0.05,
                  knownAt: session.closesAt,
                },
              ],
              ...more,
            }
          : session,
      )
      return atOnce(playRecorded(liveMeans, { ...feed, sessions }, settings))
    }
    // Without bars of days before there is no range, which comes after the gates.
    expect(said(0).rejected.map(({ code }) => code)).toEqual([
      'trading_window',
      'insufficient_bars',
    ])
    expect(said(9).rejected.map(({ code }) => code)).toEqual(['insufficient_bars'])
  })
})
