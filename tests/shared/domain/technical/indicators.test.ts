/**
 * Goal: indicators equal TA-Lib's to 1e-12. Method: random walks with flat stretches, jumps and bars without a range go
 * through both; numbers are compared from where TA-Lib has its first.
 */

import { test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  deviation,
  exponentialMean,
  highest,
  lowest,
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
import {
  overBars,
  overSeries,
  type Bars,
  type BarStep,
  type SeriesStep,
} from '#shared/domain/technical/indicators/series.ts'
import { openTalib } from '../../../helpers/talib.ts'
import { walkOfBars } from '../../../helpers/walks.ts'

const talib = await openTalib()

/** With one value more: the package asks TA-Lib for one more than it has, and what lies there spoils the last number. */
const list = (values: Float64Array) => [...values, values.at(-1)!]
const named = ({ high, low, close, volume }: Bars) => ({
  high: list(high),
  low: list(low),
  close: list(close),
  volume: list(volume),
})
type Output = Record<string, number[]>
const of = (bars: Bars, timePeriod: number) => ({ inReal: list(bars.close), timePeriod })

const SERIES: [string, number, () => SeriesStep, (bars: Bars) => Output][] = [
  ['sma 20', 19, () => simpleMean(20), (bars) => talib.SMA(of(bars, 20)) as never],
  ['ema 12', 11, () => exponentialMean(12), (bars) => talib.EMA(of(bars, 12)) as never],
  ['max 14', 13, () => highest(14), (bars) => talib.MAX(of(bars, 14)) as never],
  ['min 14', 13, () => lowest(14), (bars) => talib.MIN(of(bars, 14)) as never],
  ['rsi 14', 14, () => relativeStrength(14), (bars) => talib.RSI(of(bars, 14)) as never],
  ['roc 10', 10, () => rateOfChange(10), (bars) => talib.ROC(of(bars, 10)) as never],
  ['macd', 33, () => macdLine(12, 26), (bars) => talib.MACD(macd(bars)) as never],
  ['macd signal', 33, macdSignal, (bars) => output(1, talib.MACD(macd(bars)) as never)],
  ['macd histogram', 33, macdHistogram, (bars) => output(2, talib.MACD(macd(bars)) as never)],
]
function macdSignal(): SeriesStep {
  const [line, signal] = [macdLine(12, 26), exponentialMean(9)]
  return (close) => {
    const value = line(close)
    return Number.isNaN(value) ? Number.NaN : signal(value)
  }
}
function macdHistogram(): SeriesStep {
  const [line, signal] = [macdLine(12, 26), macdSignal()]
  return (close) => line(close) - signal(close)
}
const macd = (bars: Bars) => ({
  inReal: list(bars.close),
  fastPeriod: 12,
  slowPeriod: 26,
  signalPeriod: 9,
})

const BARS: [string, number, () => BarStep, (bars: Bars) => Output][] = [
  ['trange', 1, trueRange, (bars) => talib.TRANGE(named(bars)) as never],
  [
    'atr 14',
    14,
    () => averageTrueRange(14),
    (bars) => talib.ATR({ ...named(bars), timePeriod: 14 }) as never,
  ],
  [
    'adx 14',
    27,
    () => directionalIndex(14),
    (bars) => talib.ADX({ ...named(bars), timePeriod: 14 }) as never,
  ],
  [
    '+di 14',
    14,
    () => directional('plus', 14),
    (bars) => talib.PLUS_DI({ ...named(bars), timePeriod: 14 }) as never,
  ],
  [
    '-di 14',
    14,
    () => directional('minus', 14),
    (bars) => talib.MINUS_DI({ ...named(bars), timePeriod: 14 }) as never,
  ],
  [
    'cci 20',
    19,
    () => channelIndex(20),
    (bars) => talib.CCI({ ...named(bars), timePeriod: 20 }) as never,
  ],
  [
    'mfi 14',
    14,
    () => moneyFlow(14),
    (bars) => talib.MFI({ ...named(bars), timePeriod: 14 }) as never,
  ],
  [
    'stoch k',
    15,
    () => smoothed(stochastic(14), 3),
    (bars) => output(1, talib.STOCHF(stoch(bars)) as never),
  ],
  [
    'stoch d',
    17,
    () => smoothed(smoothed(stochastic(14), 3), 3),
    (bars) => meanOf(output(1, talib.STOCHF(stoch(bars)) as never), bars.close.length - 15),
  ],
]
const stoch = (bars: Bars) => ({
  ...named(bars),
  fastK_Period: 14,
  fastD_Period: 3,
  fastD_MAType: 0,
})
/** A mean of 3 of its numbers, put together of what the package does right: its STOCH and BBANDS give wrong numbers. */
const meanOf = ({ output: all }: Output, count: number): Output =>
  talib.SMA({ inReal: list(Float64Array.from(all!.slice(0, count))), timePeriod: 3 }) as never
/** One of several. */
const output = (place: number, all: Output): Output => ({ output: Object.values(all)[place]! })

/** TA-Lib leaves out the first numbers, and gives the rest in order. */
function expectEqual(ours: Float64Array, output: Output, skipped: number): void {
  const theirs = Object.values(output)[0]!
  const count = ours.length - skipped
  for (let place = 0; place < count; place += 1) {
    const [own, value] = [ours[skipped + place]!, theirs[place]!]
    const apart = Math.abs(own - value) / Math.max(1, Math.abs(value))
    if (!(apart <= 1e-12)) expect([place, own]).toEqual([place, value])
  }
  expect(ours.subarray(0, Math.min(skipped, 1)).every(Number.isNaN)).toBe(true)
}

describe('equal to TA-Lib', () => {
  for (const [name, skipped, open, ask] of SERIES)
    prop.prop([walkOfBars], { numRuns: 30 })(name, (bars) => {
      expectEqual(overSeries(open(), bars.close), ask(bars), skipped)
    })
  // Of squares of prices TA-Lib loses digits where they hardly move; here none are lost.
  prop.prop([walkOfBars], { numRuns: 30 })('variance 20, to 1e-12 of the squares', (bars) => {
    const ours = overSeries(deviation(20), bars.close)
    const theirs = (talib.VAR({ ...of(bars, 20), nbDev: 1 }) as unknown as Output)['output']!
    for (let place = 19; place < ours.length; place += 1) {
      const apart = Math.abs(ours[place]! ** 2 - theirs[place - 19]!)
      const most = Math.max(...bars.close.subarray(place - 19, place + 1))
      expect(apart).toBeLessThanOrEqual(1e-12 * Math.max(1, most ** 2))
    }
  })
  for (const [name, skipped, open, ask] of BARS)
    prop.prop([walkOfBars], { numRuns: 30 })(name, (bars) => {
      expectEqual(overBars(open(), bars), ask(bars), skipped)
    })
})

prop.prop([walkOfBars], { numRuns: 30 })(
  "Bollinger's bands are TA-Lib's mean and two of its deviations, to 1e-12 of the squares",
  (bars) => {
    const mean = (talib.SMA(of(bars, 20)) as unknown as Output)['output']!
    const variance = (talib.VAR({ ...of(bars, 20), nbDev: 1 }) as unknown as Output)['output']!
    for (const side of ['upper', 'lower'] as const) {
      const ours = overSeries(bollingerBand(side, 20, 2), bars.close)
      for (let place = 19; place < ours.length; place += 1) {
        const away = (ours[place]! - mean[place - 19]!) / (side === 'upper' ? 2 : -2)
        const most = Math.max(1, ...bars.close.subarray(place - 19, place + 1))
        expect(away).toBeGreaterThanOrEqual(0)
        expect(Math.abs(away ** 2 - variance[place - 19]!)).toBeLessThanOrEqual(1e-12 * most ** 2)
      }
    }
  },
)

test('where nothing moves strength is neither high nor low', () => {
  const flat = new Float64Array(40).fill(100)
  expect(
    [...overSeries(relativeStrength(14), flat).subarray(14)].every((value) => value === 50),
  ).toBe(true)
})

test('a period that is none is refused by name', () => {
  for (const open of [simpleMean, relativeStrength, averageTrueRange])
    expect(() => open(1.5)).toThrow('expected a whole number from')
})
