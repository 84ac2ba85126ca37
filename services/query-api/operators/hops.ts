/** Jobs of a way through the stages, and which traces a thing stands in. */

import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { TraceHop } from '#shared/contracts/api/traces.ts'
import type { Db } from '#shared/sql/open.ts'

export type StoredHop = Omit<Served<TraceHop>, 'stage' | 'about' | 'wrote'> & {
  documentId: string | null
  title: string | null
  ticker: string | null
  sourceId: string | null
  sourceName: string | null
  orderId: string | null
  runId: string | null
  /** Of a fetch. */
  itemsNew: number | null
  itemsFound: number | null
  /** Of a document that was read. */
  readings: number | null
}

/** A way is made of these traces, and of these jobs. */
type Found = { traceIds: string[]; alone: string[] }

/** How many traces make one way at most: of a document, one a time it was read; of an order, its evidence's. */
const TRACES_MAX = 20
const EVIDENCE_MAX = 10

export async function readHops(
  db: Db,
  { traceIds, alone }: Found,
  most: number,
): Promise<StoredHop[]> {
  return db<StoredHop[]>`
    with of_traces as (
      select job_id, enqueued_at, seq from jobs where substr(traceparent, 4, 32) = any(${traceIds}::text[])
      order by enqueued_at, seq limit ${most}
    ), picked as (
      select job_id, enqueued_at, seq from of_traces
      union select job_id, enqueued_at, seq from jobs where job_id = any(${alone}::uuid[])
      order by enqueued_at, seq limit ${most}
    ), way as (select jobs.* from jobs join picked using (job_id))
    select way.job_id, substr(way.traceparent, 4, 32) as trace_id, way.caused_by, way.producer, way.list, way.state,
      way.reason, way.deliveries, way.replayed, way.business_at, way.enqueued_at as queued_at, way.began_at,
      way.settled_at as ended_at, d.document_id, d.title, nullif(way.payload ->> 'ticker', '') as ticker,
      s.source_id, s.source_name, o.order_id, way.payload ->> 'run_id' as run_id, run.items_new, run.items_found,
      case when way.list in ('extraction', 'macro_classification') and way.state = 'done' then
        (select count(*)::integer from document_intelligence i where i.document_id = d.document_id) end as readings
    from way
    left join documents d on d.document_id = ${idIn(db, 'document_id')}
      and way.list in ('parsing', 'extraction', 'macro_classification')
    left join sources s on s.source_id = ${idIn(db, 'source_id')} and way.list in ('ingestion', 'broker_sync')
    left join orders o on o.decision_id = ${idIn(db, 'idempotency_key')} and way.list = 'broker_orders'
    left join lateral (select items_new, items_found from ingestion_runs r where r.job_id = way.job_id
      order by r.started_at desc limit 1) run on true
    order by way.enqueued_at, way.seq`
}

const UUID = `^${UUID_PATTERN}$`

/** An id that a job carries; a hand may have pushed anything in its place. */
const idIn = (db: Db, key: string) =>
  db`case when way.payload ->> ${key}::text ~ ${UUID} then (way.payload ->> ${key}::text)::uuid end`

/** Undefined where there is no such job; its trace is null where it stands in none. */
export async function tracesOfJob(
  db: Db,
  jobId: string,
): Promise<{ list: string; traceId: string | null } | undefined> {
  const [row] = await db<{ list: string; traceId: string | null }[]>`
    select list, substr(traceparent, 4, 32) as trace_id from jobs where job_id = ${jobId}`
  return row
}

/** Of the newest jobs that were about these documents. */
export async function tracesOfDocuments(db: Db, documentIds: readonly string[]): Promise<Found> {
  return gather(
    await db<Stood[]>`
    select job_id, substr(traceparent, 4, 32) as trace_id from jobs
    where list in ('parsing', 'extraction', 'macro_classification')
      and payload ->> 'document_id' = any(${documentIds as string[]}::text[])
    order by enqueued_at desc limit ${TRACES_MAX}`,
  )
}

/** Of the order's own job, and of the documents that its recommendation rests on. */
export async function tracesOfOrder(db: Db, orderId: string): Promise<Found> {
  const own = await db<Stood[]>`
    select job_id, substr(traceparent, 4, 32) as trace_id from jobs
    where list = 'broker_orders' and payload ->> 'idempotency_key' =
      (select decision_id::text from orders where order_id = ${orderId}) limit ${TRACES_MAX}`
  const evidence = await db<{ documentId: string }[]>`
    select document_id from recommendation_evidence e
    join trading_decisions d on d.recommendation_id = e.recommendation_id
    join orders o on o.decision_id = d.decision_id
    where o.order_id = ${orderId} order by e.rank_score desc, e.side, e.place limit ${EVIDENCE_MAX}`
  const behind = await tracesOfDocuments(
    db,
    evidence.map(({ documentId }) => documentId),
  )
  const { traceIds, alone } = gather(own)
  return {
    traceIds: [...new Set([...traceIds, ...behind.traceIds])],
    alone: [...alone, ...behind.alone],
  }
}

type Stood = { jobId: string; traceId: string | null }

const gather = (rows: readonly Stood[]): Found => ({
  traceIds: [...new Set(rows.flatMap(({ traceId }) => traceId ?? []))],
  alone: rows.flatMap(({ jobId, traceId }) => (traceId === null ? [jobId] : [])),
})
