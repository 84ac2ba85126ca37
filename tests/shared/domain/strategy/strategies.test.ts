import { describe, expect, test } from 'vitest'
import { combined } from '#shared/domain/strategy/ensemble.ts'
import { reversionRule } from '#shared/domain/strategy/mean-reversion.ts'
import { momentumRule } from '#shared/domain/strategy/momentum.ts'
import { newsRule } from '#shared/domain/strategy/news-driven.ts'
import { strategyOf, type TickerRule } from '#shared/domain/strategy/rule.ts'
import type { TradedBar, KnownAtClose, TickerNews } from '#shared/domain/strategy/strategy.ts'

const DAY = 86_400_000
const bar = (close: number, at: number, ticker = 'AAA'): TradedBar => ({
  ticker,
  date: '',
  knownAt: new Date(at * DAY),
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
  basis: 1,
})

const readAll = (rule: TickerRule, closes: readonly number[]) => {
  const read = rule.open()
  return closes.map((close, at) => read(bar(close, at), []))
}

describe('momentum', () => {
  const rule = momentumRule({ fast: 2, slow: 3 })

  test('is long over rising means, short under falling ones, by how far the price lies from the short mean', () => {
    // Means of 2 and 3: 10.5 and 10.33 under 11; 9 and 10 over 8.
    const readings = readAll(rule, [10, 10, 11, 10, 8])
    expect(readings.slice(0, 2)).toEqual([0, 0])
    expect(readings[2]).toBeCloseTo(0.5 / 10.5, 12)
    expect(readings[4]).toBeCloseTo(-1 / 9, 12)
  })

  test('says nothing between', () => {
    expect(readAll(rule, [10, 10, 11, 10]).at(-1)).toBe(0)
  })

  test('does not see a split as a fall', () => {
    const read = rule.open()
    for (const [at, close] of [10, 10, 11].entries()) read(bar(close, at), [])
    expect(read({ ...bar(6, 3), basis: 2 }, [])).toBeCloseTo(0.5 / 11.5, 12)
  })
})

describe('mean reversion', () => {
  const rule = reversionRule({ period: 2, low: 30, high: 70 })

  test('is long after a fall, short after a rise, by how far the index lies beyond its mark', () => {
    expect(readAll(rule, [10, 9, 8]).at(-1)).toBe(1)
    expect(readAll(rule, [10, 11, 12]).at(-1)).toBe(-1)
    expect(readAll(rule, [10, 11, 10]).at(-1)).toBe(0)
  })
})

describe('news', () => {
  const said = (score: number, confidence: number, at = 0): TickerNews => ({
    ticker: 'AAA',
    knownAt: new Date(at * DAY),
    score,
    confidence,
  })
  const read = (...news: TickerNews[]) => newsRule.open()(bar(1, 1), news)

  test.each<[string, TickerNews[], number]>([
    ['two clear articles speak', [said(0.5, 0.8), said(0.7, 0.6)], 0.6 * 0.7],
    ['and bad ones the other way', [said(-0.5, 0.8), said(-0.7, 0.6)], -0.6 * 0.7],
    ['one is too few', [said(1, 1)], 0],
    ['a mean score of 0.3 is not clear', [said(0.3, 1), said(0.3, 1)], 0],
    ['a mean confidence of 0.5 is not sure', [said(1, 0.5), said(1, 0.5)], 0],
    ['older than a week does not count', [said(1, 1, -7), said(1, 1)], 0],
  ])('%s', (_, news, reading) => expect(read(...news)).toBeCloseTo(reading, 12))

  test('it speaks as news comes, not for as long as it is remembered', () => {
    const step = newsRule.open()
    expect(step(bar(1, 1), [said(1, 1), said(1, 1)])).toBe(1)
    expect(step(bar(1, 2), [])).toBe(0)
    expect(step(bar(1, 3), [said(1, 1, 2)])).toBe(1)
  })
})

test('an ensemble is the weighted mean of those that fired', () => {
  expect(combined([])).toBe(0)
  expect(combined([{ reading: 0, weight: 1 }])).toBe(0)
  const all = [
    { reading: 0.5, weight: 0.6 },
    { reading: -0.2, weight: 0.3 },
    { reading: 0, weight: 0.1 },
  ]
  expect(combined(all)).toBeCloseTo((0.3 - 0.06) / 0.9, 12)
})

describe('a strategy of a rule', () => {
  const byClose: TickerRule = {
    name: 'by-close',
    open:
      () =>
      ({ close }) =>
        close,
  }
  const known = (change: Partial<KnownAtClose>): KnownAtClose => ({
    date: '',
    at: new Date(0),
    bars: [bar(0.1, 0, 'AAA'), bar(0.4, 0, 'BBB'), bar(-0.4, 0, 'CCC'), bar(-0.1, 0, 'DDD')],
    news: [],
    holdings: new Map(),
    waiting: new Set(),
    equity: 1,
    cash: 1,
    trades: true,
    ...change,
  })
  const wants = (change: Partial<KnownAtClose>, readingMin?: number) =>
    strategyOf(byClose, '', { weight: 0.05, ...(readingMin !== undefined && { readingMin }) })
      .open({ tickers: [], seed: 1 })(known(change))
      .map(({ ticker, weight }) => [ticker, weight])

  test('buys what is long, strongest first, and sells what it holds and is short', () => {
    expect(wants({})).toEqual([
      ['BBB', 0.05],
      ['AAA', 0.05],
    ])
    const holdings = new Map([['CCC', { quantity: '1', value: 1 }]])
    expect(wants({ holdings })[0]).toEqual(['CCC', 0])
  })

  test('asks no second time while an order is on its way, nor for what is held', () => {
    expect(wants({ waiting: new Set(['BBB']) })).toEqual([['AAA', 0.05]])
    expect(wants({ holdings: new Map([['BBB', { quantity: '1', value: 1 }]]) })).toEqual([
      ['AAA', 0.05],
    ])
  })

  test('speaks from its least reading on', () => {
    expect(wants({}, 0.4)).toEqual([['BBB', 0.05]])
  })
})
