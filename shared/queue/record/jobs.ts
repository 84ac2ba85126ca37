/** Table `jobs`: how a job comes into being, and how its one outcome is recorded. */

import type { Handover } from '../../pipeline.ts'
import { deriveId } from '../../host/ids.ts'
import { traceparentFrom } from '../../host/trace.ts'
import type { Db, Tx } from '../../sql/open.ts'

/** Why jobs are made. `key` names the occasion; the same occasion makes the same jobs. */
export type Cause = {
  /** The causing job's id; for a service, words such as `scheduler:<source>:<moment>`. */
  key: string
  /** Business time. */
  now: Date
  causedBy?: string
  /** Stage or service; without it, what `key` says before its first colon. */
  producer?: string
  /** W3C trace context, handed on unchanged; without it the occasion begins a trace. */
  traceparent?: string
}

export type JobState = 'queued' | 'done' | 'dead' | 'cancelled'

/**
 * Stores jobs; they exist once this transaction commits, and are dispatched soon after.
 *
 * Idempotent: ids come from the cause and the content, and a job that exists is left alone.
 * Returns the ids in the order of the hand-overs.
 */
export function enqueue(db: Db, handovers: readonly Handover[], cause: Cause): Promise<string[]> {
  return storeJobs(db, handovers, cause)
}

type AnyHandover = { to: string; job: unknown }

/** `enqueue` for a table of lists other than the product's; same promises. */
export async function storeJobs(
  db: Db,
  handovers: readonly AnyHandover[],
  cause: Cause,
): Promise<string[]> {
  if (handovers.length === 0) return []
  const ids = idsOf(handovers, cause)
  await db`
    with made as (${madeJobs(db, handovers, ids)})
    insert into jobs (job_id, list, payload, caused_by, traceparent, business_at, producer)
    ${withCause(db, cause)} from made order by place
    on conflict (job_id) do nothing
  `
  return ids
}

/** Lists whose jobs ask only that a ticker be looked at as it stands when they run. */
const ASKING: readonly string[] = ['aggregation', 'recommendation']

/**
 * `storeJobs`, except for what a waiting job asks for already: its run begins after this
 * transaction, and so sees what is written here.
 *
 * The waiting row is held until then. A job in hand is held by its own run, and one that is not
 * pushed yet is left to the relay: neither is joined.
 */
export async function storeOrJoinJobs(
  tx: Tx,
  handovers: readonly AnyHandover[],
  cause: Cause,
): Promise<void> {
  if (!handovers.some(({ to }) => ASKING.includes(to))) {
    await storeJobs(tx, handovers, cause)
    return
  }
  await tx`
    with made as (${madeJobs(tx, handovers, idsOf(handovers, cause))}),
    waiting as (
      select list, payload from jobs
      where state = 'queued' and list in ('aggregation', 'recommendation')
        and relayed_at is not null
        and list = any(array(select list from made))
        and payload ->> 'ticker' = any(array(select payload ->> 'ticker' from made))
        and payload = any(array(select payload from made))
      for share skip locked
    )
    insert into jobs (job_id, list, payload, caused_by, traceparent, business_at, producer)
    ${withCause(tx, cause)} from made
    where (list, payload) not in (select list, payload from waiting)
    order by place
    on conflict (job_id) do nothing
  `
}

function idsOf(handovers: readonly AnyHandover[], { key }: Cause): string[] {
  return handovers.map(({ to, job }, index) => deriveId('job', key, index, to, JSON.stringify(job)))
}

function madeJobs(db: Db, handovers: readonly AnyHandover[], ids: readonly string[]) {
  const payloads = handovers.map(({ job }) => JSON.stringify(job))
  return db`
    select job_id, list, payload::jsonb as payload, place
    from unnest(${[...ids]}::uuid[], ${handovers.map(({ to }) => to)}::text[], ${payloads}::text[])
      with ordinality as made (job_id, list, payload, place)`
}

function withCause(db: Db, cause: Cause) {
  return db`
    select job_id, list, payload, ${cause.causedBy ?? null}::uuid,
      ${cause.traceparent ?? traceparentFrom(cause.key)}::text, ${cause.now}::timestamptz, ${producerOf(cause)}::text`
}

function producerOf({ key, producer }: Cause): string {
  return producer ?? /^([a-z][a-z-]*):/.exec(key)?.[1] ?? 'pipeline'
}

/** The state of a job, or undefined when it has no row. */
export async function readJobState(db: Db, jobId: string): Promise<JobState | undefined> {
  const [row] = await db<{ state: JobState }[]>`select state from jobs where job_id = ${jobId}`
  return row?.state
}

/** A job that came without a row of its own: pushed to Redis by hand. */
export type ForeignJob = { jobId: string; list: string; payload: unknown; businessAt: Date }

/**
 * Marks a job done; true when it waited for its outcome until now. Its row stays locked until this
 * transaction ends, and an error undoes the mark with everything else.
 *
 * A job that has no row gets one. Of two deliveries at once the second waits here for the first.
 * `ranMs` is how long this delivery has run, real time, where that is known.
 */
export async function finishJob(
  tx: Tx,
  job: ForeignJob,
  deliveries: number,
  ranMs?: number,
): Promise<boolean> {
  const beganAt =
    ranMs === undefined
      ? tx`null::timestamptz`
      : tx`clock_timestamp() - ${Math.round(ranMs)}::integer * interval '1 millisecond'`
  const marked = await tx`
    update jobs
    set state = 'done', settled_at = clock_timestamp(), deliveries = greatest(deliveries, ${deliveries}),
      began_at = ${beganAt}
    where job_id = ${job.jobId} and state = 'queued'
  `
  if (marked.count === 1) return true
  const made = await tx`
    insert into jobs (job_id, list, payload, business_at, relayed_at, producer, state, settled_at, deliveries,
      began_at)
    values (${job.jobId}, ${job.list}, ${JSON.stringify(job.payload)}::text::jsonb,
      ${job.businessAt}, clock_timestamp(), 'hand', 'done', clock_timestamp(), ${deliveries}, ${beganAt})
    on conflict (job_id) do nothing
  `
  return made.count === 1
}

/**
 * Settles waiting jobs that ask for no more than the one in hand, so that a burst of news on one
 * ticker is summed up once and not once for each document.
 *
 * Call it behind the lock that all of them take, and before reading: a row that is visible here was
 * committed with the effect that caused it, so what is read next includes that effect. Jobs of a
 * later business moment, and jobs in hand elsewhere, are left alone. Returns how many were settled.
 */
export async function coverJobs(
  tx: Tx,
  list: 'aggregation' | 'recommendation',
  wanted: { ticker: string; window?: string },
  { jobId, now }: { jobId: string; now: Date },
): Promise<number> {
  const covered = await tx`
    update jobs set state = 'done', settled_at = clock_timestamp(), reason = 'covered'
    where job_id in (
      select job_id from jobs
      where state = 'queued' and list = ${list} and payload ->> 'ticker' = ${wanted.ticker}
        -- A kept plan does not know the list; without these words it passes over the index.
        and list in ('aggregation', 'recommendation')
        and payload @> ${JSON.stringify(wanted)}::text::jsonb
        and business_at <= ${now} and job_id <> ${jobId}
      for update skip locked)
  `
  return covered.count
}
