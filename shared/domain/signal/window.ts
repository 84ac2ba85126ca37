/** The five spans a ticker is summed up over. */

import type { WINDOWS } from '../../contracts/sets.ts'
import { HOUR_MS } from '../spans.ts'

export type Window = (typeof WINDOWS)[number]

/** How far each window reaches back, in hours. */
export const windowHours: Readonly<Record<Window, number>> = {
  intraday: 12,
  '1d': 24,
  '7d': 168,
  '30d': 720,
  '90d': 2160,
}

/** What lies before it counts in no trend. */
export const LONGEST_WINDOW: Window = '90d'

/** Hours from `from` to `to`; 0 when `from` is not the earlier one. */
export function hoursBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / HOUR_MS
}

/** The moment a window begins; itself outside of it. */
export function windowStart(window: Window, asOf: Date): Date {
  return new Date(asOf.getTime() - windowHours[window] * HOUR_MS)
}

/** Whether `at` lies in (asOf − span, asOf]. */
export function inWindow(at: Date, window: Window, asOf: Date): boolean {
  const behind = asOf.getTime() - at.getTime()
  return behind >= 0 && behind < windowHours[window] * HOUR_MS
}
