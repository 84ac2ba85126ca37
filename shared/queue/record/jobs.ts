/** Table `jobs`: how a job comes into being, and how its one outcome is recorded. */

import type { Handover } from '../../pipeline.ts'
import { deriveId } from '../../host/ids.ts'
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
  /** W3C trace context, handed on unchanged. */
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

/** `enqueue` for a table of lists other than the product's; same promises. */
export async function storeJobs(
  db: Db,
  handovers: readonly { to: string; job: unknown }[],
  cause: Cause,
): Promise<string[]> {
  if (handovers.length === 0) return []
  const payloads = handovers.map(({ job }) => JSON.stringify(job))
  const ids = handovers.map(({ to }, index) =>
    deriveId('job', cause.key, index, to, payloads[index]!),
  )
  await db`
    insert into jobs (job_id, list, payload, caused_by, traceparent, business_at, producer)
    select job_id, list, payload::jsonb, ${cause.causedBy ?? null}::uuid,
      ${cause.traceparent ?? null}::text, ${cause.now}::timestamptz, ${producerOf(cause)}::text
    from unnest(${ids}::uuid[], ${handovers.map(({ to }) => to)}::text[], ${payloads}::text[])
      with ordinality as made (job_id, list, payload, place)
    order by place
    on conflict (job_id) do nothing
  `
  return ids
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
 */
export async function finishJob(tx: Tx, job: ForeignJob, deliveries: number): Promise<boolean> {
  const marked = await tx`
    update jobs
    set state = 'done', settled_at = clock_timestamp(), deliveries = greatest(deliveries, ${deliveries})
    where job_id = ${job.jobId} and state = 'queued'
  `
  if (marked.count === 1) return true
  const made = await tx`
    insert into jobs (job_id, list, payload, business_at, relayed_at, producer, state, settled_at, deliveries)
    values (${job.jobId}, ${job.list}, ${JSON.stringify(job.payload)}::text::jsonb,
      ${job.businessAt}, clock_timestamp(), 'hand', 'done', clock_timestamp(), ${deliveries})
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
        and payload @> ${JSON.stringify(wanted)}::text::jsonb
        and business_at <= ${now} and job_id <> ${jobId}
      for update skip locked)
  `
  return covered.count
}
