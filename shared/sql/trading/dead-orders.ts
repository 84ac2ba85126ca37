/**
 * Jobs of orders that had their last delivery. Their orders are no dead letters: the keeper decides what
 * becomes of them, so nothing that was reserved waits for a person.
 */

import { UUID_PATTERN } from '../../contracts/primitives.ts'
import { beginning } from '../../domain/document/text/cut.ts'
import type { Db, Tx } from '../open.ts'
import { addOrderEvent } from './orders.ts'

/** Why a job that was left to the keeper is done, before and after it was looked at. */
const LEFT = 'left_to_keeper'
const KEPT = 'ended_by_keeper'

export type DeadOrderJob = {
  jobId: string
  reason: string
  error: string
  /** The decision that the job was to carry out; null where none stands behind it. */
  decisionId: string | null
  orderId: string | null
}

/** Leaves a dead job to the keeper; false where no decision stands behind it. */
export async function leaveToKeeper(tx: Tx, jobId: string): Promise<boolean> {
  const left = await tx`
    update jobs set state = 'done', reason = ${LEFT}
    where job_id = ${jobId} and state = 'dead' and (
      exists (select from trading_decisions where decision_id = ${keyOf(tx)} and action = 'act')
      or exists (select from orders where order_id = ${keyOf(tx)}))`
  return left.count > 0
}

/** Those nobody has looked at; a job behind which no decision stands stays a dead letter. */
export function readDeadOrderJobs(db: Db, most: number): Promise<DeadOrderJob[]> {
  return db<DeadOrderJob[]>`
    select job_id, dead.reason, coalesce(last_error, '') as error, d.decision_id, o.order_id
    from (
      select job_id, seq, reason, last_error, ${keyOf(db)} as key from jobs
      where state = 'dead' and list in ('broker_orders', 'order_cancels')
      union all
      select job_id, seq, reason, last_error, ${keyOf(db)} from jobs
      where state = 'done' and reason = 'left_to_keeper'
    ) dead
    left join orders o on o.decision_id = dead.key or o.order_id = dead.key
    left join trading_decisions d on d.decision_id = coalesce(o.decision_id, dead.key) and d.action = 'act'
    where d.decision_id is not null order by dead.seq limit ${most}`
}

/**
 * Settles such a job. A decision of which no order came, and none can, is dropped: it counts no more as
 * on its way.
 */
export async function settleDeadOrderJob(tx: Tx, job: DeadOrderJob, now: Date): Promise<void> {
  const settled = await tx`
    update jobs set state = 'done', reason = ${KEPT}, settled_at = clock_timestamp()
    where job_id = ${job.jobId} and (state = 'dead' or (state = 'done' and reason = ${LEFT}))`
  if (settled.count === 0) return
  if (job.orderId !== null) {
    await addOrderEvent(tx, job.orderId, now, 'undeliverable', { error: beginning(job.error, 300) })
    return
  }
  await dropDecision(tx, job.decisionId!, 'order_undeliverable', now)
}

/** Whether a job is still to carry out a decision. */
export async function hasOrderJob(db: Db, decisionId: string): Promise<boolean> {
  const [row] = await db<{ has: boolean }[]>`
    select exists (select from jobs where list = 'broker_orders' and state = 'queued'
      and payload ->> 'idempotency_key' = ${decisionId}) as has`
  return row?.has ?? false
}

/** Notes that nothing will come of a decision to act; one of which an order came stands. */
async function dropDecision(tx: Tx, decisionId: string, code: string, now: Date): Promise<void> {
  await tx`
    update trading_decisions d set dropped_code = ${code}, dropped_at = ${now}
    where decision_id = ${decisionId} and dropped_code is null
      and not exists (select from orders o where o.decision_id = d.decision_id)`
}

function keyOf(db: Db) {
  return db.unsafe(`case when coalesce(payload ->> 'idempotency_key', payload ->> 'order_id')
    ~* '^${UUID_PATTERN}$' then coalesce(payload ->> 'idempotency_key', payload ->> 'order_id')::uuid end`)
}
