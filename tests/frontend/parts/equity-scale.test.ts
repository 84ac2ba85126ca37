import { describe, expect, test } from 'vitest'
import { scaleOf, withGaps } from '../../../frontend/src/parts/equity-scale.ts'

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
  const at = (...hours: number[]) => hours.map((hour) => ({ at: hour * 3_600_000, equity: 1 }))

  test('no line is drawn through a night of minutes', () => {
    const drawn = withGaps(at(9.5, 9.6, 9.7, 33.5, 33.6, 33.7))
    expect(drawn.map(({ equity }) => equity)).toEqual([1, 1, 1, null, 1, 1, 1])
    expect(drawn[3]!.at).toBeGreaterThan(drawn[2]!.at)
    expect(drawn[3]!.at).toBeLessThan(drawn[4]!.at)
  })

  test('days with their weekends are one line, and so is what is one point or none', () => {
    expect(withGaps(at(16, 40, 64, 136, 160))).toHaveLength(5)
    expect(withGaps(at(16))).toHaveLength(1)
    expect(withGaps([])).toEqual([])
  })
})
