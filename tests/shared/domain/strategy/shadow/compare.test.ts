import { expect, test } from 'vitest'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import {
  besideEqual,
  strategyRecord,
  type TradeDay,
} from '#shared/domain/strategy/shadow/compare.ts'
import type { MemberWeights } from '#shared/domain/strategy/shadow/learn.ts'
import { sessionsFrom } from '../../../../helpers/engine-bars.ts'

const EQUAL: MemberWeights = { momentum: 1 / 3, 'mean-reversion': 1 / 3, 'news-driven': 1 / 3 }
const LEARNED: MemberWeights = { momentum: 0.6, 'mean-reversion': 0.2, 'news-driven': 0.2 }
const weights = new Map([
  [0, EQUAL],
  [1, LEARNED],
])
const dates = sessionsFrom('2026-01-05', 200)

const day = (at: number, strategy: string, made: number, version = 1, trades = 1): TradeDay => ({
  day: dates[at]!,
  strategy,
  version,
  trades,
  won: made > 0 ? trades : 0,
  made,
  profit: '1',
})

test('a dollar goes into trades by the weight of their strategies, learned and equal', () => {
  const beside = besideEqual(
    [day(0, 'momentum', 0.03), day(0, 'mean-reversion', -0.01), day(1, 'momentum', 0.01)],
    weights,
  )
  expect(beside).toMatchObject({ days: 2, verdict: 'too_few_days', interval: null })
  expect(beside.learned).toBeCloseTo((0.6 * 0.03 - 0.2 * 0.01 + 0.6 * 0.01) / 1.4, 12)
  expect(beside.equal).toBeCloseTo(0.01, 12)
  expect(beside.difference).toBeCloseTo(beside.learned! - beside.equal!, 12)
})

test('trades that equal weights decided say nothing of learning, nor does the ensemble', () => {
  const never = { verdict: 'never_moved', days: 0, difference: null }
  expect(besideEqual([day(0, 'momentum', 0.5, 0), day(1, 'ensemble', 0.5)], weights)).toMatchObject(
    never,
  )
})

test('of weights that learned where nothing is to be learned it says so, nineteen times of twenty', () => {
  const random = randomOf(5)
  const verdicts = Array.from(
    { length: 200 },
    () =>
      besideEqual(
        dates
          .slice(0, 60)
          .flatMap((_, at) => [
            day(at, 'momentum', random() - 0.5),
            day(at, 'mean-reversion', random() - 0.5),
            day(at, 'news-driven', random() - 0.5),
          ]),
        weights,
      ).verdict,
  )
  const chance = verdicts.filter((verdict) => verdict === 'not_better').length
  expect(chance).toBeGreaterThan(170)
  expect(chance).toBeLessThan(200)
})

test('of weights that hold more of what earns it says better, and worse of the reverse', () => {
  const random = randomOf(6)
  const run = (edge: number) =>
    besideEqual(
      dates
        .slice(0, 60)
        .flatMap((_, at) => [
          day(at, 'momentum', edge + 0.02 * (random() - 0.5)),
          day(at, 'mean-reversion', 0.02 * (random() - 0.5)),
        ]),
      weights,
    ).verdict
  expect(run(0.01)).toBe('better')
  expect(run(-0.01)).toBe('worse')
})

test('a record is the mean of trades, so that losses that end on one day weigh as many as they are', () => {
  const days = [
    day(0, 'momentum', 0.02, 1, 10),
    day(0, 'momentum', -0.04, 0, 10),
    day(1, 'momentum', 0.03),
  ]
  expect(strategyRecord(days)).toMatchObject({ days: 2, trades: 21, won: 11, interval: null })
  expect(strategyRecord(days).made).toBeCloseTo((0.2 - 0.4 + 0.03) / 21, 12)
  expect(strategyRecord([])).toEqual({ days: 0, trades: 0, won: 0, made: null, interval: null })
})

test('what ends on one day is one draw: few days say little, however many trades', () => {
  const random = randomOf(9)
  const rows = (trades: number) =>
    dates.slice(0, 60).map((_, at) => day(at, 'momentum', random() - 0.5, 1, trades))
  const wide = ({ low, high }: { low: number; high: number }) => high - low
  const [one, many] = [strategyRecord(rows(1)), strategyRecord(rows(100))]
  expect(wide(many.interval!)).toBeGreaterThan(0.7 * wide(one.interval!))
  expect(strategyRecord(rows(100).slice(0, 39)).interval).toBeNull()
})

test('what is held over days overlaps: days that hang together make the interval wider', () => {
  const random = randomOf(11)
  // A week goes well or ill as a whole.
  const weeks = Array.from({ length: 40 }, () => random() - 0.5)
  const together = dates.map((_, at) => day(at, 'momentum', weeks[Math.floor(at / 5)]!))
  const apart = together.map((row, at) => ({ ...row, made: weeks[(at * 7) % 40]! }))
  const wide = ({ low, high }: { low: number; high: number }) => high - low
  const [held, single] = [strategyRecord(together), strategyRecord(apart)]
  expect(held.made).toBeCloseTo(single.made!, 12)
  expect(wide(held.interval!)).toBeGreaterThan(1.5 * wide(single.interval!))
})
