/**
 * Goal: indicators equal TA-Lib's to 1e-12. Method: random walks with flat stretches, jumps and bars without a range go
 * through both; numbers are compared from where TA-Lib has its first.
 */

import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  deviation,
  exponentialMean,
  highest,
  lowest,
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
import {
  overBars,
  overSeries,
  type Bars,
  type BarStep,
  type SeriesStep,
} from '#shared/domain/technical/indicators/series.ts'
import { onBalanceVolume, volumeWeightedPrice } from '#shared/domain/technical/indicators/volume.ts'
import { openTalib } from '../../../helpers/talib.ts'

const talib = await openTalib()

/** A move of a bar in hundredths of a percent, its reach up and down, and its volume; some do not move. */
const move = fc.record({
  by: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -300, max: 300 }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -4_000, max: 6_000 }) },
  ),
  up: fc.nat({ max: 200 }),
  down: fc.nat({ max: 200 }),
  volume: fc.nat({ max: 5_000_000 }),
})
const walk: fc.Arbitrary<Bars> = fc.array(move, { minLength: 60, maxLength: 260 }).map((moves) => {
  let price = 100
  const rows = moves.map(({ by, up, down, volume }) => {
    price = Math.max(0.01, Math.round(price * (1 + by / 10_000) * 100) / 100)
    const [high, low] = [price * (1 + up / 10_000), price * (1 - down / 10_000)]
    return {
      high: Math.round(high * 1e4) / 1e4,
      low: Math.round(low * 1e4) / 1e4,
      close: price,
      volume,
    }
  })
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of)
  return {
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => volume),
  }
})

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
]
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
    (bars) => second(talib.STOCHF(stoch(bars)) as never),
  ],
]
const stoch = (bars: Bars) => ({
  ...named(bars),
  fastK_Period: 14,
  fastD_Period: 3,
  fastD_MAType: 0,
})
const second = (output: Output): Output => ({ output: Object.values(output)[1]! })

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
    prop.prop([walk], { numRuns: 30 })(name, (bars) => {
      expectEqual(overSeries(open(), bars.close), ask(bars), skipped)
    })
  // Of squares of prices TA-Lib loses digits where they hardly move; here none are lost.
  prop.prop([walk], { numRuns: 30 })('variance 20, to 1e-12 of the squares', (bars) => {
    const ours = overSeries(deviation(20), bars.close)
    const theirs = (talib.VAR({ ...of(bars, 20), nbDev: 1 }) as unknown as Output)['output']!
    for (let place = 19; place < ours.length; place += 1) {
      const apart = Math.abs(ours[place]! ** 2 - theirs[place - 19]!)
      const most = Math.max(...bars.close.subarray(place - 19, place + 1))
      expect(apart).toBeLessThanOrEqual(1e-12 * Math.max(1, most ** 2))
    }
  })
  for (const [name, skipped, open, ask] of BARS)
    prop.prop([walk], { numRuns: 30 })(name, (bars) => {
      expectEqual(overBars(open(), bars), ask(bars), skipped)
    })
})

test('where nothing moves strength is neither high nor low', () => {
  const flat = new Float64Array(40).fill(100)
  expect(
    [...overSeries(relativeStrength(14), flat).subarray(14)].every((value) => value === 50),
  ).toBe(true)
})

test('a bar that is missing has no number and changes no other', () => {
  const closes = Float64Array.from({ length: 60 }, (_, place) => 100 + Math.sin(place) * 5)
  const gap = new Float64Array([...closes.subarray(0, 30), Number.NaN, ...closes.subarray(30)])
  const [whole, broken] = [closes, gap].map((values) => overSeries(exponentialMean(12), values))
  expect(broken![30]).toBeNaN()
  expect([...broken!.subarray(0, 30), ...broken!.subarray(31)]).toEqual([...whole!])
})

test('volume: balance and weighted price by hand', () => {
  const bars = {
    high: Float64Array.of(11, 12, 12),
    low: Float64Array.of(9, 10, 9),
    close: Float64Array.of(10, 11, 9),
    volume: Float64Array.of(100, 300, 0),
  }
  expect([...overBars(onBalanceVolume(), bars)]).toEqual([100, 400, 400])
  expect([...overBars(volumeWeightedPrice(), bars)]).toEqual([10, 10.75, 10.75])
})

test('a period that is none is refused by name', () => {
  for (const open of [simpleMean, relativeStrength, averageTrueRange])
    expect(() => open(1.5)).toThrow('expected a whole number from')
})
