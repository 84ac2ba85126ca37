/** Bands around a mean, as far as prices usually stray from it. */

import { deviation, simpleMean } from './averages.ts'
import type { SeriesStep } from './series.ts'

/** Bollinger's band on one side of the simple mean of `period` values, `width` deviations of theirs away from it. */
export function bollingerBand(side: 'upper' | 'lower', period: number, width: number): SeriesStep {
  const [middle, spread] = [simpleMean(period), deviation(period)]
  const away = side === 'upper' ? width : -width
  return (value) => middle(value) + away * spread(value)
}
