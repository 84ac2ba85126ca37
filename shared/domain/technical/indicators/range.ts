/** How far prices range, and which way, in the order of operations of TA-Lib. */

import { wilderMean } from './averages.ts'
import { checkPeriod, type BarStep } from './series.ts'

/** The greatest of the bar's range and its reach from the close before; NaN of the first bar. */
export function trueRange(): BarStep {
  let before = Number.NaN
  return (high, low, close) => {
    const range = reachOf(high, low, before)
    before = close
    return range
  }
}

function reachOf(high: number, low: number, before: number): number {
  if (Number.isNaN(before)) return Number.NaN
  return Math.max(high - low, Math.abs(before - high), Math.abs(before - low))
}

/** Average true range by Wilder, dollars. */
export function averageTrueRange(period: number): BarStep {
  const [range, mean] = [trueRange(), wilderMean(checkPeriod(period, 1))]
  return (high, low, close, volume) => {
    const value = range(high, low, close, volume)
    return Number.isNaN(value) ? Number.NaN : mean(value)
  }
}

type Direction = { plus: number; minus: number }

/** Directional indicators by Wilder, 0 to 100 each; the same object each time, NaN until there are enough bars. */
function direction(period: number): (high: number, low: number, close: number) => Direction {
  checkPeriod(period)
  const said = { plus: Number.NaN, minus: Number.NaN }
  let [count, highBefore, lowBefore, closeBefore] = [0, 0, 0, Number.NaN]
  let [plus, minus, range] = [0, 0, 0]
  return (high, low, close) => {
    const [up, down] = [high - highBefore, lowBefore - low]
    const reach = reachOf(high, low, closeBefore)
    ;[highBefore, lowBefore, closeBefore] = [high, low, close]
    count += 1
    if (count === 1) return said
    if (count > period) {
      minus -= minus / period
      plus -= plus / period
      range = range - range / period + reach
    } else range += reach
    if (down > 0 && up < down) minus += down
    else if (up > 0 && up > down) plus += up
    if (count <= period) return said
    said.plus = range === 0 ? 0 : 100 * (plus / range)
    said.minus = range === 0 ? 0 : 100 * (minus / range)
    return said
  }
}

/** Which share of the range went up (`plus`) or down (`minus`), 0 to 100. */
export function directional(which: 'plus' | 'minus', period: number): BarStep {
  const step = direction(period)
  return (high, low, close) => step(high, low, close)[which]
}

/** Average directional index: how much of a trend there is, 0 to 100, whichever way. */
export function directionalIndex(period: number): BarStep {
  const step = direction(period)
  let [count, mean] = [0, 0]
  return (high, low, close) => {
    const { plus, minus } = step(high, low, close)
    if (Number.isNaN(plus)) return Number.NaN
    const both = minus + plus
    count += 1
    if (count <= period) {
      if (both !== 0) mean += 100 * (Math.abs(minus - plus) / both)
      if (count < period) return Number.NaN
      mean /= period
    } else if (both !== 0) {
      mean = (mean * (period - 1) + 100 * (Math.abs(minus - plus) / both)) / period
    }
    return mean
  }
}
