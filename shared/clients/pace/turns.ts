/** Turns at a vendor: how many there are, and who keeps count of them. */

/** So many requests in any span of so long; `name` tells who shares them. */
export type Limit = { name: string; most: number; spanMs: number }

/** A turn that is taken, to be used after the wait; or none, and when to come again. */
export type Turn = { isTaken: boolean; waitMs: number }

export type VendorTurns = {
  /** Takes a turn within all limits, unless it is further away than `patienceMs`. */
  take(vendor: string, limits: readonly Limit[], patienceMs: number): Promise<Turn>
  /** Nobody has a turn for so long, whatever the limits say; a shorter word changes nothing. */
  hold(vendor: string, ms: number): Promise<void>
}

/** What was promised is not promised for longer than a job is put off. */
export const PROMISE_MS_MAX = 3_600_000
