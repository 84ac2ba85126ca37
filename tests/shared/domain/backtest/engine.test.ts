import { describe, expect, test } from 'vitest'
import { costOf, noCosts } from '#shared/domain/backtest/costs.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import { backtestDefaults, type BacktestSettings } from '#shared/domain/backtest/settings.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { randomEntries } from '#shared/domain/strategy/random-entries.ts'
import type {
  KnownAtClose,
  Strategy,
  StrategyLimits,
  Target,
} from '#shared/domain/strategy/strategy.ts'
import { Big } from 'big.js'
import { feedOf, flat, FROM, walk, type Row } from '../../../helpers/backtest-feed.ts'

const free: BacktestSettings = { ...backtestDefaults, from: FROM, cash: '10000', costs: noCosts }
const wide: StrategyLimits = { positionPctMax: 1, exposurePctMax: 1, positionsMax: 100, stopPct: 0 }

/** Wants `wants[at]` at the close of session `at`. */
function script(
  wants: Readonly<Record<number, Partial<Target>[]>>,
  limits: Partial<StrategyLimits> = wide,
): Strategy & { seen: KnownAtClose[] } {
  const seen: KnownAtClose[] = []
  return {
    name: 'script',
    summary: '',
    limits,
    seen,
    open: () => (known) => {
      seen.push(known)
      const all = wants[seen.length - 1] ?? []
      return all.map((want) => ({ ticker: 'AAA', weight: 1, why: '', ...want }))
    },
  }
}

const run = (strategy: Strategy, feed: BacktestFeed, change: Partial<BacktestSettings> = {}) =>
  runBacktest(strategy, feed, { ...free, ...change })

const out = { weight: 0 }
const rising: Row[] = [flat(100), [101, 104, 100, 103], [105, 106, 104, 106], flat(107), flat(107)]

describe('an order', () => {
  test('decided at a close is filled at the next open, and its sale at the one after its own', () => {
    const { fills, trades, equity } = run(script({ 0: [{}], 1: [out] }), feedOf({ AAA: rising }))
    expect(
      fills.map(({ side, at, quantity, price }) => [
        side,
        at,
        `${quantity.toFixed()} at ${price.toFixed()}`,
      ]),
    ).toEqual([
      ['buy', 1, '99 at 101'],
      ['sell', 2, '99 at 105'],
    ])
    expect(trades).toMatchObject([{ entry: 1, exit: 2, profit: '396', isOpen: false }])
    expect(equity).toEqual([10000, 10198, 10396, 10396, 10396])
  })

  test('decided at the last close is not made', () => {
    expect(run(script({ 4: [{}] }), feedOf({ AAA: rising })).fills).toEqual([])
  })

  test('waits while nothing is traded, and ends when that lasts', () => {
    const halted = [flat(100), undefined, flat(90), flat(90)]
    expect(run(script({ 0: [{}] }), feedOf({ AAA: halted })).fills).toMatchObject([{ at: 2 }])
    const gone: Row[] = [flat(100)]
    const feed = feedOf({ AAA: gone, BBB: Array.from({ length: 9 }, () => flat(1)) })
    const { fills, rejected } = run(script({ 0: [{}] }), feed)
    expect(fills).toEqual([])
    expect(rejected).toMatchObject([{ date: feed.sessions[5]!.date, code: 'no_session' }])
  })

  test('is no more than a tenth of the volume a day; the rest follows', () => {
    const thin = Array.from({ length: 5 }, () => flat(100, 400))
    const { fills } = run(script({ 0: [{}] }), feedOf({ AAA: thin }))
    expect(fills.map(({ at, quantity }) => [at, quantity.toFixed()])).toEqual([
      [1, '40'],
      [2, '40'],
      [3, '20'],
    ])
  })

  test('is cut to what cash reaches for when the open is above the close', () => {
    const { fills, rejected } = run(
      script({ 0: [{}] }),
      feedOf({ AAA: [flat(100), flat(125), flat(125)] }),
    )
    expect(fills[0]!.quantity.toFixed()).toBe('80')
    expect(rejected).toMatchObject([{ code: 'no_cash', found: '80', limit: '100' }])
  })

  test.each<[string, Row, number | undefined]>([
    ['at its price where the day reaches it', [99, 100, 94, 96], 95],
    ['at the open where that is better', [93, 99, 92, 96], 93],
    ['not where the day stays above', [99, 100, 96, 97], undefined],
  ])('with a limit buys %s', (_, day, price) => {
    const feed = feedOf({ AAA: [flat(100), day, flat(96), flat(96)] })
    const { fills, rejected } = run(script({ 0: [{ limit: 95 }] }), feed)
    expect(fills.map((fill) => fill.price.toNumber())).toEqual(price === undefined ? [] : [price])
    if (price === undefined) expect(rejected).toMatchObject([{ code: 'limit_not_reached' }])
  })
})

describe('what rests', () => {
  test.each<[string, Row, number]>([
    ['a stop sells at its price', [99, 99, 90, 96], 95],
    ['a stop that was jumped over sells at the open', [80, 85, 79, 84], 80],
    ['a target sells at its price', [101, 115, 100, 112], 110],
    ['a target that was jumped over sells at the open', [120, 121, 119, 120], 120],
    ['of a day that reached both the stop is taken', [100, 111, 94, 105], 95],
  ])('%s', (_, day, price) => {
    const feed = feedOf({ AAA: [flat(100), flat(100), day, flat(100)] })
    const { fills } = run(script({ 0: [{ stop: 95, take: 110 }] }), feed)
    expect(fills.map((fill) => [fill.side, fill.at, fill.price.toNumber()])).toEqual([
      ['buy', 1, 100],
      ['sell', 2, price],
    ])
  })

  test("without a stop of its own the account's is three in a hundred under what was paid", () => {
    const feed = feedOf({ AAA: [flat(100), flat(100), [99, 99, 96, 98], flat(98)] })
    const { fills, trades } = run(script({ 0: [{}] }, { ...wide, stopPct: 0.03 }), feed)
    expect(fills[1]!.price.toNumber()).toBe(97)
    expect(trades).toMatchObject([{ why: 'stop', profit: '-300' }])
  })
})

describe('splits and dividends', () => {
  test('a split changes no worth, and moves stops with it', () => {
    const feed = feedOf(
      { AAA: [flat(100), flat(100), flat(25), [24, 24, 22, 23], flat(23)] },
      (at) => (at === 2 ? { splits: [{ ticker: 'AAA', ratio: '4' }] } : {}),
    )
    const { equity, fills } = run(script({ 0: [{ stop: 92 }] }), feed)
    expect(equity.slice(0, 3)).toEqual([10000, 10000, 10000])
    expect(fills[1]).toMatchObject({ at: 3 })
    expect([fills[1]!.quantity.toFixed(), fills[1]!.price.toFixed()]).toEqual(['400', '23'])
  })

  test('a dividend goes to who held before its day', () => {
    const pays = (day: number) =>
      feedOf({ AAA: Array.from({ length: 4 }, () => flat(100)) }, (at) =>
        at === day ? { dividends: [{ ticker: 'AAA', perShare: '0.505' }] } : {},
      )
    expect(run(script({ 0: [{}] }), pays(1)).equity.at(-1)).toBe(10000)
    const { equity, dividends, trades } = run(script({ 0: [{}] }), pays(2))
    expect(equity.at(-1)).toBe(10050.5)
    expect(dividends).toBe('50.5')
    expect(trades).toMatchObject([{ profit: '50.5', isOpen: true }])
  })
})

describe('limits', () => {
  test.each<[Partial<StrategyLimits>, string]>([
    [{ positionPctMax: 0.3 }, 'position_pct'],
    [{ exposurePctMax: 0.3 }, 'exposure_pct'],
    [{ positionsMax: 0.5 }, 'positions'],
  ])('%o refuses with %s and the numbers', (limits, code) => {
    const feed = feedOf({ AAA: rising })
    const { fills, rejected } = run(script({ 0: [{ weight: 0.5 }] }, { ...wide, ...limits }), feed)
    expect(fills).toEqual([])
    expect(rejected).toMatchObject([{ code, side: 'buy', ticker: 'AAA' }])
  })

  test('less than a share, and a ticker without a bar that day, are refused', () => {
    const feed = feedOf({
      AAA: [flat(20_000), flat(20_000), flat(20_000)],
      BBB: [undefined, flat(1), flat(1)],
    })
    const { rejected } = run(script({ 0: [{}, { ticker: 'BBB' }] }), feed)
    expect(rejected.map(({ code }) => code)).toEqual(['no_whole_share', 'no_session'])
  })

  test('a weight that is no share of money is a fault', () => {
    const feed = feedOf({ AAA: rising })
    for (const weight of [-0.1, 1.1, Number.NaN])
      expect(() => run(script({ 0: [{ weight }] }), feed)).toThrow('expected a weight in [0, 1]')
  })
})

test('costs are half the spread, slippage by share of the volume, and fees, each told apart', () => {
  const costs = {
    halfSpreadBps: 2,
    slippageBps: 1,
    impactBps: 100,
    feePerShare: 0.01,
    feeBps: 5,
    saleFeeBps: 3,
    takesSaleFees: false,
  }
  const of = { volume: 10_000, isBound: false, costs, date: '2019-01-02' }
  const bought = costOf('buy', new Big(100), 50, of)
  // 2 bps of 50 are 0.01; 1 + 100 · √0.01 = 11 bps are 0.055.
  expect([bought.price, bought.spread, bought.slippage].map(Number)).toEqual([50.065, 1, 5.5])
  expect(bought.fee.toNumber()).toBeCloseTo(50.065 * 100 * 0.0005 + 1, 6)
  const sold = costOf('sell', new Big(100), 50, of)
  expect(sold.price.toNumber()).toBe(49.935)
  expect(sold.fee.toNumber()).toBeCloseTo(49.935 * 100 * 0.0008 + 1, 6)
  expect(costOf('buy', new Big(100), 50, { ...of, isBound: true }).price.toNumber()).toBe(50)
})

test('money is neither made nor lost: what the account gained is what its trades made, to the last digit', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = randomOf(seed)
    const tickers = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'].map((name) => [name, walk(120, random)])
    const feed = feedOf(Object.fromEntries(tickers), (at) =>
      at % 40 === 30 ? { dividends: [{ ticker: 'BBB', perShare: '0.31' }] } : {},
    )
    const { trades, equity } = runBacktest(randomEntries, feed, {
      ...backtestDefaults,
      from: FROM,
      seed,
    })
    const made = trades.reduce((sum, { profit }) => sum.plus(profit), new Big(0))
    expect(trades.length).toBeGreaterThan(5)
    expect(equity.at(-1)).toBeCloseTo(100_000 + made.toNumber(), 6)
  }
})

test('sessions before the first only warm up: they are handed on, and nothing is traded', () => {
  const feed = feedOf({ AAA: rising })
  const strategy = script({ 0: [{}], 1: [{}] })
  const from = feed.sessions[1]!.date
  const { dates, fills, first } = run(strategy, feed, { from })
  expect(strategy.seen.map(({ trades }) => trades)).toEqual([false, true, true, true, true])
  expect([first, dates[0]]).toEqual([1, from])
  expect(fills.map(({ at }) => at)).toEqual([2])
})
