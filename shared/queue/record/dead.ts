/** Table `jobs` as the record of dead letters; the Redis lists repeat what stands here. */

import type { JobState } from './jobs.ts'
import type { Db } from '../../sql/open.ts'

/** What stands in the history of a job: deliveries that failed. `at` is Redis' time in ms. */
export type PastDelivery = { delivery: number; at: number; error: string }

export type DeadJob = {
  jobId: string
  list: string
  /** The job as JSON text, its keys as published. */
  payload: string
  producer: string
  businessAt: Date
  traceparent: string | null
  reason: string
  lastError: string | null
  /** JSON text: an array of `PastDelivery`. */
  history: string
  deliveries: number
  replayed: number
  deadAt: Date
}

export type Burial = {
  jobId: string
  list: string
  /** JSON text. */
  payload: string
  businessAt: Date
  reason: string
  error: string
  deliveries: number
  history: readonly PastDelivery[]
}

/**
 * Records a job as dead, giving it a row if it has none; returns the state it is in then.
 *
 * A job that has another outcome keeps it: its effects are committed, only the answer was lost.
 */
export async function recordDeath(db: Db, burial: Burial): Promise<JobState> {
  const { jobId, list, payload, businessAt, reason, error, deliveries, history } = burial
  const [dead] = await db<{ state: JobState }[]>`
    insert into jobs as known (job_id, list, payload, business_at, producer, state, settled_at,
      relayed_at, reason, last_error, deliveries, history)
    values (${jobId}, ${list}, ${payload}::text::jsonb, ${businessAt}, 'hand', 'dead',
      clock_timestamp(), clock_timestamp(), ${reason}, ${error}, ${deliveries},
      ${JSON.stringify(history)}::text::jsonb)
    on conflict (job_id) do update set
      state = 'dead', settled_at = excluded.settled_at, reason = excluded.reason,
      last_error = excluded.last_error, deliveries = known.deliveries + excluded.deliveries,
      history = known.history || excluded.history
    where known.state = 'queued'
    returning state
  `
  if (dead) return dead.state
  const [row] = await db<{ state: JobState }[]>`select state from jobs where job_id = ${jobId}`
  return row?.state ?? 'dead'
}

/** Which dead letters: of one list, of one reason in it, or one job; all of them otherwise. */
export type DeadFilter = { list?: string; jobId?: string; reason?: string | undefined }

/** Dead letters, newest first. */
export function readDead(db: Db, filter: DeadFilter, most: number): Promise<DeadJob[]> {
  return db<DeadJob[]>`
    select job_id, list, payload::text as payload, producer, business_at, traceparent, reason,
      last_error, history::text as history, deliveries, replayed, settled_at as dead_at
    from jobs
    where state = 'dead'
      and (${filter.list ?? null}::text is null or list = ${filter.list ?? null})
      and (${filter.jobId ?? null}::uuid is null or job_id = ${filter.jobId ?? null})
    order by settled_at desc, seq desc
    limit ${most}
  `
}

/**
 * Has dead jobs delivered again, under their ids and with their history kept; returns which.
 *
 * A job is replayed only while it is dead, so of two replays at once one finds nothing. `most`: the oldest ones.
 */
export async function replayDead(
  db: Db,
  filter: DeadFilter,
  most?: number,
): Promise<{ jobId: string; list: string }[]> {
  const replayed = await db<{ jobId: string; list: string }[]>`
    update jobs
    set state = 'queued', settled_at = null, relayed_at = null, replayed = replayed + 1, swept = 0
    where state = 'dead' and ${isOf(db, filter, most)}
    returning job_id, list
  `
  if (replayed.length > 0) await db`select pg_notify('jobs', '')`
  return [...replayed]
}

/**
 * Gives dead jobs up for good: they need nobody, and keep what they died of. Returns which.
 *
 * Like a replay it finds only those that are dead; `most`: the oldest ones.
 */
export async function discardDead(
  db: Db,
  filter: DeadFilter,
  { by, because, most }: { by: string; because: string; most: number },
): Promise<{ jobId: string; list: string }[]> {
  return db<{ jobId: string; list: string }[]>`
    update jobs set state = 'cancelled', settled_at = clock_timestamp(), discarded_by = ${by},
      discarded_because = ${because}
    where state = 'dead' and ${isOf(db, filter, most)}
    returning job_id, list
  `
}

/** Those that a filter means, locked one after the other where only some are taken. */
function isOf(db: Db, { list, jobId, reason }: DeadFilter, most?: number) {
  const isMeant = db`(${list ?? null}::text is null or list = ${list ?? null})
    and (${jobId ?? null}::uuid is null or job_id = ${jobId ?? null})
    and (${reason ?? null}::text is null or reason = ${reason ?? null})`
  if (most === undefined) return isMeant
  return db`job_id in (select job_id from jobs where state = 'dead' and ${isMeant}
    order by settled_at, seq limit ${most} for update)`
}
