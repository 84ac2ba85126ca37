import { describe, expect, test } from 'vitest'
import { playBacktest, runBacktest } from '#shared/domain/backtest/engine.ts'
import { playOf, recorded, type PlayedBacktest } from '#shared/domain/backtest/played.ts'
import type { BacktestFeed, FeedSession } from '#shared/domain/backtest/feed.ts'
import { refusePeeks } from '#shared/domain/backtest/peek.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { feedOf, FROM, midnightAfter, walk } from '../../../helpers/backtest-feed.ts'
import { liveMeans } from '../../../helpers/live-means.ts'

const settings = { ...backtestDefaults, from: FROM }
const random = randomOf(11)
const SESSIONS = 150
const [early, late] = ['2019-05-01', '2019-07-01'].map((day) => newYorkInstant(day, '12:00')) as [
  Date,
  Date,
]
/** Prices by chance, with news, advice, splits and dividends here and there, and one who came late and left. */
const honest: BacktestFeed = {
  ...feedOf(
    {
      AAA: walk(SESSIONS, random),
      BBB: walk(SESSIONS, random),
      CCC: walk(SESSIONS, random),
    },
    (at) => {
      const ticker = ['AAA', 'BBB', 'CCC'][at % 3]!
      const knownAt = newYorkInstant(shiftDate(FROM, at), '12:00')
      const said = { ticker, knownAt, confidence: 0.9 }
      return {
        news: at % 4 === 0 ? [{ ...said, score: random() * 2 - 1 }] : [],
        advice: at % 5 === 0 ? [{ ...said, action: at % 2 ? 'buy' : 'sell', share: 0.02 }] : [],
        splits: at % 19 === 0 ? [{ ticker, ratio: '2' }] : [],
        dividends: at % 7 === 0 ? [{ ticker, perShare: '0.10' }] : [],
      }
    },
  ),
  tracked: new Map([
    ['AAA', [{ from: new Date(0), until: null }]],
    ['BBB', [{ from: new Date(0), until: late }]],
    ['CCC', [{ from: early, until: null }]],
  ]),
}
const run = (strategy: Strategy) => (feed: BacktestFeed) => runBacktest(strategy, feed, settings)
const steps = (strategy: Strategy) => (feed: BacktestFeed) => playBacktest(strategy, feed, settings)

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

/** Buys whatever `says` so of, asked of the next session in a feed that it was slipped. */
const knowing = (
  feed: BacktestFeed,
  says: (ticker: string, next: FeedSession, feed: BacktestFeed) => boolean,
): Strategy => ({
  name: 'knowing',
  summary: '',
  open: () => {
    let at = -1
    return ({ bars }) => {
      at += 1
      const next = feed.sessions[at + 1]
      return bars.flatMap(({ ticker }) =>
        next && says(ticker, next, feed) ? [{ ticker, weight: 0.04, why: 'knows' }] : [],
      )
    }
  },
})

const names = (ticker: string) => (one: { ticker: string }) => one.ticker === ticker
const knownThings: Record<string, Parameters<typeof knowing>[1]> = {
  'the news of tomorrow': (ticker, { news }) => news.some(names(ticker)),
  'that there will be no news': (ticker, { news }) => !news.some(names(ticker)),
  'how good the news of tomorrow is': (ticker, { news }) =>
    (news.find(names(ticker))?.score ?? 0) > 0.5,
  'what will be advised': (ticker, { advice = [] }) => advice.some(names(ticker)),
  'a split to come': (ticker, { splits }) => splits.some(names(ticker)),
  'a dividend to come': (ticker, { dividends }) => dividends.some(names(ticker)),
  'who will be tracked no more': (ticker, { closesAt }, { tracked }) =>
    tracked!.get(ticker)!.every(({ until }) => !until || until > new Date(+closesAt + MONTHS)),
  'who will be tracked': (ticker, { closesAt }, { tracked }) =>
    tracked!.get(ticker)!.some(({ from }) => from < new Date(+closesAt + MONTHS)),
}
/** Over both moments after which the future is made another. */
const MONTHS = 100 * 86_400_000

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
    expect(() => refusePeeks((feed) => steps(peeking(feed))(feed), honest)).toThrow(
      'knows what is to come',
    )
  })

  test.each(Object.entries(knownThings))('is caught: %s', (_, says) => {
    expect(() => refusePeeks((feed) => steps(knowing(feed, says))(feed), honest)).toThrow(
      'knows what is to come',
    )
  })

  test('is caught where it reads what of today is known tonight', () => {
    const sessions = honest.sessions.map((session) => ({
      ...session,
      news: session.news.map((one) => ({ ...one, knownAt: midnightAfter(session.date) })),
    }))
    const today = (feed: BacktestFeed): Strategy => ({
      name: 'today',
      summary: '',
      open:
        () =>
        ({ date, bars }) => {
          const session = feed.sessions.find((one) => one.date === date)!
          return bars
            .filter(({ ticker }) => session.news.some(names(ticker)))
            .map(({ ticker }) => ({ ticker, weight: 0.04, why: 'knows' }))
        },
    })
    // The cut must fall on a session of which something is told.
    const even = { ...honest, sessions: sessions.slice(0, 145) }
    expect(even.sessions[72]!.news).toHaveLength(1)
    expect(() => refusePeeks((feed) => steps(today(feed))(feed), even)).toThrow(
      'knows what is to come',
    )
  })

  test('is caught where it remembers an earlier run', () => {
    expect(() => refusePeeks(steps(remembering()), honest)).toThrow('knows what is to come')
  })

  const aggressive: PlayedBacktest = recorded({ ...liveMeans, riskTier: 'aggressive' })
  test.each<PlayedBacktest>([...strategies, aggressive])('$name does not', (played) => {
    const real = (feed: BacktestFeed) => playOf(played, feed, settings)
    expect(() => refusePeeks(real, honest)).not.toThrow()
  })

  test('does not where it goes by all that was told until then', () => {
    const listening: Strategy = {
      name: 'listening',
      summary: '',
      open:
        () =>
        ({ news, advice = [], tracked }) =>
          [...news, ...advice]
            .filter(({ ticker }) => tracked?.has(ticker))
            .map(({ ticker }) => ({ ticker, weight: 0.04, why: 'heard' })),
    }
    expect(run(listening)(honest).wanted.length).toBeGreaterThan(20)
    expect(() => refusePeeks(steps(listening), honest)).not.toThrow()
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

  test('is of any time: bars of before 1970 are history too', () => {
    const { sessions, ...feed } = feedOf({ AAA: walk(5, random) })
    const ago = (at: Date) => new Date(at.getTime() - 100 * 365 * 24 * 3_600_000)
    const moved = sessions.map((session) => ({
      ...session,
      opensAt: ago(session.opensAt),
      closesAt: ago(session.closesAt),
      bars: session.bars.map((bar) => ({ ...bar, knownAt: ago(bar.knownAt) })),
    }))
    expect(run(strategies[0]!)({ ...feed, sessions: moved }).equity).toHaveLength(5)
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
    if (at !== 4) return { ...session, news: [] }
    const knownAt = midnightAfter(session.date)
    const bars = session.bars.map((bar) => (bar.ticker === 'AAA' ? { ...bar, knownAt } : bar))
    return { ...session, bars, news: [{ ticker: 'BBB', knownAt, score: 1, confidence: 1 }] }
  })
  run(listening)({ tickers, sessions: late })
  expect(handed).toEqual([sessions[4]!.date, `news on ${sessions[5]!.date} of BBB`])
})
