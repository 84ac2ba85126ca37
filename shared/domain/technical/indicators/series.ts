/**
 * What indicators are made of: a step that takes the values of a series in order and gives a number behind each. One
 * step serves a series that is there and one that grows, so that both give the same numbers to the last bit.
 */

/** Columns of equal length, oldest first; prices in dollars adjusted for splits, volume in shares. */
export type Bars = {
  high: Float64Array
  low: Float64Array
  close: Float64Array
  volume: Float64Array
}

/** Takes the next value; NaN until there are enough of them. */
export type SeriesStep = (value: number) => number

/** Takes the next bar; NaN until there are enough of them. */
export type BarStep = (high: number, low: number, close: number, volume: number) => number

/** A number behind each value. A value that is missing (NaN) gives NaN, and is as if it had never been. */
export function overSeries(step: SeriesStep, values: Float64Array): Float64Array {
  const out = new Float64Array(values.length)
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place]!
    out[place] = Number.isNaN(value) ? Number.NaN : step(value)
  }
  return out
}

/** A number behind each bar. One with a price that is missing (NaN) gives NaN, and is as if it had never been. */
export function overBars(step: BarStep, { high, low, close, volume }: Bars): Float64Array {
  const out = new Float64Array(close.length)
  for (let place = 0; place < close.length; place += 1) {
    const [h, l, c] = [high[place]!, low[place]!, close[place]!]
    out[place] = Number.isNaN(h + l + c) ? Number.NaN : step(h, l, c, volume[place]!)
  }
  return out
}

/** @throws RangeError of what is no whole number of bars from `least` on. */
export function checkPeriod(period: number, least = 2): number {
  if (Number.isSafeInteger(period) && period >= least) return period
  throw new RangeError(`Set a period: expected a whole number from ${least} on, found ${period}`)
}
