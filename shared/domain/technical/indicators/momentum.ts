/** How fast and how far prices moved, in the order of operations of TA-Lib. */

import { exponentialMean, highest, lowest, simpleMean, wilderMean } from './averages.ts'
import { checkPeriod, type BarStep, type SeriesStep } from './series.ts'

/** Relative strength index by Wilder, 0 to 100; 50 where nothing moved (TA-Lib says 0). */
export function relativeStrength(period: number): SeriesStep {
  const [gain, loss] = [wilderMean(checkPeriod(period)), wilderMean(period)]
  let before = Number.NaN
  return (close) => {
    const change = close - before
    before = close
    if (Number.isNaN(change)) return Number.NaN
    const up = gain(change > 0 ? change : 0)
    const down = loss(change < 0 ? -change : 0)
    const both = up + down
    return both === 0 ? 50 : 100 * (up / both)
  }
}

/** Change over `period` bars, percent. */
export function rateOfChange(period: number): SeriesStep {
  const kept = new Float64Array(checkPeriod(period, 1))
  let count = 0
  return (close) => {
    const place = count % period
    const before = kept[place]!
    kept[place] = close
    count += 1
    if (count <= period) return Number.NaN
    return before === 0 ? 0 : (close / before - 1) * 100
  }
}

/**
 * MACD line: exponential mean of `fast` less that of `slow`. As in TA-Lib the fast one begins anew with the simple mean
 * of the `fast` values before the first number.
 */
export function macdLine(fast: number, slow: number): SeriesStep {
  checkPeriod(slow, checkPeriod(fast) + 1)
  const [quick, calm] = [exponentialMean(fast), exponentialMean(slow)]
  let count = 0
  return (close) => {
    const behind = calm(close)
    const ahead = count >= slow - fast ? quick(close) : Number.NaN
    count += 1
    return ahead - behind
  }
}

/** Where the close lies between the lowest and the highest of `period` bars, 0 to 100; 0 where those are the same. */
export function stochastic(period: number): BarStep {
  const [top, bottom] = [highest(period), lowest(period)]
  return (high, low, close) => {
    const [above, below] = [top(high), bottom(low)]
    const range = (above - below) / 100
    return range === 0 ? 0 : (close - below) / range
  }
}

/** Commodity channel index: how far the typical price lies from its mean, in mean deviations over 0.015. */
export function channelIndex(period: number): BarStep {
  const kept = new Float64Array(checkPeriod(period))
  let count = 0
  return (high, low, close) => {
    const typical = (high + low + close) / 3
    kept[count % period] = typical
    count += 1
    if (count < period) return Number.NaN
    let mean = 0
    for (let place = 0; place < period; place += 1) mean += kept[place]!
    mean /= period
    let apart = 0
    for (let place = 0; place < period; place += 1) apart += Math.abs(kept[place]! - mean)
    return typical === mean || apart === 0 ? 0 : (typical - mean) / (0.015 * (apart / period))
  }
}

/** Money flow index: the share of money that moved with a rising typical price, 0 to 100. A bar without a volume (NaN) has none, and changes none. */
export function moneyFlow(period: number): BarStep {
  const flows = new Float64Array(checkPeriod(period))
  let [count, before, up, down] = [0, Number.NaN, 0, 0]
  return (high, low, close, volume) => {
    if (Number.isNaN(volume)) return Number.NaN
    const typical = (high + low + close) / 3
    const change = typical - before
    before = typical
    if (Number.isNaN(change)) return Number.NaN
    const place = count % period
    const oldest = flows[place]!
    if (oldest > 0) up -= oldest
    else down += oldest
    const money = typical * volume
    const flow = change > 0 ? money : change < 0 ? -money : 0
    flows[place] = flow
    if (flow > 0) up += flow
    else down -= flow
    count += 1
    if (count < period) return Number.NaN
    const both = up + down
    return both < 1 ? 0 : 100 * (up / both)
  }
}

/** One step behind another. */
export function behind(first: BarStep, second: SeriesStep): BarStep {
  return (high, low, close, volume) => {
    const value = first(high, low, close, volume)
    return Number.isNaN(value) ? Number.NaN : second(value)
  }
}

/** The simple mean of the last `period` numbers of an indicator of bars. */
export const smoothed = (step: BarStep, period: number): BarStep => behind(step, simpleMean(period))
