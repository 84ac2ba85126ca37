import { describe, expect, test } from 'vitest'
import { deepestSpell, sharpeOfCurve } from '#shared/domain/report/drawdown-spell.ts'

const curve = (...growths: number[]) =>
  growths.map((growth, place) => ({
    date: `2024-03-${String(place + 1).padStart(2, '0')}`,
    growth,
  }))

describe('the deepest fall', () => {
  test.each([
    ['is none of what never falls', curve(1, 1, 1.1), null],
    ['is none of nothing', [], null],
    [
      'goes from the highest before it to the first as high again',
      curve(1, 1.2, 0.9, 1.1, 1.2, 1.3),
      {
        depth: 0.25,
        from: '2024-03-02',
        bottom: '2024-03-03',
        recovered: '2024-03-05',
        sessions: 3,
      },
    ],
    [
      'that has not come back lasts up to now',
      curve(1, 0.9, 0.8, 0.85),
      { depth: 0.2, from: '2024-03-01', bottom: '2024-03-03', recovered: null, sessions: 3 },
    ],
    [
      'is not the latest where another was deeper',
      curve(1, 0.5, 1, 0.9),
      {
        depth: 0.5,
        from: '2024-03-01',
        bottom: '2024-03-02',
        recovered: '2024-03-03',
        sessions: 2,
      },
    ],
  ])('%s', (_, points, expected) => {
    const found = deepestSpell(points)
    expect(found && { ...found, depth: Math.round(found.depth * 1e9) / 1e9 }).toEqual(expected)
  })
})

describe('Sharpe of a curve', () => {
  test('is null where nothing moved, and has no interval of a few days', () => {
    expect(sharpeOfCurve(curve(1, 1, 1))).toBeNull()
    expect(sharpeOfCurve(curve(1, 1.01, 1, 1.02))).toMatchObject({ interval: null })
  })

  test('lies within its interval, the same each time', () => {
    const points = curve(1, 1.01, 1.005, 1.02, 1.03, 1.025, 1.04, 1.035, 1.05, 1.06, 1.055)
    const { ratio, interval } = sharpeOfCurve(points)!
    expect(interval!.low).toBeLessThan(ratio)
    expect(interval!.high).toBeGreaterThan(ratio)
    expect(sharpeOfCurve(points)).toEqual({ ratio, interval })
  })
})
