import { describe, expect, it } from 'vitest'
import type { QuestionChart, SqlAnswer } from '#shared/contracts/api/lake.ts'
import { dayTicks, pointsOf } from '../../../../../../frontend/src/areas/lake/parts/chart/points.ts'

const answer = (types: readonly string[], rows: SqlAnswer['rows']): SqlAnswer => ({
  columns: types.map((type, place) => ({ name: 'abc'[place] ?? '', type })),
  rows,
  isCut: false,
  seconds: 0,
})
const chart = (kind: QuestionChart['kind'], y = ['b']): QuestionChart => ({ kind, x: 'a', y })

describe('points of an answer', () => {
  it('of a line stand along time, whatever the order of the rows, and gaps stay gaps', () => {
    const days = answer(
      ['DATE', 'DECIMAL(38,9)'],
      [
        ['2024-03-14', '2.500000000'],
        ['2024-03-12', null],
        [null, '9'],
        ['2024-03-13', 'NaN'],
      ],
    )
    expect(pointsOf(days, chart('line'))).toEqual({
      points: [
        { x: Date.parse('2024-03-12'), y0: null },
        { x: Date.parse('2024-03-13'), y0: null },
        { x: Date.parse('2024-03-14'), y0: 2.5 },
      ],
      of: 3,
      isRepeated: false,
      scale: 'day',
    })
  })

  it('of bars stand as the rows do, each under its words', () => {
    const words = answer(
      ['VARCHAR', 'BIGINT', 'DOUBLE'],
      [
        ['b', 1, 0.5],
        [null, 2, null],
        ['b', 3, 1],
      ],
    )
    expect(pointsOf(words, chart('bar', ['b', 'c'])).points).toEqual([
      { x: 'b', y0: 1, y1: 0.5 },
      { x: 'null', y0: 2, y1: null },
      { x: 'b', y0: 3, y1: 1 },
    ])
  })

  it('are no more than can be told apart, and how many there are is told', () => {
    const many = answer(
      ['BIGINT', 'BIGINT'],
      Array.from({ length: 10_000 }, (_, n) => [n, n]),
    )
    const bars = pointsOf(many, chart('bar'))
    expect([bars.points.length, bars.of, bars.scale]).toEqual([60, 10_000, 'words'])
    const dots = pointsOf(many, chart('scatter'))
    expect([dots.points.length, dots.of, dots.scale]).toEqual([2_000, 10_000, 'amount'])
    expect(dots.points.at(-1)).toEqual({ x: 9_995, y0: 9_995 })
  })

  it('that share a place on the scale are told of, and named once', () => {
    const twice = answer(
      ['DATE', 'DOUBLE'],
      Array.from({ length: 30 }, (_, n) => [`2024-03-${10 + (n % 15)}`, n]),
    )
    const { points, isRepeated } = pointsOf(twice, chart('line'))
    expect(isRepeated).toBe(true)
    expect(dayTicks(points).map((at) => new Date(at).getUTCDate())).toEqual([
      10, 12, 14, 16, 18, 20, 22, 24,
    ])
    expect(pointsOf(twice, chart('bar')).isRepeated).toBe(false)
  })

  it('are none of no rows', () => {
    expect(pointsOf(answer(['DATE', 'DOUBLE'], []), chart('line')).points).toEqual([])
  })
})
