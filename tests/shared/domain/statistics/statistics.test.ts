import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { dayInterval, meanInterval } from '#shared/domain/statistics/day-bootstrap.ts'
import { rankCorrelation } from '#shared/domain/statistics/rank-correlation.ts'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'

/** Few different values, so that most of them tie. */
const pairs = fc.array(
  fc.record({
    x: fc.integer({ min: -3, max: 3 }),
    y: fc.integer({ min: -3, max: 3 }),
    count: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 3, maxLength: 30 },
)
const sidesOf = (all: readonly { x: number; y: number }[]) => ({
  x: all.map(({ x }) => x),
  y: all.map(({ y }) => y),
})

/** Written down anew: the rank is how many are less, and half of those that are equal. */
function spearmanByHand({ x, y }: { x: number[]; y: number[] }): number | null {
  const ranks = (all: number[]) =>
    all.map(
      (one) =>
        all.filter((other) => other < one).length +
        (all.filter((other) => other === one).length + 1) / 2,
    )
  const [a, b] = [ranks(x), ranks(y)]
  const mean = (a.length + 1) / 2
  const sum = (f: (at: number) => number) => a.reduce((total, _, at) => total + f(at), 0)
  const xx = sum((at) => (a[at]! - mean) ** 2)
  const yy = sum((at) => (b[at]! - mean) ** 2)
  if (a.length < 3 || xx === 0 || yy === 0) return null
  return sum((at) => (a[at]! - mean) * (b[at]! - mean)) / Math.sqrt(xx * yy)
}

describe('rankCorrelation()', () => {
  it('is what was reckoned by others, and by hand with ties', () => {
    const found = (x: number[], y: number[]) => rankCorrelation({ x, y })()
    expect(found([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826817, 9)
    expect(found([106, 86, 100, 101, 99, 103, 97, 113, 112, 110], [7, 0, 27, 50, 28, 29, 20, 12, 6, 17])).toBeCloseTo(-0.1757575758, 9) // prettier-ignore
    expect(found([0, 0, 1, 1, 2], [1, 1, 0, 3, 3])).toBeCloseTo(4.25 / 9, 9)
  })

  it('says nothing of two pairs, or of a side that does not move', () => {
    expect(rankCorrelation({ x: [1, 2], y: [1, 2] })()).toBeNull()
    expect(rankCorrelation({ x: [1, 1, 1], y: [1, 2, 3] })()).toBeNull()
    expect(() => rankCorrelation({ x: [1], y: [] })).toThrow(/1 values against 0/)
  })

  test.prop([pairs])('of pairs that count is that of the pairs written out', (all) => {
    const written = all.flatMap((one) => Array.from({ length: one.count }, () => one))
    const found = rankCorrelation(sidesOf(all))(all.map(({ count }) => count))
    const wanted = spearmanByHand(sidesOf(written))
    if (wanted === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(wanted, 9)
  })

  test.prop([pairs])('turns with one side, and does not care how far apart values lie', (all) => {
    const { x, y } = sidesOf(all)
    const found = rankCorrelation({ x, y })()
    const stretched = rankCorrelation({ x: x.map((one) => one ** 3 + one), y })()
    const turned = rankCorrelation({ x: x.map((one) => -one), y })()
    if (found === null) {
      expect([stretched, turned]).toEqual([null, null])
      return
    }
    expect(stretched).toBeCloseTo(found, 9)
    expect(turned).toBeCloseTo(-found, 9)
    expect(Math.abs(found)).toBeLessThanOrEqual(1)
  })
})

describe('dayInterval()', () => {
  const days = Array.from({ length: 40 }, (_, at) => `2026-01-${String((at % 20) + 1)}`)
  const meanOf = (values: readonly number[]) => (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    return values.reduce((sum, value, at) => sum + value * counts[at]!, 0) / total
  }
  const values = days.map((_, at) => Math.sin(at))

  it('is the same each time, lies around the measure, and is none of too few days', () => {
    const found = dayInterval(days, meanOf(values))
    expect(dayInterval(days, meanOf(values))).toEqual(found)
    const mean = meanOf(values)(days.map(() => 1))
    expect(found!.low).toBeLessThan(mean)
    expect(found!.high).toBeGreaterThan(mean)
    expect(dayInterval(days.slice(0, 7), () => 1)).toBeNull()
    expect(dayInterval(days.slice(0, 8), () => 1)).toEqual({ low: 1, high: 1 })
    expect(dayInterval(days, () => null)).toBeNull()
    expect(dayInterval(days, () => 1, { runDays: 3 })).toBeNull()
  })

  it('draws whole days, in runs where it is told, as many as there are', () => {
    for (const runDays of [1, 2])
      dayInterval(
        days,
        (counts) => {
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(days.length)
          for (const [at, count] of counts.slice(20).entries()) expect(count).toBe(counts[at])
          return 1
        },
        { runDays },
      )
  })

  it('of one value a day is what running sums give', () => {
    const once = days.slice(0, 20)
    for (const runDays of [1, 2]) {
      const found = meanInterval(values.slice(0, 20), runDays)!
      const slowly = dayInterval(once.toSorted(), meanOf(values.slice(0, 20)), { runDays })!
      expect(found.low).toBeCloseTo(slowly.low, 9)
      expect(found.high).toBeCloseTo(slowly.high, 9)
    }
    expect(meanInterval(values.slice(0, 7))).toBeNull()
  })

  it('is wide where all of a day moves together, as if each day were one sample', () => {
    const byDay = Array.from({ length: 20 }, (_, at) => Math.sin(at * 7))
    const together = dayInterval(days, meanOf(days.map((_, at) => byDay[at % 20]!)))!
    const once = dayInterval(days.slice(0, 20), meanOf(byDay))!
    expect(together.low).toBeCloseTo(once.low, 9)
    expect(together.high).toBeCloseTo(once.high, 9)
  })
})

describe('shareInterval()', () => {
  it('is what Wilson gives', () => {
    const { low, high } = shareInterval(8, 10)
    expect([low, high].map((one) => one.toFixed(4))).toEqual(['0.4902', '0.9433'])
    expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 })
    expect(shareInterval(0, 10).low).toBe(0)
    expect(() => shareInterval(2, 1)).toThrow(/2 of 1/)
  })

  test.prop([fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true })])(
    'holds the share, mirrors, and narrows with trials',
    (tried, part) => {
      const hits = Math.round(tried * part)
      const { low, high } = shareInterval(hits, tried)
      expect(low).toBeLessThanOrEqual(hits / tried + 1e-12)
      expect(high).toBeGreaterThanOrEqual(hits / tried - 1e-12)
      expect(shareInterval(tried - hits, tried).low).toBeCloseTo(1 - high, 9)
      const more = shareInterval(hits * 4, tried * 4)
      expect(more.high - more.low).toBeLessThan(high - low)
    },
  )
})
