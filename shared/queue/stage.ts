/**
 * What a stage is to its author: handlers that gather and decide, and return how to record.
 *
 * The host (serve.ts) runs `settle` inside the transaction that also marks the job done and stores
 * what is handed on, so that all of it happens once or not at all (docs/delivery.md, G3).
 */

import type { HandoverFrom, JobOf, ReadsOf, StageName } from '../pipeline.ts'
import type { Clock } from '../host/clock.ts'
import type { Tx } from '../sql/open.ts'

/**
 * Records the outcome and says what to hand on. May run more than once, commits at most once.
 * `now` is business time once the job's row is held: for those who read only then.
 */
export type Settle<S extends StageName> = {
  (tx: Tx, now: Date): Promise<readonly HandoverFrom<S>[]>
  /** Where recording came to nothing: says so, outside the transaction that was undone. */
  failed?: (fault: unknown) => Promise<void>
}

/** What a handler is told about the delivery, beside the job. */
export type Delivery = {
  jobId: string
  /** Business time at which the delivery began. */
  now: Date
  /** Aborts when the host wants to stop; long outside calls should heed it. */
  signal: AbortSignal
  /** Business time as it goes on; a host has it, a delivery by hand may not. */
  clock?: Pick<Clock, 'now' | 'speed'>
}

/**
 * One handler for each list a stage reads: outside calls first, then a function that records.
 *
 * @throws PermanentFault to dead-letter the job; anything else to have it delivered again.
 */
export type Handlers<S extends StageName> = {
  [L in ReadsOf<S>]: (job: JobOf<L>, delivery: Delivery) => Promise<Settle<S>>
}
