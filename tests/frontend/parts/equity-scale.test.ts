import { describe, expect, test } from 'vitest'
import { roundTicks, runsOf, scaleOf } from '../../../frontend/src/parts/equity-scale.ts'

describe('the axis', () => {
  test('shows 1 % about the middle at least, so that cents are no crash', () => {
    expect(scaleOf([1_000, 1_000.4])).toEqual([expect.closeTo(990.198), expect.closeTo(1_010.202)])
    expect(scaleOf([500])).toEqual([495, 505])
  })

  test('shows all of what moves by more', () => {
    const [least, most] = scaleOf([900, 1_100])
    expect(least).toBeLessThan(900)
    expect(most).toBeGreaterThan(1_100)
  })
})

describe('gaps', () => {
  const at = (...hours: number[]) => hours.map((hour) => ({ at: hour * 3_600_000 }))

  test('no line is drawn through a night of minutes', () => {
    const runs = runsOf(at(9.5, 9.6, 9.7, 33.5, 33.6, 33.7))
    expect(runs.map((run) => run.length)).toEqual([3, 3])
    expect(runs[1]![0]!.at).toBe(33.5 * 3_600_000)
  })

  test('days with their weekends are one line, and so is what is one point or none', () => {
    expect(runsOf(at(16, 40, 64, 136, 160))).toHaveLength(1)
    expect(runsOf(at(16))).toEqual([at(16)])
    expect(runsOf([])).toEqual([])
  })
})

describe('the numbers at the axis', () => {
  test.each([
    [99_347.49, 101_354.51, [99_500, 100_000, 100_500, 101_000]],
    [495, 505, [496, 498, 500, 502, 504]],
    [0.9, 1.1, [0.9, 0.95, 1, 1.05, 1.1]],
    [-12, 13, [-10, -5, 0, 5, 10]],
  ])('from %d to %d are round', (least, most, ticks) => {
    const found = roundTicks(least, most)
    expect(found).toHaveLength(ticks.length)
    found.forEach((tick, place) => expect(tick).toBeCloseTo(ticks[place]!))
  })
})
