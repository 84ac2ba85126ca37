import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { calmMarket, marketContext, marketOf } from '#shared/domain/signal/market.ts'
import { scoringDefaults as scoring } from '#shared/domain/signal/scoring.ts'

const bars = (closes: number[], volume = 100) => closes.map((close) => ({ close, volume }))
/** Closes whose returns alternate between +r and −r. */
const swinging = (moves: number[]) =>
  moves.reduce<number[]>((closes, move) => [...closes, closes.at(-1)! * (1 + move)], [100])
const alternate = (count: number, size: number) =>
  Array.from({ length: count }, (_, index) => (index % 2 === 0 ? size : -size))

describe('marketContext', () => {
  test.each([
    // σ ratio          volume   context
    [1, 0, 1],
    [0.5, 0, 1], // calmer than usual adds nothing
    [1, 0.5, 1], // the surge counts above the limit
    [1, 0.51, 1.15],
    [Math.E, 0, 1.15], // ln(1 + e − 1) = 1
    [Math.E ** 2, 0, 1.3], // exactly the cap
    [1000, 0, 1.3],
    [1000, 9, 1.45],
  ])('σ ratio %d and volume change %d give %d', (volatilityRatio, volumeChange, context) => {
    expect(marketContext({ volatilityRatio, volumeChange, bars: 101 }, scoring)).toBeCloseTo(
      context,
      12,
    )
  })
})

describe('marketOf', () => {
  test('is calm without bars, and where too few tell nothing', () => {
    expect(marketOf([])).toEqual(calmMarket)
    expect(marketOf(bars(swinging(alternate(19, 0.01))))).toEqual({ ...calmMarket, bars: 20 })
    expect(marketOf(bars(swinging(alternate(99, 0.01)))).volatilityRatio).toBe(1)
  })

  test('is calm when a price never moved', () => {
    expect(marketOf(bars(Array.from({ length: 150 }, () => 7))).volatilityRatio).toBe(1)
  })

  test('compares the last 20 returns with the last 100', () => {
    const { volatilityRatio } = marketOf(
      bars(swinging([...alternate(80, 0.01), ...alternate(20, 0.03)])),
    )
    const short = Math.sqrt((20 * 0.03 ** 2) / 19)
    const long = Math.sqrt((80 * 0.01 ** 2 + 20 * 0.03 ** 2) / 99)
    expect(volatilityRatio).toBeCloseTo(short / long, 9)
  })

  test('compares the last volume with the mean of the 20 before it', () => {
    const volumes = [...Array.from({ length: 20 }, (_, index) => (index < 10 ? 50 : 150)), 150]
    expect(marketOf(volumes.map((volume) => ({ close: 1, volume }))).volumeChange).toBe(0.5)
    expect(marketOf(volumes.slice(1).map((volume) => ({ close: 1, volume }))).volumeChange).toBe(0)
  })

  const anyBars = fc.array(
    fc.record({ close: fc.double({ min: 0.01, max: 1e5, noNaN: true }), volume: fc.nat(1e9) }),
    { maxLength: 130 },
  )
  property.prop([anyBars], { numRuns: 60 })('always gives a context in [1, 1.45]', (all) => {
    const context = marketContext(marketOf(all), scoring)
    expect(context).toBeGreaterThanOrEqual(1)
    expect(context).toBeLessThanOrEqual(1.45)
  })
})
