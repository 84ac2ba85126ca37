/**
 * The queue: jobs wait in a list, are held under a lease, and leave when acknowledged.
 *
 * The protocol and what it promises: docs/delivery.md. A token names one delivery; with a token
 * that is out of date every function here changes nothing and says false.
 */

import { plainText } from './envelope.ts'
import type { Redis } from './redis.ts'
import { scripts } from './queue-scripts.ts'
import {
  BARE_COUNTER, deadKey, EPOCH, heldKeys, pausedKey, pendingKey, QUEUE_PREFIX, WAKE_CHANNEL,
} from './keys.ts'

/** One delivery of one job. */
export type Claimed = {
  id: string
  list: string
  token: string
  /** Counts from 1. */
  delivery: number
  /** Its function died in an earlier delivery: it must be alone in the next. */
  suspect: boolean
  /** The CloudEvent as text; a hand may have pushed anything. */
  event: string
}

/** What stands in the history of a job: deliveries that failed. `at` is Redis' time in ms. */
export type PastDelivery = { delivery: number; at: number; error: string }

type Argument = string | number
type Scripted = Record<`stonks_${keyof typeof scripts}`, (...args: Argument[]) => Promise<unknown>>

export const ERROR_CHARS_MAX = 500
const defined = new WeakSet<Redis>()

function scripted(redis: Redis): Scripted {
  if (!defined.has(redis)) {
    for (const [name, { keys, lua }] of Object.entries(scripts)) {
      redis.defineCommand(`stonks_${name}`, { numberOfKeys: keys, lua })
    }
    defined.add(redis)
  }
  return redis as unknown as Scripted
}

export type PushOptions = {
  /** Length at which the list takes no more; 0 for none. */
  highWater?: number
  /** Refuse while Redis has lost its memory and is not restored. */
  needsEpoch?: boolean
}

/** Puts events at the end of a list; returns how many it took, or -1 when Redis is not restored. */
export async function push(
  redis: Redis,
  list: string,
  events: readonly string[],
  { highWater = 0, needsEpoch = false }: PushOptions = {},
): Promise<number> {
  const need = needsEpoch ? '1' : '0'
  const taken = await scripted(redis).stonks_push(
    pendingKey(list), EPOCH, list, highWater, need, WAKE_CHANNEL, ...events,
  )
  return Number(taken)
}

/** Takes up to `most` jobs from a list, none while the stage is paused. */
export async function claim(
  redis: Redis,
  { stage, list, most, leaseMs }: { stage: string; list: string; most: number; leaseMs: number },
): Promise<Claimed[]> {
  const held = heldKeys(stage)
  const flat = (await scripted(redis).stonks_claim(
    pendingKey(list), held.holders, held.leases, held.inFlight, held.deliveries, held.suspects,
    pausedKey(stage), BARE_COUNTER, list, most, leaseMs,
  )) as Argument[]
  const claimed: Claimed[] = []
  for (let place = 0; place + 4 < flat.length; place += 5) {
    claimed.push({
      id: String(flat[place]),
      token: String(flat[place + 1]),
      delivery: Number(flat[place + 2]),
      suspect: Number(flat[place + 3]) === 1,
      event: String(flat[place + 4]),
      list,
    })
  }
  return claimed
}

type Held = Pick<Claimed, 'id' | 'token' | 'list'>

/** Makes the lease last `leaseMs` from now. */
export async function renew(redis: Redis, stage: string, job: Held, leaseMs: number): Promise<boolean> {
  const held = heldKeys(stage)
  return (await scripted(redis).stonks_renew(held.leases, held.holders, job.id, job.token, leaseMs)) === 1
}

/** Forgets a job that has its outcome. */
export async function acknowledge(redis: Redis, stage: string, job: Held): Promise<boolean> {
  const held = heldKeys(stage)
  return (await scripted(redis).stonks_acknowledge(
    held.leases, held.holders, held.inFlight, held.deliveries, held.history, held.suspects, job.id, job.token,
  )) === 1
}

export type Failure = {
  backOffMs: number
  error: string
  /** False where the job never reached a function: then it is no delivery. */
  counts: boolean
  /** True where the function died with the job in hand. */
  suspect?: boolean
}

/** Ends a delivery that failed; the reaper puts the job back when its back-off is over. */
export async function fail(redis: Redis, stage: string, job: Held, failure: Failure): Promise<boolean> {
  const held = heldKeys(stage)
  const error = JSON.stringify(plainText(failure.error, ERROR_CHARS_MAX))
  return (await scripted(redis).stonks_fail(
    held.leases, held.holders, held.deliveries, held.history, held.suspects, job.id, job.token,
    failure.backOffMs, error, failure.counts ? '1' : '0', failure.suspect ? '1' : '0',
  )) === 1
}

/** Puts a job back at the head of its list at once; `counts` when a function has seen it. */
export async function release(redis: Redis, stage: string, job: Held, counts: boolean): Promise<boolean> {
  const held = heldKeys(stage)
  return (await scripted(redis).stonks_release(
    held.leases, held.holders, held.deliveries, held.inFlight, pendingKey(job.list), job.id, job.token,
    counts ? '1' : '0', job.list, WAKE_CHANNEL,
  )) === 1
}

/** Moves a job to its dead letters; PostgreSQL has recorded it first. */
export async function bury(redis: Redis, stage: string, job: Held, entry: string): Promise<boolean> {
  const held = heldKeys(stage)
  return (await scripted(redis).stonks_bury(
    held.leases, held.holders, held.inFlight, held.deliveries, held.history, held.suspects,
    deadKey(job.list), job.id, job.token, entry,
  )) === 1
}

/** Returns jobs whose lease or back-off is over, and leases anew those that had their last delivery. */
export async function reap(
  redis: Redis,
  { stage, deliveriesMax, most, leaseMs }: { stage: string; deliveriesMax: number; most: number; leaseMs: number },
): Promise<{ returned: number; exhausted: Claimed[] }> {
  const held = heldKeys(stage)
  const [returned, ...flat] = (await scripted(redis).stonks_reap(
    held.leases, held.holders, held.inFlight, held.deliveries, held.history,
    deliveriesMax, most, leaseMs, QUEUE_PREFIX, WAKE_CHANNEL,
  )) as Argument[]
  const exhausted: Claimed[] = []
  for (let place = 0; place + 4 < flat.length; place += 5) {
    exhausted.push({
      id: String(flat[place]),
      token: String(flat[place + 1]),
      delivery: Number(flat[place + 2]),
      list: String(flat[place + 3]),
      event: String(flat[place + 4]),
      suspect: false,
    })
  }
  return { returned: Number(returned), exhausted }
}

/** Deliveries of a job that failed so far, oldest first. */
export async function readHistory(redis: Redis, stage: string, id: string): Promise<PastDelivery[]> {
  const text = await redis.hget(heldKeys(stage).history, id)
  return text ? (JSON.parse(`[${text}]`) as PastDelivery[]) : []
}

/** Takes the dead letters of these jobs off a list; returns how many there were. */
export async function exhume(redis: Redis, list: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  return Number(await scripted(redis).stonks_exhume(deadKey(list), ...ids))
}
