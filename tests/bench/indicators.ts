/**
 * Values of indicators in a second: twelve of them over one long series, ours against TA-Lib compiled to WebAssembly,
 * which copies its series in and out. Turn and turn about, medians.
 */

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
import { averageTrueRange, directionalIndex } from '#shared/domain/technical/indicators/range.ts'
import { overBars, overSeries, type Bars } from '#shared/domain/technical/indicators/series.ts'
import { onBalanceVolume } from '#shared/domain/technical/indicators/volume.ts'
import { openTalib } from '../helpers/talib.ts'
import { median } from './median.ts'

const BARS = 100_000
const TURNS = 7

export async function bench() {
  const talib = await openTalib()
  const bars = walk()
  const [high, low, close, volume] = [bars.high, bars.low, bars.close, bars.volume].map(
    (column) => [...column],
  ) as [number[], number[], number[], number[]]
  const ours = () => [
    overSeries(simpleMean(20), bars.close),
    overSeries(exponentialMean(20), bars.close),
    overSeries(relativeStrength(14), bars.close),
    overSeries(rateOfChange(10), bars.close),
    overSeries(deviation(20), bars.close),
    overSeries(macdLine(12, 26), bars.close),
    overBars(averageTrueRange(14), bars),
    overBars(directionalIndex(14), bars),
    overBars(channelIndex(20), bars),
    overBars(moneyFlow(14), bars),
    overBars(smoothed(stochastic(14), 3), bars),
    overBars(onBalanceVolume(), bars),
  ]
  const of = (timePeriod: number) => ({ inReal: close, timePeriod })
  const ranged = (timePeriod: number) => ({ high, low, close, volume, timePeriod })
  const peer = () => [
    talib.SMA(of(20)),
    talib.EMA(of(20)),
    talib.RSI(of(14)),
    talib.ROC(of(10)),
    talib.STDDEV(of(20)),
    talib.MACD({ inReal: close, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 }),
    talib.ATR(ranged(14)),
    talib.ADX(ranged(14)),
    talib.CCI(ranged(20)),
    talib.MFI(ranged(14)),
    talib.STOCHF({ high, low, close, fastK_Period: 14, fastD_Period: 3 }),
    talib.TRANGE({ high, low, close }),
  ]
  const took = { ours: [] as number[], peer: [] as number[] }
  for (let turn = 0; turn < TURNS; turn += 1) {
    took.ours.push(secondsOf(ours))
    took.peer.push(secondsOf(peer))
  }
  const [own, other] = [took.ours, took.peer].map((seconds) =>
    Math.round((BARS * ours().length) / median(seconds)),
  ) as [number, number]
  return { name: 'indicators', ours: own, peer: other, ratio: own / other, unit: 'values/s' }
}

function secondsOf(work: () => unknown): number {
  const began = performance.now()
  work()
  return (performance.now() - began) / 1_000
}

function walk(): Bars {
  const column = () => new Float64Array(BARS)
  const bars = { high: column(), low: column(), close: column(), volume: column() }
  let [seed, price] = [7, 100]
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  for (let place = 0; place < BARS; place += 1) {
    price = Math.max(1, price * (1 + (random() - 0.5) / 50))
    bars.close[place] = price
    bars.high[place] = price * (1 + random() / 100)
    bars.low[place] = price * (1 - random() / 100)
    bars.volume[place] = 1 + Math.floor(random() * 1e6)
  }
  return bars
}
