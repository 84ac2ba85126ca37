/**
 * How a delivery ends: acknowledged, failed, put back, or buried.
 *
 * With a token that is out of date every function here changes nothing and says false.
 */

import { plainText } from '../../domain/document/text/cut.ts'
import type { Redis } from './connection.ts'
import { deadKey, heldKeys, pendingKey, WAKE_CHANNEL } from './keys.ts'
import type { Held } from './claim.ts'
import { scripted } from './commands.ts'

export const ERROR_CHARS_MAX = 500

/** Forgets a job that has its outcome. */
export async function acknowledge(redis: Redis, stage: string, job: Held): Promise<boolean> {
  const held = heldKeys(stage)
  return (
    (await scripted(redis).stonks_acknowledge(
      held.leases,
      held.holders,
      held.inFlight,
      held.deliveries,
      held.history,
      held.suspects,
      job.id,
      job.token,
    )) === 1
  )
}

export type Failure = {
  backOffMs: number
  error: string
  /** False where the job never reached a function: then it is no delivery. */
  counts: boolean
  /** True where it was not the job's turn yet: it has not failed, and is shown as waiting. */
  putOff?: boolean
  /** True where the function died with the job in hand. */
  suspect?: boolean
}

/** Ends a delivery that failed; the reaper puts the job back when its back-off is over. */
export async function fail(
  redis: Redis,
  stage: string,
  job: Held,
  failure: Failure,
): Promise<boolean> {
  const held = heldKeys(stage)
  const error = JSON.stringify(plainText(failure.error, ERROR_CHARS_MAX))
  return (
    (await scripted(redis).stonks_fail(
      held.leases,
      held.holders,
      held.deliveries,
      held.history,
      held.suspects,
      job.id,
      job.token,
      failure.backOffMs,
      error,
      failure.counts ? '1' : '0',
      failure.suspect ? '1' : '0',
      failure.putOff ? '1' : '0',
    )) === 1
  )
}

/** Puts a job back at the head of its list at once; `counts` when a function has seen it. */
export async function release(
  redis: Redis,
  stage: string,
  job: Held,
  counts: boolean,
): Promise<boolean> {
  const held = heldKeys(stage)
  return (
    (await scripted(redis).stonks_release(
      held.leases,
      held.holders,
      held.deliveries,
      held.inFlight,
      pendingKey(job.list),
      job.id,
      job.token,
      counts ? '1' : '0',
      job.list,
      WAKE_CHANNEL,
    )) === 1
  )
}

/** As many letters as a list repeats; PostgreSQL has them all. */
export const LETTERS_MAX = 10_000

/** Moves a job to its dead letters; PostgreSQL has recorded it first. */
export async function bury(
  redis: Redis,
  stage: string,
  job: Held,
  entry: string,
): Promise<boolean> {
  const held = heldKeys(stage)
  return (
    (await scripted(redis).stonks_bury(
      held.leases,
      held.holders,
      held.inFlight,
      held.deliveries,
      held.history,
      held.suspects,
      deadKey(job.list),
      job.id,
      job.token,
      entry,
      LETTERS_MAX,
    )) === 1
  )
}
