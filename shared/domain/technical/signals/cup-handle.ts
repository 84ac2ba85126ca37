/** Whether prices formed a cup and a handle (O'Neil, How to Make Money in Stocks). */

import type { Bars } from '../indicators/series.ts'
import { fired, type TechnicalSignal } from './technical-signal.ts'

const BARS_MIN = 30
/** The handle lies in the last bars, the rims in the first and the last third of what is before. */
const HANDLE_SHARE = 0.15
const DEPTH = { least: 0.12, most: 0.33 }
const RIMS_APART_MAX = 0.05
const HANDLE_DEPTH_MAX = 0.5
const SURETY = 0.9

/** Bullish alone; the shallower the handle the stronger. */
export function readCupHandle({ close }: Bars): TechnicalSignal | undefined {
  if (close.length < BARS_MIN) return undefined
  const handleBars = Math.ceil(close.length * HANDLE_SHARE)
  const cup = close.subarray(0, close.length - handleBars)
  const third = Math.floor(cup.length / 3)
  const left = Math.max(...cup.subarray(0, third))
  const right = Math.max(...cup.subarray(cup.length - third))
  const bottom = Math.min(...cup.subarray(third, cup.length - third))
  const rim = Math.max(left, right)
  const depth = (rim - bottom) / rim
  if (Math.abs(left - right) / rim > RIMS_APART_MAX) return undefined
  if (depth < DEPTH.least || depth > DEPTH.most) return undefined
  const handle = (right - Math.min(...close.subarray(close.length - handleBars))) / rim
  const share = handle / depth
  if (share <= 0 || share >= HANDLE_DEPTH_MAX) return undefined
  return fired('cup_handle', 'bullish', 1 - share / HANDLE_DEPTH_MAX, SURETY)
}
