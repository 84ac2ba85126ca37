/** What a run does with companies that were tracked for a part of its days. */

import { describe, expect, test } from 'vitest'
import { playBenchmark } from '#shared/domain/backtest/benchmark.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import { randomBandOf } from '#shared/domain/backtest/random-band.ts'
import { movableTrades } from '#shared/domain/backtest/random-places.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { atOnce } from '#shared/domain/backtest/steps.ts'
import { spansOf, trackedAt, type TrackedSpan } from '#shared/domain/backtest/universe.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { buyAndHold } from '#shared/domain/strategy/buy-and-hold.ts'
import type { KnownAtClose, Strategy } from '#shared/domain/strategy/strategy.ts'
import { feedOf, flat, FROM } from '../../../helpers/backtest-feed.ts'

const settings = { ...backtestDefaults, from: FROM }
const days = (count: number) => Array.from({ length: count }, () => flat(100))
const midnight = (date: string) => newYorkInstant(date, '00:00')

function feed(spans: Record<string, [from: number, until: number | null]>): BacktestFeed {
  const plain = feedOf({ AAA: days(40), BBB: days(40) })
  const dayOf = (at: number) => midnight(plain.sessions[at]!.date)
  const tracked = new Map<string, TrackedSpan[]>(
    Object.entries(spans).map(([ticker, [from, until]]) => [
      ticker,
      [{ from: dayOf(from), until: until === null ? null : dayOf(until) }],
    ]),
  )
  return { ...plain, tracked }
}

/** Wants all of everything on the market at each close, and sells on the third day. */
const eager: Strategy = {
  name: 'eager',
  summary: '',
  limits: { stopPct: 0.03 },
  open: () => {
    const since = new Map<string, number>()
    return ({ bars, holdings }) =>
      bars.map(({ ticker }) => {
        const held = holdings.has(ticker) ? (since.get(ticker) ?? 0) + 1 : 0
        since.set(ticker, held)
        return { ticker, weight: held >= 3 ? 0 : 0.04, why: 'eager' }
      })
  },
}

describe('a ticker', () => {
  test('is bought from the first close at which it is tracked, for the next open', () => {
    const of = feed({ AAA: [0, null], BBB: [10, null] })
    const { fills } = runBacktest(eager, of, settings)
    expect(fills.filter(({ ticker }) => ticker === 'AAA')[0]?.at).toBe(1)
    expect(fills.filter(({ ticker }) => ticker === 'BBB')[0]?.at).toBe(11)
  })

  test('is asked about no more once it is not tracked; what is held stays, and its stop with it', () => {
    const of = feed({ AAA: [0, null], BBB: [0, 2] })
    const held = runBacktest(eager, of, settings)
    const bbb = held.trades.filter(({ ticker }) => ticker === 'BBB')
    // Bought at the open of the second session, and not sold though the strategy wanted to.
    expect(bbb).toMatchObject([{ entry: 1, exit: 39, isOpen: true }])
    const fallen = of.sessions.map((session, at) => ({
      ...session,
      bars: session.bars.map((bar) =>
        at < 20 ? bar : { ...bar, open: 90, high: 90, low: 90, close: 90 },
      ),
    }))
    const stopped = runBacktest(eager, { ...of, sessions: fallen }, settings)
    expect(stopped.trades.filter(({ ticker }) => ticker === 'BBB')).toMatchObject([
      { entry: 1, exit: 20, isOpen: false, why: 'stop' },
    ])
  })

  test('warms strategies up before it is tracked', () => {
    const seen: KnownAtClose[] = []
    const watching: Strategy = {
      name: 'watching',
      summary: '',
      open: () => (known) => {
        seen.push(known)
        return []
      },
    }
    runBacktest(watching, feed({ AAA: [0, null], BBB: [10, 20] }), settings)
    expect(seen.every(({ bars }) => bars.length === 2)).toBe(true)
    expect(seen.map(({ tracked }) => tracked?.has('BBB'))).toEqual(
      seen.map((_, at) => at >= 10 && at < 20),
    )
  })

  test('that nobody tracked is never traded', () => {
    const { fills } = runBacktest(eager, feed({ AAA: [0, null] }), settings)
    expect(fills.length).toBeGreaterThan(0)
    expect(fills.every(({ ticker }) => ticker === 'AAA')).toBe(true)
  })
})

test('the benchmark shares its money among those tracked as it begins', () => {
  const { name, run } = atOnce(playBenchmark(feed({ AAA: [0, null], BBB: [10, null] }), settings))
  expect(name).toBe('equal money in the 1 tickers tracked as it began')
  expect(run.fills.map(({ ticker }) => ticker)).toEqual(['AAA'])
  expect(run.exposure.at(-1)).toBeCloseTo(1, 6)
  const later = runBacktest(buyAndHold, feed({ AAA: [5, null], BBB: [5, null] }), settings)
  expect(later.fills.map(({ ticker, at }) => [ticker, at])).toEqual([
    ['AAA', 6],
    ['BBB', 6],
  ])
})

test('random entries begin where the ticker could be bought', () => {
  const of = feed({ AAA: [0, null], BBB: [10, 20] })
  const { trades, first } = runBacktest(eager, of, settings)
  const movable = movableTrades(
    trades.filter(({ ticker }) => ticker === 'BBB'),
    of,
    first,
  )
  expect(movable.length).toBeGreaterThan(0)
  for (const { starts, sessions, prices, held } of movable) {
    // Tracked at the closes 10 to 19, so bought at the opens behind them; none that reaches beyond the end.
    const wanted = Array.from({ length: 10 }, (_, at) => 11 + at)
    expect(starts.map((place) => sessions[place]!)).toEqual(
      wanted.filter((at) => at - first < prices.length - held),
    )
  }
  expect(randomBandOf(trades, of, { first, seed: 1, cash: 100_000 })).not.toBeNull()
})

describe('spans of the record', () => {
  const begun = new Date('2019-03-04T15:00:00Z')
  const later = new Date('2019-05-06T15:00:00Z')
  const span = (ticker: string, from: Date, until: Date | null = null) => ({
    ticker,
    from,
    until,
    isGuess: false,
  })
  const at = (date: string, tickers: string[]) => {
    const recorded = [span('AAA', begun, later), span('BBB', later)]
    const tracked = spansOf(tickers, recorded, begun)
    return [...trackedAt({ tickers, tracked }, midnight(date))!]
  }

  test('go back behind its beginning for those that were tracked on its first day', () => {
    expect(at('2018-01-02', ['AAA', 'BBB'])).toEqual(['AAA'])
    expect(at('2019-04-01', ['AAA', 'BBB'])).toEqual(['AAA'])
    expect(at('2019-05-07', ['AAA', 'BBB'])).toEqual(['BBB'])
  })

  test('of what never was a company count always, where it is named', () => {
    expect(at('2018-01-02', ['SPY', 'BBB'])).toEqual(['SPY'])
  })

  test('end at their moment, and not before', () => {
    const tracked = new Map([['AAA', [{ from: begun, until: later }]]])
    const tickers = ['AAA']
    expect(trackedAt({ tickers, tracked }, begun)!.size).toBe(1)
    expect(trackedAt({ tickers, tracked }, new Date(later.getTime() - 1))!.size).toBe(1)
    expect(trackedAt({ tickers, tracked }, later)!.size).toBe(0)
  })
})
