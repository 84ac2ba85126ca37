/** Means of a series, in the order of operations of TA-Lib. */

import { checkPeriod, type SeriesStep } from './series.ts'

/** Simple mean of the last `period` values. */
export function simpleMean(period: number): SeriesStep {
  const kept = new Float64Array(checkPeriod(period, 1))
  let [count, place, total] = [0, 0, 0]
  return (value) => {
    if (count < period) count += 1
    total += value
    kept[place] = value
    place = place + 1 === period ? 0 : place + 1
    if (count < period) return Number.NaN
    const mean = total / period
    total -= kept[place]!
    return mean
  }
}

/** Exponential mean, weight 2 / (period + 1); it begins with the simple mean of the first `period` values. */
export function exponentialMean(period: number): SeriesStep {
  const weight = 2 / (checkPeriod(period, 1) + 1)
  let [count, total, mean] = [0, 0, 0]
  return (value) => {
    if (count < period) {
      count += 1
      total += value
      if (count < period) return Number.NaN
      mean = total / period
      return mean
    }
    mean = (value - mean) * weight + mean
    return mean
  }
}

/** Wilder's mean, weight 1 / period; it begins with the simple mean of the first `period` values. */
export function wilderMean(period: number): SeriesStep {
  checkPeriod(period, 1)
  let [count, mean] = [0, 0]
  return (value) => {
    if (count < period) {
      count += 1
      mean += value
      if (count < period) return Number.NaN
      mean /= period
      return mean
    }
    mean = (mean * (period - 1) + value) / period
    return mean
  }
}

/** Standard deviation of the last `period` values, of the population; summed anew each time, so that no digit is lost. */
export function deviation(period: number): SeriesStep {
  const kept = new Float64Array(checkPeriod(period))
  let count = 0
  return (value) => {
    kept[count % period] = value
    count += 1
    if (count < period) return Number.NaN
    let mean = 0
    for (let place = 0; place < period; place += 1) mean += kept[place]!
    mean /= period
    let squares = 0
    for (let place = 0; place < period; place += 1) squares += (kept[place]! - mean) ** 2
    return Math.sqrt(squares / period)
  }
}

/** The highest of the last `period` values. */
export const highest = (period: number): SeriesStep =>
  extreme(period, (held, value) => held <= value)

/** The lowest of the last `period` values. */
export const lowest = (period: number): SeriesStep =>
  extreme(period, (held, value) => held >= value)

/** Values that may still become the extreme, in a ring; each comes and goes once. */
function extreme(period: number, isBeaten: (held: number, value: number) => boolean): SeriesStep {
  const values = new Float64Array(checkPeriod(period, 1))
  const ages = new Float64Array(period)
  let [first, held, count] = [0, 0, 0]
  return (value) => {
    while (held > 0 && isBeaten(values[(first + held - 1) % period]!, value)) held -= 1
    if (held > 0 && ages[first]! <= count - period) {
      first = (first + 1) % period
      held -= 1
    }
    const place = (first + held) % period
    values[place] = value
    ages[place] = count
    held += 1
    count += 1
    return count < period ? Number.NaN : values[first]!
  }
}
