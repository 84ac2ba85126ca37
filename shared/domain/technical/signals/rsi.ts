/** Whether prices rose or fell too far too fast, by the relative strength index. */

import { relativeStrength } from '../indicators/momentum.ts'
import { overSeries, type Bars } from '../indicators/series.ts'
import { fired, type TechnicalSignal } from './technical-signal.ts'

const PERIOD = 14
const [HIGH, LOW] = [70, 30]
/** From a bound to the end of the scale. */
const SPAN = 30
const SURETY = 0.85

export function readRsi({ close }: Bars): TechnicalSignal | undefined {
  const value = overSeries(relativeStrength(PERIOD), close).at(-1) ?? Number.NaN
  if (value > HIGH) return fired('rsi', 'bearish', (value - HIGH) / SPAN, SURETY)
  if (value < LOW) return fired('rsi', 'bullish', (LOW - value) / SPAN, SURETY)
  return undefined
}
