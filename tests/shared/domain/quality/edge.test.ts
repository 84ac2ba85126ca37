/** Edge of scores: a day's by hand, and over days that knowing and not knowing look as they should. */

import { describe, expect, it } from 'vitest'
import {
  chanceOfBest,
  edgeOf,
  edgeOver,
  turnedBetween,
  weightsOf,
} from '#shared/domain/quality/edge.ts'
import { movesOver } from '#shared/domain/quality/returns.ts'
import { runDaysOf } from '#shared/domain/quality/run-days.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'

const by = (values: Record<string, number>) => new Map(Object.entries(values))

describe('of one day', () => {
  it('is the rank correlation, and what a book by rank earned', () => {
    const scores = by({ A: 1, B: 2, C: 3, D: 4, E: 50, F: 9 })
    const moves = by({ A: -0.02, B: 0.01, C: 0, D: 0.005, E: 0.03 })
    // Ranks of A to E 1 2 3 4 5 against 1 4 2 3 5: 1 − 6·(0+4+1+1+0)/(5·24) = 0.7.
    const edge = edgeOf(scores, moves)
    expect(edge?.companies).toBe(5)
    expect(edge?.ic).toBeCloseTo(0.7, 12)
    // Weights −1/3, −1/6, 0, 1/6, 1/3.
    expect(edge?.spread).toBeCloseTo(0.02 / 3 - 0.01 / 6 + 0.005 / 6 + 0.03 / 3, 12)
  })

  it('is nothing of four companies, and null where all say the same', () => {
    const moves = by({ A: 1, B: 2, C: 3, D: 4, E: 5 })
    expect(edgeOf(by({ A: 1, B: 2, C: 3, D: 4 }), moves)).toBeUndefined()
    expect(edgeOf(by({ A: 1, B: 1, C: 1, D: 1, E: 1 }), moves)).toEqual({
      companies: 5,
      ic: null,
      spread: 0,
    })
  })

  it('has a book of one dollar, half long and half short, ties alike', () => {
    const weights = weightsOf(by({ A: 0, B: 0, C: 5, D: 7 }))
    expect([...weights.values()]).toEqual([-1 / 4, -1 / 4, 1 / 8, 3 / 8])
  })

  it('turns over what changes, and bears what is traded', () => {
    const up = by({ A: 1, B: 2, C: 3 })
    const down = by({ A: 3, B: 2, C: 1 })
    const dollars = by({ A: 1_000_000, B: 1, C: 3_000_000 })
    expect(turnedBetween(up, up, dollars)).toEqual({ turnover: 0, capacity: null })
    // From −½, 0, ½ to ½, 0, −½: all of it, and A binds with 1 % of a million.
    expect(turnedBetween(up, down, dollars)).toEqual({ turnover: 1, capacity: 10_000 })
  })
})

it('moves over sessions are from the open of the first to the close of the last, less the mean', () => {
  const bar = (sessionDate: string, open: number, close: number) =>
    [sessionDate, { sessionDate, open, close }] as const
  const bars = new Map([
    ['A', new Map([bar('d1', 100, 105), bar('d2', 105, 110)])],
    ['B', new Map([bar('d1', 50, 50), bar('d2', 50, 50)])],
    ['C', new Map([bar('d2', 1, 2)])],
  ])
  const moves = movesOver(bars, 'd1', 'd2')
  expect([...moves.keys()]).toEqual(['A', 'B'])
  expect(moves.get('A')).toBeCloseTo(0.05, 12)
  expect(moves.get('B')).toBeCloseTo(-0.05, 12)
})

describe('over days', () => {
  const days = (ic: (place: number) => number, count = 120) =>
    Array.from({ length: count }, (_, place) => ic(place))

  it('of what knows lies above 0, and chance does not do it', () => {
    const random = randomOf(7)
    const found = edgeOver(
      days(() => 0.05 + (random() - 0.5) / 5),
      1,
    )
    expect(found.interval?.low).toBeGreaterThan(0)
    expect(found.chance).toBeLessThan(0.01)
  })

  it('of what does not know is as often beyond its bounds as they say', () => {
    let beyond = 0
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomOf(seed)
      const { chance } = edgeOver(
        days(() => random() - 0.5, 40),
        1,
      )
      if (chance !== null && chance <= 0.05) beyond += 1
    }
    // 10 are to be expected; 20 or more would come once in five hundred such tests.
    expect(beyond).toBeGreaterThan(0)
    expect(beyond).toBeLessThan(20)
  })

  it('says nothing of few days, nor of what hangs together over them', () => {
    expect(
      edgeOver(
        days(() => 0.1, 7),
        1,
      ),
    ).toEqual({
      days: 7,
      ic: expect.closeTo(0.1, 12),
      interval: null,
      chance: null,
    })
    expect(
      edgeOver(
        days(() => 0.1, 30),
        5,
      ).chance,
    ).toBeNull()
    expect(edgeOver([], 1)).toEqual({ days: 0, ic: null, interval: null, chance: null })
  })

  it('knows that the best of many looks good by chance', () => {
    expect(chanceOfBest(0.05, 1)).toBeCloseTo(0.05, 12)
    expect(chanceOfBest(0.05, 14)).toBeCloseTo(0.512, 3)
  })
})

it('sessions hang together over the horizon, and over five where a trend reaches over a week', () => {
  expect([
    runDaysOf('1d'),
    runDaysOf('7d'),
    runDaysOf('1d', 3),
    runDaysOf('30d', 20),
    runDaysOf('rsi'),
  ]).toEqual([1, 5, 3, 20, 5])
})
