import { test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { DISAGREEMENTS_MAX } from '#shared/contracts/api/disagreements.ts'
import { disagreementsOf } from '#shared/domain/signal/disagreement.ts'
import { weigh, type Signal } from '#shared/domain/signal/weight.ts'
import { anySignals, anyView, calm, signalsOf } from './any-signal.ts'

/** By the last figure of their ids, from 1. */
const pairsOf = (...changes: Partial<Signal>[]) =>
  disagreementsOf(signalsOf(...changes).map((each) => weigh(each, calm))).map(
    ({ positive, negative, mass }) => [
      Number(positive.slice(-2)),
      Number(negative.slice(-2)),
      mass,
    ],
  )
const up = (impact: number): Partial<Signal> => ({ impact, sentiment: 1 })
const down = (impact: number): Partial<Signal> => ({ impact, sentiment: -1 })

describe('the pairs that disagree', () => {
  test('are the heaviest of each side, with the mass of the lighter one', () => {
    expect(pairsOf(up(0.2), down(0.5), up(0.9), down(0.8), up(0.4))).toEqual([
      [3, 4, 0.8],
      [5, 2, 0.4],
    ])
  })

  test('are told with the layer of each', () => {
    const [pair] = disagreementsOf(
      signalsOf({ layer: 'macro', sentiment: -1 }, { layer: 'competitive' }).map((each) =>
        weigh(each, calm),
      ),
    )
    expect(pair).toMatchObject({ positiveLayer: 'competitive', negativeLayer: 'macro' })
  })

  test('are in the order of their ids where they weigh the same', () => {
    expect(pairsOf(down(0.5), up(0.5), up(0.5), down(0.5))).toEqual([
      [2, 1, 0.5],
      [3, 4, 0.5],
    ])
  })

  test('are five at most, the lightest left out', () => {
    const pairs = pairsOf(
      ...[1, 2, 3, 4, 5, 6, 7].flatMap((tenths) => [up(tenths / 10), down(tenths / 10)]),
    )
    expect(pairs.map(([, , mass]) => mass)).toEqual([0.7, 0.6, 0.5, 0.4, 0.3])
  })

  test('are none of what is neutral, weighs nothing, or speaks alone', () => {
    expect(pairsOf(up(1), up(1))).toEqual([])
    expect(pairsOf(up(1), { sentiment: 0 })).toEqual([])
    expect(pairsOf(up(1), down(0))).toEqual([])
  })

  property.prop([anySignals, anyView])('never weigh more than those above', (signals, view) => {
    const pairs = disagreementsOf(signals.map((each) => weigh(each, view)))
    expect(pairs.length).toBeLessThanOrEqual(DISAGREEMENTS_MAX)
    const masses = pairs.map(({ mass }) => mass)
    expect(masses).toEqual([...masses].sort((one, other) => other - one))
    expect(new Set(pairs.flatMap(({ positive, negative }) => [positive, negative])).size).toBe(
      2 * pairs.length,
    )
  })
})
