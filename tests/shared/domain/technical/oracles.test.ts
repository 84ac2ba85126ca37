/** Indicators of real prices, against numbers that TA-Lib and Tulip gave for them, as far as those are written. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  deviation,
  exponentialMean,
  simpleMean,
} from '#shared/domain/technical/indicators/averages.ts'
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

const { path, why } = beside('data/oracles/indicators/computed')
/** They are written with nine decimals. */
const WRITTEN = 6e-10

function ours(bars: Bars): Record<string, Float64Array> {
  const { close } = bars
  const macd = overSeries(macdLine(12, 26), close)
  const signal = overSeries(exponentialMean(9), macd)
  const k = smoothed(stochastic(14), 3)
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
    talib_roc_10: overSeries(rateOfChange(10), close),
    talib_obv: overBars(onBalanceVolume(), bars),
    talib_trange: overBars(trueRange(), bars),
    tulip_stddev_pop_20: overSeries(deviation(20), close),
    tulip_stoch_k_14_3: overBars(k, bars),
    tulip_stoch_d_3: overBars(smoothed(smoothed(stochastic(14), 3), 3), bars),
  }
}

describe.skipIf(why)(`numbers of others${why}`, () => {
  test.each(['SPY_default', 'AAPL_2012_2017'])('%s', (name) => {
    const [head = [], ...rows] = readFileSync(`${path}/${name}.csv`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const column = (named: string) =>
      Float64Array.from(rows, (row) => {
        const text = row[head.indexOf(named)] ?? ''
        return text === '' ? Number.NaN : Number(text)
      })
    const bars = {
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    }
    for (const [indicator, values] of Object.entries(ours(bars))) {
      const wanted = column(indicator)
      expect(
        wanted.some((value) => !Number.isNaN(value)),
        indicator,
      ).toBe(true)
      for (const [place, value] of wanted.entries()) {
        if (Number.isNaN(value)) continue
        const apart = Math.abs(values[place]! - value) / Math.max(1, Math.abs(value))
        if (!(apart < WRITTEN))
          expect([indicator, place, values[place]]).toEqual([indicator, place, value])
      }
    }
  })
})
