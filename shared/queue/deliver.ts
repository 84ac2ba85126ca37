/**
 * One delivery of one job, from the event to the answer.
 *
 * The handler's outside calls come first; then one transaction marks the job done, which holds its
 * row, records the effects and stores what is handed on. A job that already has an outcome
 * changes nothing (docs/delivery.md, G3).
 */

import * as v from 'valibot'
import { finishJob, readJobState, storeOrJoinJobs } from './record/jobs.ts'
import type { Sql, Tx } from '../sql/open.ts'
import type { SchemaGate } from '../sql/schema/gate.ts'
import type { Clock } from '../host/clock.ts'
import { explain, jobIdOf, listOf, readEvent, type CloudEvent } from './envelope.ts'
import { messageOf, NotReady, PermanentFault, PutOff, waitMsOf } from '../host/faults.ts'
import type { Delivery } from './stage.ts'
import { stageRow, type PipelineTable } from './table.ts'

type AnyHandover = { to: string; job: unknown }
type AnySettle = {
  (tx: Tx, now: Date): Promise<readonly AnyHandover[]>
  failed?: (fault: unknown) => Promise<void>
}
export type AnyHandler = (job: unknown, delivery: Delivery) => Promise<AnySettle>

export type DeliveryHost = {
  table: PipelineTable
  stage: string
  handlers: Readonly<Record<string, AnyHandler>>
  sql: Sql
  schema: SchemaGate
  clock: Clock
  /** Aborts shortly before a draining host gives up. */
  signal: AbortSignal
}

/** `repeat`: the job had its outcome before; `invalid` and the like carry a code of docs/CODES.md. */
export type Outcome =
  | { status: 204; jobId: string; list: string; repeat: boolean }
  | { status: 400 | 422; reason: string; message: string }
  /** Not its turn yet: it comes again after the wait, and this was no delivery. */
  | { status: 429; message: string; waitMs: number }
  | { status: 500; message: string; fault: unknown }
  /** Not this job's doing: PostgreSQL is away, or has not the schema that this code needs. */
  | { status: 503; message: string; fault: unknown }

/** Handles whatever was posted; every fault becomes an outcome. `delivery` counts from 1. */
export async function deliver(
  host: DeliveryHost,
  posted: unknown,
  delivery: number,
): Promise<Outcome> {
  try {
    await host.schema.pass()
    const event = readEvent(posted)
    const { list, handler, job } = readJob(host, event)
    const jobId = jobIdOf(event.id)
    const done = { status: 204, jobId, list } as const
    // A first delivery is seldom a repeat, and if it is, the transaction tells.
    const state = delivery > 1 ? await readJobState(host.sql, jobId) : undefined
    if (state && state !== 'queued') return { ...done, repeat: true }
    const began = host.clock.now()
    const startMs = performance.now()
    const { clock, signal } = host
    const settle = await handler(job, { jobId, now: began, signal, clock })
    const first = await saying(settle, () =>
      host.sql.begin(async (tx) => {
        const businessAt = event.time ? new Date(event.time) : began
        const row = { jobId, list, payload: event.data, businessAt }
        if (!(await finishJob(tx, row, delivery, performance.now() - startMs))) return false
        // Whoever joined this job did so before its row was held: what they wrote is not later.
        const now = host.clock.now()
        const handovers = await settle(tx, now)
        checkHandovers(host, handovers)
        await storeOrJoinJobs(tx, handovers, {
          key: jobId,
          now,
          causedBy: jobId,
          producer: host.stage,
          ...(event.traceparent ? { traceparent: event.traceparent } : {}),
        })
        return true
      }),
    )
    return { ...done, repeat: !first }
  } catch (fault) {
    return outcomeOf(host, fault)
  }
}

/** Has the handler say that its recording failed; the fault that undid it stays the one that counts. */
async function saying<T>({ failed }: AnySettle, commit: () => Promise<T>): Promise<T> {
  try {
    return await commit()
  } catch (fault) {
    await failed?.(fault).catch(() => undefined)
    throw fault
  }
}

function readJob(
  host: DeliveryHost,
  event: CloudEvent,
): { list: string; handler: AnyHandler; job: unknown } {
  const list = listOf(event)
  const reads = stageRow(host.table, host.stage).reads
  const handler = reads.includes(list) ? host.handlers[list] : undefined
  const schema = host.table.lists[list]
  if (!handler || !schema) {
    throw new PermanentFault(
      'invalid',
      `${host.stage} reads ${[...new Set(reads)].join(', ')}; this job is for "${list}"`,
    )
  }
  const result = v.safeParse(schema, event.data)
  if (result.success) return { list, handler, job: result.output }
  throw new PermanentFault('invalid', `Not a job of list ${list}: ${explain(result.issues)}`)
}

/** Checked when written as well as when read, so that the culprit is named. */
function checkHandovers(host: DeliveryHost, handovers: readonly AnyHandover[]): void {
  const feeds = stageRow(host.table, host.stage).feeds
  for (const { to, job } of handovers) {
    const schema = feeds.includes(to) ? host.table.lists[to] : undefined
    const result = schema && v.safeParse(schema, job)
    if (result?.success) continue
    const why = result ? explain(result.issues) : `it feeds ${feeds.join(', ') || 'no list'}`
    throw new PermanentFault(
      'invalid_handover',
      `${host.stage} handed on a wrong job to "${to}": ${why}`,
    )
  }
}

async function outcomeOf({ schema }: DeliveryHost, fault: unknown): Promise<Outcome> {
  const message = messageOf(fault)
  if (fault instanceof PutOff) return { status: 429, message, waitMs: waitMsOf(fault.untilMs) }
  if (fault instanceof PermanentFault)
    return { status: fault.reason === 'invalid' ? 400 : 422, reason: fault.reason, message }
  // Asked, not read from the fault: a restart shows itself in a dozen ways, and so does a schema
  // that a newer release changed under this one.
  return schema.look().then(
    () => ({ status: 500, message, fault }),
    (why: unknown) => ({
      status: 503,
      message: why instanceof NotReady ? messageOf(why) : message,
      fault,
    }),
  )
}
