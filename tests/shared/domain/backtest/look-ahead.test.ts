import { describe, expect, test } from 'vitest'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import { refusePeeks } from '#shared/domain/backtest/peek.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { feedOf, FROM, midnightAfter, walk } from '../../../helpers/backtest-feed.ts'

const settings = { ...backtestDefaults, from: FROM }
const random = randomOf(11)
const honest = feedOf({ AAA: walk(150, random), BBB: walk(150, random), CCC: walk(150, random) })
const run = (strategy: Strategy) => (feed: BacktestFeed) => runBacktest(strategy, feed, settings)

/** Buys what will have risen by tomorrow, by a feed it was slipped. */
const peeking = (feed: BacktestFeed): Strategy => ({
  name: 'peeking',
  summary: '',
  open: () => {
    let at = -1
    return ({ bars }) => {
      at += 1
      const tomorrow = feed.sessions[at + 1]?.bars ?? []
      return bars.flatMap(({ ticker, close }) => {
        const next = tomorrow.find((bar) => bar.ticker === ticker)
        return next && next.close > close ? [{ ticker, weight: 0.04, why: 'knows' }] : []
      })
    }
  },
})

/** Remembers what came after each close from the run before. */
function remembering(): Strategy {
  const remembered = new Map<string, number>()
  return {
    name: 'remembering',
    summary: '',
    open: () => {
      let before = ''
      return ({ date, bars }) => {
        const close = bars[0]?.close ?? 0
        if (before) remembered.set(before, close)
        before = date
        const next = remembered.get(date)
        return next !== undefined && next > close ? [{ ticker: 'AAA', weight: 0.04, why: '' }] : []
      }
    },
  }
}

describe('a strategy that knows what is to come', () => {
  test('is caught where it was slipped the feed', () => {
    expect(() => refusePeeks((feed) => run(peeking(feed))(feed), honest)).toThrow(
      'knows what is to come',
    )
  })

  test('is caught where it remembers an earlier run', () => {
    expect(() => refusePeeks(run(remembering()), honest)).toThrow('knows what is to come')
  })

  test.each(strategies)('$name does not', (strategy) => {
    expect(() => refusePeeks(run(strategy), honest)).not.toThrow()
  })
})

describe('a feed that knows what is to come', () => {
  const changed = (change: (feed: BacktestFeed) => BacktestFeed['sessions'][number]) => () =>
    run(strategies[0]!)({
      ...honest,
      sessions: honest.sessions.map((session, at) => (at === 5 ? change(honest) : session)),
    })

  test('is refused where a bar says it was known before its close', () => {
    const early = changed(({ sessions }) => {
      const session = sessions[5]!
      return { ...session, bars: session.bars.map((bar) => ({ ...bar, knownAt: session.opensAt })) }
    })
    expect(early).toThrow("AAA's bar says it was known at")
  })

  test("is refused where tomorrow's bar comes today", () => {
    const swapped = changed(({ sessions }) => ({ ...sessions[5]!, bars: sessions[6]!.bars }))
    expect(swapped).toThrow('expected bars of that day')
  })

  test('is refused where sessions are out of order', () => {
    expect(changed(({ sessions }) => sessions[3]!)).toThrow('expected a session after')
  })
})

test('what is known late is handed on late: a bar, and news after the close', () => {
  const handed: string[] = []
  const listening: Strategy = {
    name: 'listening',
    summary: '',
    open:
      () =>
      ({ date, bars, news }) => {
        for (const bar of bars) if (bar.ticker === 'AAA' && bar.date !== date) handed.push(bar.date)
        for (const one of news) handed.push(`news on ${date} of ${one.ticker}`)
        return []
      },
  }
  const { sessions, tickers } = honest
  const late = sessions.slice(0, 10).map((session, at) => {
    if (at !== 4) return session
    const knownAt = midnightAfter(session.date)
    const bars = session.bars.map((bar) => (bar.ticker === 'AAA' ? { ...bar, knownAt } : bar))
    return { ...session, bars, news: [{ ticker: 'BBB', knownAt, score: 1, confidence: 1 }] }
  })
  run(listening)({ tickers, sessions: late })
  expect(handed).toEqual([sessions[4]!.date, `news on ${sessions[5]!.date} of BBB`])
})
