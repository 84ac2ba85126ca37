import { describe, expect, test } from 'vitest'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { purgedFolds, walkForward } from '#shared/domain/statistics/folds.ts'
import { overfittingOf } from '#shared/domain/statistics/overfitting.ts'
import { drawdownsByOrder } from '#shared/domain/statistics/trade-order.ts'

/** Forty returns that sway by a hundredth about what each block of ten is told to make. */
const ofBlocks = (...means: number[]) =>
  means.flatMap((mean) => Array.from({ length: 10 }, (_, at) => mean + (at % 2 ? 0.01 : -0.01)))

describe('overfitting', () => {
  test('is none where one variant is the best in every block', () => {
    const found = overfittingOf(
      [ofBlocks(2, 2, 2, 2), ofBlocks(1, 1, 1, 1), ofBlocks(0, 0, 0, 0)],
      4,
    )
    expect(found).toMatchObject({ chance: 0, splits: 6 })
  })

  test('is sure where what is the best in two blocks is the worst in the other two', () => {
    // Four blocks halve in six ways. Each variant is good in one pair of blocks and bad in the other pair.
    const found = overfittingOf(
      [
        ofBlocks(1, 1, -1, -1),
        ofBlocks(-1, -1, 1, 1),
        ofBlocks(1, -1, 1, -1),
        ofBlocks(-1, 1, -1, 1),
        ofBlocks(1, -1, -1, 1),
        ofBlocks(-1, 1, 1, -1),
      ],
      4,
    )!
    expect(found.chance).toBe(1)
    expect(found.outOfSample).toBeCloseTo(-found.inSample, 9)
  })

  test('of many variants by chance alone is about a half', () => {
    const random = randomOf(9)
    const chances = Array.from({ length: 20 }, () => {
      const variants = Array.from({ length: 10 }, () =>
        Array.from({ length: 200 }, () => random() - 0.5),
      )
      return overfittingOf(variants)!.chance
    })
    const mean = chances.reduce((sum, chance) => sum + chance, 0) / chances.length
    expect(mean).toBeGreaterThan(0.35)
    expect(mean).toBeLessThan(0.65)
  })

  test('is not measured of one variant, of few sessions or of odd blocks', () => {
    expect(overfittingOf([ofBlocks(1, 1, 1, 1)])).toBeNull()
    expect(
      overfittingOf([
        [0, 1],
        [1, 0],
      ]),
    ).toBeNull()
    expect(() => overfittingOf([[0], [1]], 3)).toThrow('expected an even number of blocks, found 3')
    expect(() => overfittingOf([[0, 1], [1]])).toThrow('the same sessions')
  })
})

describe('purged folds', () => {
  test('leave out what reaches into the part that is tried, and what echoes it', () => {
    const folds = purgedFolds(12, { folds: 3, purge: 2, embargo: 1 })
    expect(folds.map(({ test: part }) => part)).toEqual([
      [0, 4],
      [4, 8],
      [8, 12],
    ])
    expect(folds.map(({ train }) => train)).toEqual([
      [5, 6, 7, 8, 9, 10, 11],
      [0, 1, 9, 10, 11],
      [0, 1, 2, 3, 4, 5],
    ])
  })

  test('try each session once', () => {
    const tried = purgedFolds(101, { folds: 7, purge: 0, embargo: 0 }).flatMap(
      ({ train, test: [from, to] }) => {
        const part = Array.from({ length: to - from }, (_, at) => from + at)
        expect(train.length + part.length).toBe(101)
        return part
      },
    )
    expect(tried).toEqual(Array.from({ length: 101 }, (_, at) => at))
  })

  test('are at least two, and no more than sessions', () => {
    for (const folds of [1, 5, Number.NaN])
      expect(() => purgedFolds(4, { folds, purge: 0, embargo: 0 })).toThrow('expected 2 to 4 folds')
  })
})

describe('walking forward', () => {
  test('chooses on what came before alone, less what reaches over', () => {
    expect(walkForward(7, { first: 3, step: 2, purge: 1 })).toEqual([
      { train: [0, 1], test: [3, 5] },
      { train: [0, 1, 2, 3], test: [5, 7] },
    ])
  })

  test('needs something to choose on', () => {
    expect(() => walkForward(7, { first: 1, step: 1, purge: 1 })).toThrow(RangeError)
    expect(() => walkForward(7, { first: 3, step: 0, purge: 1 })).toThrow(RangeError)
  })
})

describe('another order of the same trades', () => {
  test('falls the less the worse trades lie apart: of one loss it is always that loss', () => {
    const found = drawdownsByOrder([-50, ...Array.from({ length: 9 }, () => 0)], 100, 1)
    expect(found).toEqual({ middle: 0.5, high: 0.5 })
  })

  test('two losses among wins fall together in some orders only', () => {
    // 100 → 90 → 100 → 90, or 100 → 90 → 80: a tenth or a fifth, and a little less behind wins.
    const found = drawdownsByOrder([-10, -10, 10, 10, 10, 10, 10, 10, 10, 10], 100, 1)!
    expect(found.middle).toBeLessThan(0.1)
    expect(found.high).toBeGreaterThan(0.1)
    expect(found.high).toBeLessThanOrEqual(0.2)
  })

  test('is the same for the same seed, none of wins alone, nothing of too few', () => {
    const profits = Array.from({ length: 30 }, (_, at) => (at % 3) - 1)
    expect(drawdownsByOrder(profits, 100, 4)).toEqual(drawdownsByOrder(profits, 100, 4))
    expect(
      drawdownsByOrder(
        Array.from({ length: 10 }, () => 1),
        100,
        1,
      ),
    ).toEqual({ middle: 0, high: 0 })
    expect(drawdownsByOrder([1, -1], 100, 1)).toBeNull()
  })
})
