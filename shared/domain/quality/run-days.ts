/** Sessions that hang together, so that resampling draws them together: one trend reaches over days, one move too. */

import { windowHours } from '../signal/window.ts'

const HOURS_A_DAY = 24
/** Sessions in a row, of what reaches over a week or more. */
export const RUN_DAYS = 5

/** Of a window of trends and moves over `horizon` sessions; what has no window reaches over days. */
export function runDaysOf(name: string, horizon = 1): number {
  const hours = (windowHours as Readonly<Record<string, number>>)[name] ?? Infinity
  return Math.max(horizon, hours > HOURS_A_DAY ? RUN_DAYS : 1)
}
