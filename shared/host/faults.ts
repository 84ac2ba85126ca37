/**
 * The two ways work can fail, and the one in which it is not yet its turn.
 *
 * Any thrown error means "try again later". A `PermanentFault` means "no retry will help": the
 * job goes to its dead-letter list with the reason. A `PutOff` is no failure: the job waits, and is
 * delivered as if for the first time. Business outcomes are none of these: they are values.
 */

import { redact } from './redact.ts'

export class PermanentFault extends Error {
  override readonly name = 'PermanentFault'
  /** A lower_snake word from docs/CODES.md. */
  readonly reason: string

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** Shorter waits would be asked for over and over; longer ones are asked about again meanwhile. */
const PUT_OFF_MS_MIN = 1_000
export const PUT_OFF_MS_MAX = 3_600_000
/** Where nobody said how long. */
const PUT_OFF_MS_USUAL = 60_000

/** The job is to wait until `untilMs` of real time; what stands in the way, in `message`. */
export class PutOff extends Error {
  override readonly name = 'PutOff'
  /** Milliseconds since 1970, as told; `waitMs` says what is made of it. */
  readonly untilMs: number

  constructor(untilMs: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.untilMs = untilMs
  }
}

/** How long to wait from now on, whatever was told: from a second to an hour. */
export function waitMsOf(untilMs: number, nowMs = Date.now()): number {
  return boundedWaitMs(untilMs - nowMs)
}

export function boundedWaitMs(ms: number): number {
  if (Number.isNaN(ms)) return PUT_OFF_MS_USUAL
  return Math.ceil(Math.min(PUT_OFF_MS_MAX, Math.max(PUT_OFF_MS_MIN, ms)))
}

/** What to print of anything that was thrown, causes included; never a stack, and never a secret. */
export function messageOf(fault: unknown): string {
  return redact(wordsOf(fault))
}

function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const own = fault.message || fault.name
  if (fault.cause === undefined) return own
  const cause = wordsOf(fault.cause)
  // What was said with its cause's words is told once.
  return own.endsWith(cause) ? own : `${own}: ${cause}`
}

/** No work can be done yet, for a reason of our own words that anybody may be told. */
export class NotReady extends Error {
  override readonly name = 'NotReady'
}
