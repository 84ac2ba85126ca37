/**
 * Goal: Bollinger's bands equal those that were published. Method: prices of SPY of a year, with bands of a sample's
 * deviation, which is √(20/19) times that of a population. Against TA-Lib they stand with the others.
 */

import { describe, expect, test } from 'vitest'
import { bollingerBand } from '#shared/domain/technical/indicators/bands.ts'
import { overSeries } from '#shared/domain/technical/indicators/series.ts'
import { beside } from '../../../helpers/beside.ts'
import { columnsOf } from '../../../helpers/columns.ts'

test('by hand: of 1, 3, 5 and 7 the mean is 4 and the deviation √5', () => {
  const values = Float64Array.of(1, 3, 5, 7)
  const last = (side: 'upper' | 'lower') => overSeries(bollingerBand(side, 4, 2), values)
  expect([...last('upper')]).toEqual([Number.NaN, Number.NaN, Number.NaN, 4 + 2 * Math.sqrt(5)])
  expect([...last('lower')]).toEqual([Number.NaN, Number.NaN, Number.NaN, 4 - 2 * Math.sqrt(5)])
})

const { path, why } = beside('data/ohlcv/mplfinance/SPY_20110701_20120630_Bollinger.csv')

describe.skipIf(why)(`as published of SPY${why}`, () => {
  test('both bands and where the close lies between them', () => {
    const { numbers } = columnsOf(path)
    const close = numbers('Close')
    const width = 2 * Math.sqrt(20 / 19)
    const [upper, lower] = (['upper', 'lower'] as const).map((side) =>
      overSeries(bollingerBand(side, 20, width), close),
    )
    const between = close.map(
      (price, place) => (price - lower![place]!) / (upper![place]! - lower![place]!),
    )
    for (const [own, named] of [
      [upper, 'UpperB'],
      [lower, 'LowerB'],
      [between, 'PercentB'],
    ] as const) {
      const theirs = numbers(named)
      // Their first nineteen rest on prices that are not in the file.
      for (let place = 19; place < close.length; place += 1)
        expect(own![place], `${named} ${place}`).toBeCloseTo(theirs[place]!, 11)
    }
  })
})
