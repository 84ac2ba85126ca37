/**
 * The queue: jobs wait in a list and are held under a lease; queue-settle.ts ends their delivery.
 *
 * The protocol and what it promises: docs/delivery.md. A token names one delivery; one that is out
 * of date renews nothing.
 */

import type { PastDelivery } from '../record/dead.ts'
import type { Redis } from './connection.ts'
import { scripted, type Argument } from './commands.ts'
import {
  BARE_COUNTER,
  deadKey,
  EPOCH,
  heldKeys,
  pausedKey,
  pendingKey,
  QUEUE_PREFIX,
  WAKE_CHANNEL,
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
    pendingKey(list),
    EPOCH,
    list,
    highWater,
    need,
    WAKE_CHANNEL,
    ...events,
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
    pendingKey(list),
    held.holders,
    held.leases,
    held.inFlight,
    held.deliveries,
    held.suspects,
    pausedKey(stage),
    BARE_COUNTER,
    list,
    most,
    leaseMs,
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

/** What names one delivery. */
export type Held = Pick<Claimed, 'id' | 'token' | 'list'>

/** Makes the lease last `leaseMs` from now. */
export async function renew(
  redis: Redis,
  stage: string,
  job: Held,
  leaseMs: number,
): Promise<boolean> {
  const held = heldKeys(stage)
  return (
    (await scripted(redis).stonks_renew(held.leases, held.holders, job.id, job.token, leaseMs)) ===
    1
  )
}

/** Returns jobs whose lease or back-off is over, and leases anew those that had their last delivery. */
export async function reap(
  redis: Redis,
  {
    stage,
    deliveriesMax,
    most,
    leaseMs,
  }: { stage: string; deliveriesMax: number; most: number; leaseMs: number },
): Promise<{ returned: number; exhausted: Claimed[] }> {
  const held = heldKeys(stage)
  const [returned, ...flat] = (await scripted(redis).stonks_reap(
    held.leases,
    held.holders,
    held.inFlight,
    held.deliveries,
    held.history,
    deliveriesMax,
    most,
    leaseMs,
    QUEUE_PREFIX,
    WAKE_CHANNEL,
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
export async function readHistory(
  redis: Redis,
  stage: string,
  id: string,
): Promise<PastDelivery[]> {
  const text = await redis.hget(heldKeys(stage).history, id)
  return text ? (JSON.parse(`[${text}]`) as PastDelivery[]) : []
}

/** Takes the dead letters of these jobs off a list; returns how many there were. */
export async function exhume(redis: Redis, list: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  return Number(await scripted(redis).stonks_exhume(deadKey(list), ...ids))
}
