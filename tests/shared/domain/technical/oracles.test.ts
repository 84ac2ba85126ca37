/**
 * Goal: indicators of real prices equal the numbers that TA-Lib and Tulip gave for them, in every digit that is written.
 * Method: each column of the recordings is either compared or named as one that the product has not.
 */

import { describe, expect, test } from 'vitest'
import {
  deviation,
  exponentialMean,
  simpleMean,
} from '#shared/domain/technical/indicators/averages.ts'
import { bollingerBand } from '#shared/domain/technical/indicators/bands.ts'
import {
  channelIndex,
  macdLine,
  moneyFlow,
  rateOfChange,
  relativeStrength,
  smoothed,
  stochastic,
} from '#shared/domain/technical/indicators/momentum.ts'
import {
  averageTrueRange,
  directional,
  directionalIndex,
  trueRange,
} from '#shared/domain/technical/indicators/range.ts'
import { overBars, overSeries, type Bars } from '#shared/domain/technical/indicators/series.ts'
import { onBalanceVolume } from '#shared/domain/technical/indicators/volume.ts'
import { beside } from '../../../helpers/beside.ts'
import { barsOf, columnsOf } from '../../../helpers/columns.ts'

const { path, why } = beside('data/oracles/indicators/computed')
/** Ten digits are written: half of the last one, of a number that begins with 1. */
const WRITTEN = 5e-10
/** What floats leave of numbers near 0. */
const FLOAT = 1e-12

const PRICES = ['date', 'open', 'high', 'low', 'close', 'volume']
/** Not in the product. */
const UNBUILT = ['talib_sar_0.02_0.2']

function ours(bars: Bars): Record<string, Float64Array> {
  const { close } = bars
  const macd = overSeries(macdLine(12, 26), close)
  const signal = overSeries(exponentialMean(9), macd)
  const balance = overBars(onBalanceVolume(), bars)
  return {
    ...Object.fromEntries(
      [5, 10, 20, 50, 200].map((n) => [`talib_sma_${n}`, overSeries(simpleMean(n), close)]),
    ),
    ...Object.fromEntries(
      [9, 12, 20, 26, 50].map((n) => [`talib_ema_${n}`, overSeries(exponentialMean(n), close)]),
    ),
    ...Object.fromEntries(
      [7, 14, 21].map((n) => [`talib_rsi_${n}`, overSeries(relativeStrength(n), close)]),
    ),
    talib_macd_12_26_9: macd,
    talib_macd_signal: signal,
    talib_macd_hist: macd.map((value, place) => value - signal[place]!),
    talib_atr_14: overBars(averageTrueRange(14), bars),
    talib_adx_14: overBars(directionalIndex(14), bars),
    talib_plus_di_14: overBars(directional('plus', 14), bars),
    talib_minus_di_14: overBars(directional('minus', 14), bars),
    talib_cci_20: overBars(channelIndex(20), bars),
    talib_mfi_14: overBars(moneyFlow(14), bars),
    // Williams' %R is the stochastic counted from the top.
    talib_willr_14: overBars(stochastic(14), bars).map((value) => value - 100),
    talib_roc_10: overSeries(rateOfChange(10), close),
    talib_obv: balance,
    // Tulip begins with 0 where TA-Lib begins with the first volume.
    tulip_obv_from0: balance.map((value) => value - bars.volume[0]!),
    talib_trange: overBars(trueRange(), bars),
    tulip_bb_lower_20_2: overSeries(bollingerBand('lower', 20, 2), close),
    tulip_bb_mid_20_2: overSeries(simpleMean(20), close),
    tulip_bb_upper_20_2: overSeries(bollingerBand('upper', 20, 2), close),
    tulip_stddev_pop_20: overSeries(deviation(20), close),
    tulip_stoch_k_14_3: overBars(smoothed(stochastic(14), 3), bars),
    tulip_stoch_d_3: overBars(smoothed(smoothed(stochastic(14), 3), 3), bars),
  }
}

describe.skipIf(why)(`numbers of others${why}`, () => {
  test.each(['SPY_default', 'AAPL_2012_2017'])('%s', (name) => {
    const columns = columnsOf(`${path}/${name}.csv`)
    const computed = ours(barsOf(columns))
    expect([...PRICES, ...Object.keys(computed), ...UNBUILT].sort()).toEqual(
      columns.names.toSorted(),
    )
    for (const [indicator, values] of Object.entries(computed)) {
      const wanted = columns.numbers(indicator)
      expect(
        wanted.some((value) => !Number.isNaN(value)),
        indicator,
      ).toBe(true)
      for (const [place, value] of wanted.entries()) {
        if (Number.isNaN(value)) continue
        const apart = Math.abs(values[place]! - value)
        if (!(apart <= WRITTEN * Math.abs(value) + FLOAT))
          expect([indicator, place, values[place]]).toEqual([indicator, place, value])
      }
    }
  })
})
