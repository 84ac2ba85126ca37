/**
 * The two ways work can fail.
 *
 * Any thrown error means "try again later". A `PermanentFault` means "no retry will help": the
 * job goes to its dead-letter list with the reason. Business outcomes are neither: they are values.
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

/** What to print of anything that was thrown, causes included; never a stack, and never a secret. */
export function messageOf(fault: unknown): string {
  return redact(wordsOf(fault))
}

function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const own = fault.message || fault.name
  return fault.cause === undefined ? own : `${own}: ${wordsOf(fault.cause)}`
}

/** No work can be done yet, for a reason of our own words that anybody may be told. */
export class NotReady extends Error {
  override readonly name = 'NotReady'
}
