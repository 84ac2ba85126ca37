import { expect, test } from 'vitest'
import { installedLimits } from '#shared/domain/backtest/account-limits.ts'
import { MEMBER_STRATEGIES } from '#shared/contracts/strategy-words.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { creditsOf } from '#shared/domain/strategy/shadow/credits.ts'
import { shadowFeed, type ShadowBar } from '#shared/domain/strategy/shadow/feed.ts'
import { followStrategy, HELD_MAX } from '#shared/domain/strategy/shadow/follow.ts'
import { lacksOf, sayAll, shadowStrategies } from '#shared/domain/strategy/shadow/say.ts'
import { equalWeights } from '#shared/domain/strategy/ensemble.ts'
import { sessionsFrom } from '../../../../helpers/engine-bars.ts'
import { wavyBars } from '../../../../helpers/strategy-bars.ts'

const momentum = shadowStrategies(equalWeights).get('momentum')!

function flatBars(prices: readonly number[]): ShadowBar[] {
  const dates = sessionsFrom('2019-01-02', prices.length)
  return prices.map((price, place) => {
    return { date: dates[place]!, open: price, high: price, low: price, close: price, volume: 1e6 }
  })
}

function follow(
  bars: readonly ShadowBar[],
  said: Readonly<Record<number, number>>,
  dividends: { exDate: string; perShare: string }[] = [],
  wanted: Readonly<Record<number, number>> = {},
) {
  const sessions = shadowFeed({ ticker: 'AAA', bars, news: [], dividends })
  const byDate = (numbers: Readonly<Record<number, number>>) =>
    new Map(Object.entries(numbers).map(([at, one]) => [bars[Number(at)]!.date, one]))
  const [readings, weights] = [byDate(said), byDate(wanted)]
  const from = bars[0]!.date
  return followStrategy({ ticker: 'AAA', strategy: momentum, sessions, readings, weights, from })
}

test('what is said at the last close waits for an open that is still to come', () => {
  const bars = flatBars([100, 100, 100])
  expect(follow(bars, { 2: 0.1 })).toMatchObject([
    { state: 'waiting', decidedOn: bars[2]!.date, enteredOn: null, quantity: '0', profit: '0' },
  ])
})

test('a sale is at the open after it was said, with spread, slippage and fees of both ways', () => {
  const bars = flatBars([100, 100, 101, 102, 103])
  const [trade, ...more] = follow(bars, { 0: 0.1, 2: -0.1 })
  expect(more).toEqual([])
  expect(trade).toMatchObject({
    state: 'closed',
    decidedOn: bars[0]!.date,
    enteredOn: bars[1]!.date,
    exitedOn: bars[3]!.date,
    quantity: '48',
    why: 'short, strength 0.1000',
  })
  const { entryPrice, exitPrice, fees, profit } = trade!
  expect(Number(entryPrice)).toBeGreaterThan(100)
  expect(Number(exitPrice)).toBeLessThan(102)
  expect(Number(profit)).toBeCloseTo(
    48 * (Number(exitPrice) - Number(entryPrice)) - Number(fees),
    3,
  )
})

test('a fall of three percent sells by the stop, and a new wish begins a new trade', () => {
  const bars = flatBars([100, 100, 90, 90, 90, 91])
  expect(follow(bars, { 0: 0.1, 2: 0.2 })).toMatchObject([
    { state: 'closed', exitedOn: bars[2]!.date, why: 'stop' },
    { state: 'open', decidedOn: bars[2]!.date, enteredOn: bars[3]!.date, exitPrice: null },
  ])
})

test('dividends of the days it was held are part of what it made', () => {
  const bars = flatBars([100, 100, 100, 100, 100])
  const paid = [1, 2].map((at) => ({ exDate: bars[at]!.date, perShare: '1' }))
  const [[without], [withThem]] = [
    follow(bars, { 0: 0.1, 2: -0.1 }),
    follow(bars, { 0: 0.1, 2: -0.1 }, paid),
  ]
  // The one of the day it was bought on is the seller's.
  expect(Number(withThem!.profit) - Number(without!.profit)).toBeCloseTo(48, 6)
})

test('a day without a bar trades nothing, and an order that five sessions gave nothing is none', () => {
  const bars = flatBars(Array.from({ length: 12 }, () => 100))
  const halted = bars.filter((_, at) => at === 0 || at > 2)
  expect(follow(halted, { 0: 0.1 })).toMatchObject([{ enteredOn: bars[3]!.date }])
  expect(
    follow(
      bars.filter((_, at) => at === 0 || at > 8),
      { 0: 0.1 },
    ),
  ).toEqual([])
})

test('what is held for 250 sessions is valued and counted, and may begin anew', () => {
  const bars = flatBars(Array.from({ length: HELD_MAX + 5 }, (_, at) => 100 + at / 100))
  const trades = follow(bars, { 0: 0.1, [HELD_MAX + 1]: 0.1 })
  expect(trades).toMatchObject([
    { state: 'closed', enteredOn: bars[1]!.date, exitPrice: null, why: 'held for 250 sessions' },
  ])
  expect(Number(trades[0]!.profit)).toBeGreaterThan(100)
})

test('what was said is what counts, not what the bars would say now', () => {
  expect(follow(wavyBars(120, 3, '2019-01-02'), {})).toEqual([])
})

test('of the ensemble each that was long is credited by its strength', () => {
  const said = [
    { strategy: 'momentum', reading: 0.1 },
    { strategy: 'mean-reversion', reading: -0.2 },
    { strategy: 'news-driven', reading: 0.3 },
  ] as const
  const credits = creditsOf('ensemble', said, MEMBER_STRATEGIES)
  expect(Object.keys(credits)).toEqual(['momentum', 'news-driven'])
  expect(credits['momentum']).toBeCloseTo(0.25, 12)
  expect(credits['news-driven']).toBeCloseTo(0.75, 12)
  expect(creditsOf('momentum', said, MEMBER_STRATEGIES)).toEqual({ momentum: 1 })
  // One that the ensemble did not hear has no part in what it did.
  const more = [...said, { strategy: 'three-down', reading: 0.5 }]
  expect(creditsOf('ensemble', more, MEMBER_STRATEGIES)).toEqual(credits)
  const heard = creditsOf('ensemble', more, [...MEMBER_STRATEGIES, 'three-down'])
  expect(heard['three-down']).toBeCloseTo(5 / 9, 12)
})

test('buys the share that was wanted then, whatever the strategy would want now', () => {
  const [trade] = follow(flatBars([100, 100, 100]), { 0: 0.1 }, [], { 0: 0.02 })
  expect(trade).toMatchObject({ state: 'open', quantity: '20' })
})

test.each([
  ['a share of a position', { positionPctMax: 0.01 }, 0.01],
  ['the dollars of a position', { positionValueMax: '2000' }, 0.02],
  ['neither, where they are wider than its own', { positionPctMax: 0.5 }, 0.048],
])('no strategy wants more than the account allows: %s', (_, tight, most) => {
  let bought = 0
  for (let count = 60; count < 120; count += 1) {
    const feed = { ticker: 'AAA', bars: wavyBars(count, 3), news: [], dividends: [] }
    const said = sayAll(shadowFeed(feed), equalWeights, { ...installedLimits, ...tight })
    for (const { direction, weight } of said) {
      if (direction !== 'long') continue
      expect(weight).toBe(most)
      bought += 1
    }
  }
  expect(bought).toBeGreaterThan(0)
})

test('the ensemble is the mean of those that fired by the weights in force', () => {
  const weights = new Map([
    ['momentum', 0.2],
    ['mean-reversion', 0.1],
    ['news-driven', 0.7],
  ])
  let together = 0
  for (let count = 60; count < 120; count += 1) {
    const bars = wavyBars(count, 3)
    const knownAt = newYorkInstant(bars.at(-1)!.date, '12:00')
    const one = { ticker: 'AAA', knownAt, score: 0.9, confidence: 0.8 }
    const said = sayAll(
      shadowFeed({ ticker: 'AAA', bars, news: [one, one], dividends: [] }),
      weights,
      installedLimits,
    )
    const fired = said.filter(({ strategy, reading }) => strategy !== 'ensemble' && reading !== 0)
    const mass = fired.reduce((sum, { strategy }) => sum + weights.get(strategy)!, 0)
    const sum = fired.reduce((all, own) => all + weights.get(own.strategy)! * own.reading, 0)
    const ensemble = said.find(({ strategy }) => strategy === 'ensemble')!
    expect(ensemble.reading).toBeCloseTo(sum / mass, 12)
    together = Math.max(together, fired.length)
  }
  expect(together).toBeGreaterThan(1)
})

test('what there is too little of is named', () => {
  const sessions = shadowFeed({ ticker: 'AAA', bars: wavyBars(60, 1), news: [], dividends: [] })
  expect(lacksOf(sessions, { unsound: 2, isSuspected: false })).toEqual([
    'bars_unsound',
    'news_none',
  ])
})
