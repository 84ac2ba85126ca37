/** Whether prices moved in the waves that Elliott described: five of an impulse, three of its correction. */

import type { Bars } from '../indicators/series.ts'
import { fired, type TechnicalSignal } from './technical-signal.ts'

const BARS_MIN = 30
/** A turn counts where prices come back by so much of the whole range. */
const REVERSAL = 0.05
const IMPULSE_PIVOTS = 5
const CORRECTION_PIVOTS = 3
const SURETY = 0.85

/**
 * After the correction of an impulse its direction is told, after a bare impulse the other one: its correction is due.
 * As strong as the impulse is large within the range.
 */
export function readElliott({ high, low, close }: Bars): TechnicalSignal | undefined {
  if (close.length < BARS_MIN) return undefined
  const range = Math.max(...high) - Math.min(...low)
  if (!(range > 0)) return undefined
  const pivots = pivotsOf(close, range * REVERSAL)
  const corrected = impulseOf(
    pivots.slice(-(IMPULSE_PIVOTS + CORRECTION_PIVOTS), -CORRECTION_PIVOTS),
  )
  if (corrected !== 0 && pivots.length >= IMPULSE_PIVOTS + CORRECTION_PIVOTS)
    return fired(
      'elliott',
      corrected > 0 ? 'bullish' : 'bearish',
      Math.abs(corrected) / range,
      SURETY,
    )
  const impulse = impulseOf(pivots.slice(-IMPULSE_PIVOTS))
  if (impulse === 0) return undefined
  return fired('elliott', impulse > 0 ? 'bearish' : 'bullish', Math.abs(impulse) / range, SURETY)
}

/** How far five alternating pivots went; 0 where each pair does not go beyond the one before. */
function impulseOf(pivots: readonly number[]): number {
  if (pivots.length < IMPULSE_PIVOTS) return 0
  const [a, b, c, d, e] = pivots as [number, number, number, number, number]
  const rises = b > a && d > b && e > c && c > a
  const falls = b < a && d < b && e < c && c < a
  return rises || falls ? d - a : 0
}

/** The prices at which a move turned by `reversal` or more, oldest first, with the last price of the move that runs. */
function pivotsOf(close: Float64Array, reversal: number): number[] {
  const pivots = [close[0]!]
  let extreme = close[0]!
  let rising: boolean | undefined
  for (const price of close) {
    const gone = price - extreme
    if (rising === undefined) {
      if (Math.abs(gone) < reversal) continue
      rising = gone > 0
      extreme = price
    } else if (rising ? gone > 0 : gone < 0) extreme = price
    else if (Math.abs(gone) >= reversal) {
      pivots.push(extreme)
      rising = !rising
      extreme = price
    }
  }
  if (rising !== undefined) pivots.push(extreme)
  return pivots
}
