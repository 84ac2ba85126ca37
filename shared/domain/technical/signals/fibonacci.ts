/** Whether the last close stands at a Fibonacci retracement of the swing that the bars hold. */

import type { Bars } from '../indicators/series.ts'
import { fired, type TechnicalSignal } from './technical-signal.ts'

const BARS_MIN = 20
const RATIOS = [0.236, 0.382, 0.5, 0.618, 0.786]
/** Levels that most who draw them look at. */
const MAJOR = new Set([0.5, 0.618])
/** How near counts, as a share of the swing: half of the least distance between two levels. */
const REACH = 0.057
const SURETY = { major: 0.9, minor: 0.75 }

/** Bullish where the swing rose: its fall back meets buyers there; bearish where it fell. */
export function readFibonacci({ high, low, close }: Bars): TechnicalSignal | undefined {
  if (close.length < BARS_MIN) return undefined
  const [top, bottom] = [placeOf(high, (a, b) => a > b), placeOf(low, (a, b) => a < b)]
  const [swingHigh, swingLow] = [high[top]!, low[bottom]!]
  const swing = swingHigh - swingLow
  if (!(swing > 0)) return undefined
  const price = close.at(-1)!
  const [nearest] = RATIOS.map((ratio) => ({
    ratio,
    apart: Math.abs(price - (swingHigh - ratio * swing)) / swing,
  })).toSorted((a, b) => a.apart - b.apart)
  if (!nearest) return undefined
  const direction = bottom < top ? 'bullish' : 'bearish'
  const surety = MAJOR.has(nearest.ratio) ? SURETY.major : SURETY.minor
  return fired('fibonacci', direction, 1 - nearest.apart / REACH, surety)
}

/** The last place of the extreme. */
function placeOf(values: Float64Array, beats: (a: number, b: number) => boolean): number {
  return values.reduce((best, value, place) => (beats(values[best]!, value) ? best : place), 0)
}
