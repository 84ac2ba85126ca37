import { describe, expect, test } from 'vitest'
import { blockInterval } from '#shared/domain/statistics/block-bootstrap.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { deepestDrawdown } from '#shared/domain/statistics/drawdown.ts'
import { momentsOf } from '#shared/domain/statistics/moments.ts'
import { normalChance, normalPoint } from '#shared/domain/statistics/normal.ts'
import { deflatedSharpe, luckiest, sharpeOf } from '#shared/domain/statistics/sharpe.ts'

const returns = [0.01, -0.02, 0.015, 0.003, -0.007, 0.022, -0.011, 0.004, 0.009, -0.001]

describe('the normal distribution is that of SciPy', () => {
  test.each([
    [-8, 6.22096057427174e-16],
    [-3.5, 0.00023262907903552502],
    [-1, 0.15865525393145707],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [2.9, 0.998134186699616],
    [3.1, 0.9990323967867817],
    [5, 0.9999997133484281],
  ])('up to %d', (x, chance) => {
    expect(normalChance(x) / chance).toBeCloseTo(1, 11)
  })

  test.each([
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.8, 0.8416212335729143],
    [0.999999, 4.753424308817087],
  ])('the point of %d', (share, point) => {
    expect(normalPoint(share)).toBeCloseTo(point, 9)
    expect(normalChance(normalPoint(share)) / share).toBeCloseTo(1, 11)
  })

  test('no point is of 0, of 1 or of what is no number', () => {
    for (const share of [0, 1, Number.NaN]) expect(() => normalPoint(share)).toThrow(RangeError)
  })
})

describe('Sharpe', () => {
  test('ratio, skew and kurtosis are those of NumPy and SciPy', () => {
    expect(sharpeOf(returns)).toBeCloseTo(3.0241814563312337, 12)
    expect(momentsOf(returns)?.skew).toBeCloseTo(-0.24922764999779753, 12)
    expect(momentsOf(returns)?.kurtosis).toBeCloseTo(2.3034059410568077, 12)
  })

  test('what does not move has none', () => {
    expect(sharpeOf([])).toBeNull()
    expect(sharpeOf([0.1])).toBeNull()
    expect(sharpeOf([0.1, 0.1, 0.1])).toBeNull()
    expect(deflatedSharpe([0, 0], { count: 5 })).toBeNull()
  })

  test('deflated it is the chance over the luckiest of the trials', () => {
    expect(deflatedSharpe(returns, { count: 1 })).toBeCloseTo(0.7106511562890508, 12)
    expect(deflatedSharpe(returns, { count: 6 })).toBeCloseTo(0.2394929785033974, 9)
    expect(deflatedSharpe(returns, { count: 10, variance: 0.02 })).toBeCloseTo(
      0.46263881917207506,
      9,
    )
  })

  test('the example of the paper: a hundred trials, a variance of a half a year', () => {
    expect(luckiest({ count: 100, variance: 0.5 / 250 })).toBeCloseTo(0.11317200186513214, 9)
  })

  test('more trials never make it surer', () => {
    const chances = [1, 2, 5, 50, 5000].map((count) => deflatedSharpe(returns, { count })!)
    expect(chances).toEqual(chances.toSorted((a, b) => b - a))
    expect(() => deflatedSharpe(returns, { count: 0 })).toThrow('0 is no number of trials')
  })
})

test('a drawdown is measured from the highest before it', () => {
  expect(deepestDrawdown([])).toBe(0)
  expect(deepestDrawdown([1, 2, 3])).toBe(0)
  expect(deepestDrawdown([100, 120, 90, 130, 117])).toBeCloseTo(0.25, 12)
})

describe('intervals by blocks', () => {
  const random = randomOf(3)
  const many = Array.from({ length: 500 }, () => (random() - 0.5) / 50)
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

  test('hold the measure, and are about as wide as theory says of what hangs together with nothing', () => {
    const found = blockInterval(many, mean)!
    const wide = (2 * 1.96 * momentsOf(many)!.deviation) / Math.sqrt(many.length)
    expect(found.low).toBeLessThan(mean(many))
    expect(found.high).toBeGreaterThan(mean(many))
    expect((found.high - found.low) / wide).toBeGreaterThan(0.75)
    expect((found.high - found.low) / wide).toBeLessThan(1.3)
  })

  test('are the same each time, and none of few', () => {
    expect(blockInterval(many, mean)).toEqual(blockInterval(many, mean))
    expect(blockInterval(many.slice(0, 39), mean)).toBeNull()
    expect(blockInterval(many, () => null)).toBeNull()
  })
})
