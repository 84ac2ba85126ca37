import { describe, expect, test } from 'vitest'
import type { Bars } from '#shared/domain/technical/indicators/series.ts'
import { readCupHandle } from '#shared/domain/technical/signals/cup-handle.ts'
import { readElliott } from '#shared/domain/technical/signals/elliott.ts'
import { readFibonacci } from '#shared/domain/technical/signals/fibonacci.ts'
import { readMaStack } from '#shared/domain/technical/signals/ma-stack.ts'
import { readRsi } from '#shared/domain/technical/signals/rsi.ts'
import type { SignalReader } from '#shared/domain/technical/signals/technical-signal.ts'

/** Bars without a range of their own at these closes. */
function at(closes: readonly number[]): Bars {
  const close = Float64Array.from(closes)
  return { high: close, low: close, close, volume: new Float64Array(close.length).fill(1) }
}
/** From one price to the next in even steps, `bars` of them for each leg. */
function path(bars: number, ...prices: number[]): number[] {
  const legs = prices.slice(1).flatMap((to, leg) => {
    const from = prices[leg]!
    return Array.from({ length: bars }, (_, step) => from + ((to - from) * (step + 1)) / bars)
  })
  return [prices[0]!, ...legs]
}
const flat = (count: number, price = 100) => Array.from({ length: count }, () => price)
const line = (count: number, by: number) =>
  Array.from({ length: count }, (_, place) => 100 + place * by)

describe.each<[string, SignalReader, number]>([
  ['fibonacci', readFibonacci, 20],
  ['ma_stack', readMaStack, 50],
  ['rsi', readRsi, 15],
  ['cup_handle', readCupHandle, 30],
  ['elliott', readElliott, 30],
])('%s', (_name, read, least) => {
  test('says nothing of too few bars, of none, and of prices that stand still', () => {
    for (const closes of [[], line(least - 1, 1).slice(0, 9), flat(300)])
      expect(read(at(closes))).toBeUndefined()
  })

  test('is held in [0, 1] whatever the prices', () => {
    for (let seed = 1; seed < 200; seed += 1) {
      let [state, price] = [seed, 50]
      const closes = Array.from({ length: 40 + (seed % 300) }, () => {
        state = (state * 48_271) % 2_147_483_647
        price *= 1 + (state / 2_147_483_647 - 0.5) / 5
        return price
      })
      const said = read(at(closes))
      if (!said) continue
      for (const value of [said.strength, said.confidence]) {
        expect(value).toBeGreaterThan(0)
        expect(value).toBeLessThanOrEqual(1)
      }
    }
  })
})

describe('fibonacci', () => {
  test('a rise that came back by 0.618 finds buyers, a fall sellers', () => {
    const up = readFibonacci(at(path(15, 100, 200, 200 - 61.8)))
    expect(up).toMatchObject({ direction: 'bullish' })
    expect(up?.strength).toBeGreaterThan(0.95)
    expect(up?.confidence).toBeCloseTo(up!.strength * 0.9, 12)
    expect(readFibonacci(at(path(15, 200, 100, 161.8)))).toMatchObject({ direction: 'bearish' })
  })

  test('between two levels it says nothing', () => {
    // Half-way between 0.618 and 0.786.
    expect(readFibonacci(at(path(15, 100, 200, 200 - 70.2)))).toBeUndefined()
  })
})

describe('ma_stack', () => {
  test.each([
    ['all four in order', line(220, 0.5), { direction: 'bullish', strength: 1, confidence: 0.9 }],
    ['falling', line(220, -0.2), { direction: 'bearish', strength: 1, confidence: 0.9 }],
    ['three where there are no 200 bars', line(60, 0.5), { direction: 'bullish', strength: 0.6 }],
  ])('%s', (_what, closes, said) => {
    expect(readMaStack(at(closes))).toMatchObject(said)
  })
})

describe('rsi', () => {
  test('what only rose is overbought, what only fell oversold, by the distance', () => {
    expect(readRsi(at(line(40, 1)))).toMatchObject({ direction: 'bearish', strength: 1 })
    expect(readRsi(at(line(40, -1)))).toMatchObject({ direction: 'bullish', strength: 1 })
  })
})

describe('cup_handle', () => {
  /** A cup of this depth between rims, and a handle of this depth. */
  const cup = (depth: number, handle: number, right = 100) => [
    ...path(17, 100, 100 * (1 - depth)),
    ...path(17, 100 * (1 - depth), right),
    ...path(6, right, right - handle),
  ]
  test('a fifth deep with a shallow handle', () => {
    expect(readCupHandle(at(cup(0.2, 2)))).toMatchObject({
      name: 'cup_handle',
      direction: 'bullish',
    })
  })
  test.each([
    ['too shallow', cup(0.1, 1)],
    ['too deep', cup(0.4, 2)],
    ['rims apart', cup(0.2, 2, 90)],
    ['a handle as deep as half the cup', cup(0.2, 11)],
    ['no handle', cup(0.2, 0)],
  ])('%s', (_what, closes) => expect(readCupHandle(at(closes))).toBeUndefined())
})

describe('elliott', () => {
  const impulse = [100, 120, 110, 150, 135]
  test('a bare impulse is due its correction', () => {
    expect(readElliott(at(path(8, ...impulse)))).toMatchObject({ direction: 'bearish' })
  })
  test('one that was corrected goes on', () => {
    expect(readElliott(at(path(6, ...impulse, 160, 140, 150)))).toMatchObject({
      direction: 'bullish',
    })
  })
  test('a saw is none', () => {
    expect(readElliott(at(path(8, 100, 120, 100, 120, 100)))).toBeUndefined()
  })
})
