import { expect, test } from 'vitest'
import { MEMBER_STRATEGIES } from '#shared/contracts/strategy-words.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import {
  learnFrom,
  learningDefaults,
  type MemberWeights,
  type NewTrade,
} from '#shared/domain/strategy/shadow/learn.ts'

const EQUAL: MemberWeights = { momentum: 1 / 3, 'mean-reversion': 1 / 3, 'news-driven': 1 / 3 }
const { shiftMax, weightMin, tradesMin } = learningDefaults

const trade = (
  strategy: (typeof MEMBER_STRATEGIES)[number],
  made: number,
  at: number,
): NewTrade => ({
  tradeId: `${strategy}-${String(at).padStart(4, '0')}`,
  exitedOn: `2026-${String(1 + Math.floor(at / 28)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`,
  credits: { [strategy]: 1 },
  made,
})
const many = (strategy: (typeof MEMBER_STRATEGIES)[number], made: number, count: number) =>
  Array.from({ length: count }, (_, at) => trade(strategy, made, at))
const sum = (weights: MemberWeights) =>
  MEMBER_STRATEGIES.reduce((all, name) => all + weights[name]!, 0)

test('weights sum to 1, none under the floor, none moves further than it may, whatever the trades', () => {
  const random = randomOf(7)
  let moved = 0
  for (let round = 0; round < 3_000; round += 1) {
    // Anywhere that a step may come from, on the floor too.
    const spare = 1 - 3 * weightMin
    const [a, b] = [random(), random()].sort((x, y) => x - y) as [number, number]
    const isAtFloor = round % 5 === 0
    const parts = isAtFloor ? [1, 0, 0] : [a, b - a, 1 - b]
    const before = Object.fromEntries(
      MEMBER_STRATEGIES.map((name, at) => [name, weightMin + spare * parts[at]!]),
    ) as MemberWeights
    const trades = Array.from({ length: Math.floor(random() * 60) }, (_, at): NewTrade => {
      const share = random()
      const [one, two] = [0, 1].map(() => MEMBER_STRATEGIES[Math.floor(random() * 3)]!)
      const credits = one === two ? { [one!]: 1 } : { [one!]: share, [two!]: 1 - share }
      return { ...trade('momentum', (random() - 0.5) * 10 ** (3 * random() - 2), at), credits }
    })
    // Rates that the bounds must hold, too.
    const rate = round % 2 === 0 ? learningDefaults.rate : 1
    const { after, code, counted } = learnFrom(trades, before, { ...learningDefaults, rate })
    expect(sum(after)).toBeCloseTo(1, 12)
    for (const name of MEMBER_STRATEGIES) {
      expect(after[name]).toBeGreaterThanOrEqual(Math.min(before[name]!, weightMin) - 1e-12)
      expect(Math.abs(after[name]! - before[name]!)).toBeLessThanOrEqual(shiftMax + 1e-12)
    }
    if (trades.length < tradesMin)
      expect([code, after, counted]).toEqual(['too_few_trades', before, []])
    if (code !== 'weights_moved') expect(after).toEqual(before)
    else moved += 1
    expect(new Set(counted).size).toBe(counted.length)
  }
  expect(moved).toBeGreaterThan(500)
})

test('the order in which trades are read changes nothing', () => {
  const random = randomOf(2)
  const trades = MEMBER_STRATEGIES.flatMap((name) =>
    Array.from({ length: 9 }, (_, at) => trade(name, random() - 0.4, at)),
  )
  expect(learnFrom(trades.toReversed(), EQUAL)).toMatchObject({
    after: learnFrom(trades, EQUAL).after,
  })
})

test('trades of one day count alike, whatever their ids and their order', () => {
  const random = randomOf(3)
  for (let round = 0; round < 50; round += 1) {
    // Forty of each on one to four days, gains before losses by id: the worst that a tie broken by id could meet.
    const days = 1 + (round % 4)
    const trades = MEMBER_STRATEGIES.flatMap((name) =>
      Array.from({ length: 40 }, (_, at): NewTrade => {
        const made = at < 20 ? 0.02 * random() : -0.01 * random()
        return {
          ...trade(name, made, at % days),
          tradeId: `${String(at).padStart(3, '0')}-${name}`,
        }
      }),
    )
    const { after, code } = learnFrom(trades, EQUAL)
    expect(code).toBe('weights_moved')
    const numbers = new Map(trades.map(({ tradeId }) => [tradeId, random()]))
    const other = trades
      .toSorted((a, b) => numbers.get(a.tradeId)! - numbers.get(b.tradeId)!)
      .map((one, at) => ({ ...one, tradeId: String(at).padStart(3, '0') }))
    const reversed = trades.map((one, at) => ({ ...one, tradeId: String(999 - at) }))
    for (const same of [other, reversed])
      for (const name of MEMBER_STRATEGIES)
        expect(learnFrom(same, EQUAL).after[name]).toBeCloseTo(after[name]!, 12)
  }
})

test('it tells as how many trades of one day they count', () => {
  const onDays = (days: number) =>
    Array.from({ length: 30 }, (_, at) => ({
      ...trade('momentum', 0.01, at % days),
      tradeId: `${at}`,
    }))
  const effectiveOf = (trades: NewTrade[]) => learnFrom(trades, EQUAL).effective
  expect(effectiveOf(onDays(1))).toEqual({
    momentum: expect.closeTo(30, 9),
    'mean-reversion': 0,
    'news-driven': 0,
  })
  // Of one trade a day thirty back: (Σ 0.95^k)² / Σ 0.95^2k.
  const [one, two] = [(1 - 0.95 ** 30) / 0.05, (1 - 0.95 ** 60) / (1 - 0.95 ** 2)]
  expect(effectiveOf(onDays(30)).momentum).toBeCloseTo(one ** 2 / two, 9)
})

test('one trade under the least moves nothing; with it what earned gains what the other loses', () => {
  const trades = [...many('momentum', 0.02, 10), ...many('mean-reversion', -0.01, 10)]
  expect(learnFrom(trades.slice(1), EQUAL)).toMatchObject({
    code: 'too_few_trades',
    after: EQUAL,
    counted: [],
  })
  const step = learnFrom(trades, EQUAL)
  expect(step.code).toBe('weights_moved')
  expect(step.counted).toHaveLength(20)
  // 0.9 · 1/3 + 0.1 · 2/3, 0.9 · 1/3, and news that nobody judged stays.
  expect(step.after.momentum).toBeCloseTo(0.3 + 0.2 / 3, 12)
  expect(step.after['mean-reversion']).toBeCloseTo(0.3, 12)
  expect(step.after['news-driven']).toBeCloseTo(1 / 3, 12)
  expect(step.rewards['momentum']).toMatchObject({ trades: 10, reward: expect.closeTo(2 / 3, 12) })
})

test('a strategy with too few trades keeps its weight, and its trades wait for more', () => {
  const trades = [
    ...many('momentum', 0.02, 10),
    ...many('mean-reversion', 0.01, 10),
    ...many('news-driven', 5, 4),
  ]
  const step = learnFrom(trades, EQUAL)
  expect(step.after['news-driven']).toBeCloseTo(1 / 3, 12)
  expect(step.counted.filter((id) => id.startsWith('news'))).toEqual([])
  expect(step.counted).toHaveLength(20)
})

test('trades of one strategy alone prefer none, and wait', () => {
  expect(learnFrom(many('momentum', 0.1, 40), EQUAL)).toMatchObject({
    code: 'nothing_to_compare',
    after: EQUAL,
    counted: [],
  })
})

test('where nothing earned nothing moves, and the trades have counted', () => {
  const trades = [...many('momentum', -0.02, 10), ...many('mean-reversion', -0.01, 10)]
  const step = learnFrom(trades, EQUAL)
  expect(step).toMatchObject({ code: 'nothing_earned', after: EQUAL })
  expect(step.counted).toHaveLength(20)
})

test('newer trades count more', () => {
  const turned = (early: number, late: number) =>
    Array.from({ length: 12 }, (_, at) => trade('momentum', at < 6 ? early : late, at))
  const others = many('mean-reversion', 0.005, 10)
  const after = (trades: NewTrade[]) => learnFrom([...trades, ...others], EQUAL).after['momentum']!
  expect(after(turned(0, 0.02))).toBeGreaterThan(after(turned(0.02, 0)))
})

test('a trade is shared out by its credits', () => {
  const shared = many('momentum', 0.02, 30).map((one) => ({
    ...one,
    credits: { momentum: 0.75, 'news-driven': 0.25 },
  }))
  const { rewards } = learnFrom(shared, EQUAL)
  expect(rewards['momentum']!.trades).toBeCloseTo(22.5, 9)
  expect(rewards['news-driven']!.trades).toBeCloseTo(7.5, 9)
  expect(rewards['mean-reversion']).toEqual({ trades: 0, made: null, reward: null })
})
