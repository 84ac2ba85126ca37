import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  blocking,
  tripDailyLoss,
  tripEmergency,
  tripSinglePosition,
  tripVolatility,
} from '#shared/domain/trading/breakers.ts'
import { correlation } from '#shared/domain/trading/correlation.ts'
import { adjustTier, tiers, type TierName } from '#shared/domain/trading/tiers.ts'

const NOW = new Date('2024-06-03T15:00:00Z')
const TOMORROW = new Date('2024-06-04T13:30:00Z')
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000)

describe('breakers', () => {
  test('a day lost is 5 %, and lasts until the next session', () => {
    expect(tripDailyLoss('1000', '950.01', TOMORROW)).toBeUndefined()
    expect(tripDailyLoss('1000', '950', TOMORROW)).toMatchObject({
      breaker: 'daily_loss',
      ticker: null,
      closesAt: TOMORROW,
    })
    expect(tripDailyLoss('0', '0', TOMORROW)).toBeUndefined()
  })

  test('a position lost is 15 %, and holds back its ticker for a day', () => {
    const at = (price: string) =>
      tripSinglePosition({ ticker: 'AAA', entryPrice: '100', price }, NOW)
    expect(at('85.01')).toBeUndefined()
    expect(at('85')).toMatchObject({
      breaker: 'single_position',
      ticker: 'AAA',
      closesAt: hours(24),
    })
  })

  test('volatility is more than three times its mean, for an hour', () => {
    expect(tripVolatility(0.3, 0.1, NOW)).toBeUndefined()
    expect(tripVolatility(0.31, 0.1, NOW)).toMatchObject({
      breaker: 'volatility',
      closesAt: hours(1),
    })
    expect(tripVolatility(1, 0, NOW)).toBeUndefined()
  })

  test('an emergency is 40 % under the highest, until a person resets it', () => {
    expect(tripEmergency('1000', '600.01')).toBeUndefined()
    expect(tripEmergency('1000', '600')).toMatchObject({
      breaker: 'emergency',
      ticker: null,
      closesAt: null,
    })
  })

  test('holds back its own ticker, or all', () => {
    const one = {
      breaker: 'single_position' as const,
      ticker: 'AAA',
      openedAt: NOW,
      closesAt: null,
    }
    const all = { ...one, breaker: 'manual' as const, ticker: null }
    expect(blocking('BBB', [one])).toBeUndefined()
    expect(blocking('AAA', [one])?.breaker).toBe('single_position')
    expect(blocking('AAA', [one, all])?.breaker).toBe('manual')
  })
})

describe('adjustTier', () => {
  const good = { trades: 10, winRate: 0.56, profitFactor: 1.21, drawdown: 0.04 }
  test.each<[TierName, Partial<typeof good>, TierName]>([
    ['moderate', {}, 'aggressive'],
    ['aggressive', {}, 'aggressive'],
    ['conservative', {}, 'moderate'],
    ['moderate', { winRate: 0.55 }, 'moderate'],
    ['moderate', { profitFactor: 1.2 }, 'moderate'],
    ['moderate', { drawdown: 0.05 }, 'moderate'],
    ['moderate', { winRate: 0.4, drawdown: 0.15 }, 'moderate'],
    ['moderate', { winRate: 0.399 }, 'conservative'],
    ['aggressive', { drawdown: 0.151 }, 'moderate'],
    ['conservative', { winRate: 0 }, 'conservative'],
  ])('%s with %j becomes %s', (tier, change, next) => {
    expect(adjustTier(tier, { ...good, ...change }).tier).toBe(next)
  })

  const share = fc.double({ min: 0, max: 1, noNaN: true })
  property.prop([
    fc.constantFrom<TierName>('conservative', 'moderate', 'aggressive'),
    share,
    share,
    share,
  ])('moves one step at most, and never up on poor results', (tier, winRate, drawdown, good) => {
    const profitFactor = good * 99
    const order = Object.keys(tiers)
    const step =
      order.indexOf(adjustTier(tier, { trades: 10, winRate, drawdown, profitFactor }).tier) -
      order.indexOf(tier)
    expect(Math.abs(step)).toBeLessThanOrEqual(1)
    if (winRate < 0.4 || drawdown > 0.15) expect(step).toBeLessThanOrEqual(0)
  })
})

describe('correlation', () => {
  const series = (values: readonly number[], first = 0) =>
    values.map((close, day) => ({ sessionDate: String(1000 + first + day), close: String(close) }))
  const walk = (seed: number) =>
    Array.from({ length: 61 }, (_, day) => 100 + 5 * Math.sin(day * seed) + day * 0.1)

  test('is 1 with itself, −1 with its mirror, nothing of too little', () => {
    const returns = walk(1).map((_, day) => (day % 3 === 0 ? 0.01 : -0.004))
    const path = (sign: number) =>
      returns.reduce<number[]>(
        (all, gain) => [...all, (all.at(-1) ?? 100) * (1 + sign * gain)],
        [100],
      )
    expect(correlation(series(path(1)), series(path(1)))).toBeCloseTo(1, 9)
    expect(correlation(series(path(1)), series(path(-1)))).toBeCloseTo(-1, 9)
    expect(correlation(series(walk(1)).slice(0, 20), series(walk(1)))).toBeNull()
    expect(correlation(series(walk(1)), series(walk(1).map(() => 5)))).toBeNull()
  })

  property.prop([
    fc.double({ min: 0.1, max: 3, noNaN: true }),
    fc.double({ min: 0.1, max: 3, noNaN: true }),
    fc.nat({ max: 30 }),
  ])('is symmetric, in [−1, 1], and looks only at sessions both have', (left, right, shift) => {
    const [a, b] = [series(walk(left)), series(walk(right), shift)]
    const rho = correlation(a, b)
    expect(correlation(b, a)).toBe(rho)
    expect(Math.abs(rho ?? 0)).toBeLessThanOrEqual(1)
    const shared = new Set(b.map(({ sessionDate }) => sessionDate))
    expect(
      correlation(
        a.filter(({ sessionDate }) => shared.has(sessionDate)),
        b,
      ),
    ).toBe(rho)
  })
})
