/** Goal: what volume says of prices is what its definition says, of any bars, and of each session by itself. */

import { fc, test as prop } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { overBars, type Bars } from '#shared/domain/technical/indicators/series.ts'
import { onBalanceVolume, volumeWeightedPrice } from '#shared/domain/technical/indicators/volume.ts'
import { walkOfBars } from '../../../helpers/walks.ts'

test('balance and weighted price by hand', () => {
  const bars = {
    high: Float64Array.of(11, 12, 12),
    low: Float64Array.of(9, 10, 9),
    close: Float64Array.of(10, 11, 9),
    volume: Float64Array.of(100, 300, 0),
  }
  expect([...overBars(onBalanceVolume(), bars)]).toEqual([100, 400, 400])
  expect([...overBars(volumeWeightedPrice(), bars)]).toEqual([10, 10.75, 10.75])
})

test('nothing traded yet has no weighted price', () => {
  const column = (...values: number[]) => Float64Array.from(values)
  const bars = { high: column(3, 6), low: column(1, 4), close: column(2, 5), volume: column(0, 7) }
  expect([...overBars(volumeWeightedPrice(), bars)]).toEqual([Number.NaN, 5])
})

// Volumes are whole, so that sums of them are exact in any order.
prop.prop([walkOfBars], { numRuns: 30 })(
  'balance: volume so far, by the sign of each change',
  (bars) => {
    const { close, volume } = bars
    for (const [place, balance] of overBars(onBalanceVolume(), bars).entries()) {
      let wanted = volume[0]!
      for (let at = 1; at <= place; at += 1)
        wanted += Math.sign(close[at]! - close[at - 1]!) * volume[at]!
      expect(balance).toBe(wanted)
    }
  },
)

prop.prop([walkOfBars, fc.integer({ min: 1, max: 40 })], { numRuns: 30 })(
  'weighted price of each session, opened with it: the mean of its own prices alone',
  (bars, length) => {
    for (let from = 0; from < bars.close.length; from += length) {
      const session = part(bars, from, from + length)
      const { high, low, close, volume } = session
      const typical = close.map((price, at) => (high[at]! + low[at]! + price) / 3)
      for (const [place, price] of overBars(volumeWeightedPrice(), session).entries()) {
        const so = volume.subarray(0, place + 1)
        const shares = so.reduce((sum, one) => sum + one, 0)
        const money = so.reduce((sum, one, at) => sum + one * typical[at]!, 0)
        if (shares === 0) expect(price).toBeNaN()
        else expect(Math.abs(price / (money / shares) - 1)).toBeLessThanOrEqual(1e-12)
      }
    }
  },
)

function part({ high, low, close, volume }: Bars, from: number, to: number): Bars {
  return {
    high: high.subarray(from, to),
    low: low.subarray(from, to),
    close: close.subarray(from, to),
    volume: volume.subarray(from, to),
  }
}
