/** How long what failed waits before it is tried again. */

/** Seconds after the first failure: doubled with each that follows, up to a bound. */
export type BackOff = { seconds: number; secondsMax: number }

/** No further: two to that power is past every bound, and a number still. */
export const DOUBLINGS_MAX = 16

/** Seconds to wait after `failures` failures in a row, at least one. */
export function backOffSeconds({ seconds, secondsMax }: BackOff, failures: number): number {
  return Math.min(secondsMax, seconds * 2 ** Math.min(failures - 1, DOUBLINGS_MAX))
}
