/** Puts the way of a trace, a job, a document or an order together. */

import * as v from 'valibot'
import { Uuid } from '#shared/contracts/primitives.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { HOPS_MAX, type TraceHop, type TracePage } from '#shared/contracts/api/traces.ts'
import { readerOf, type ListName } from '#shared/pipeline.ts'
import type { Db } from '#shared/sql/open.ts'
import { readHops, tracesOfDocuments, tracesOfJob, tracesOfOrder, type StoredHop } from './hops.ts'

type Subject = TracePage['subject']
type Way = { subject: Subject; traceIds: string[]; alone: string[] }

/** Undefined where no job goes by it. */
export async function readTrace(db: Db, id: string): Promise<Served<TracePage> | undefined> {
  const way = await findWay(db, id)
  if (!way) return undefined
  const hops = await readHops(db, way, HOPS_MAX + 1)
  if (hops.length === 0) return undefined
  return {
    subject: way.subject,
    traceIds: way.traceIds,
    hops: hops.slice(0, HOPS_MAX).map(viewHop),
    isMore: hops.length > HOPS_MAX,
  }
}

/** Which traces are meant; `alone` are jobs that stand in none. */
async function findWay(db: Db, id: string): Promise<Way | undefined> {
  if (!v.is(Uuid, id))
    return { subject: { kind: 'trace', id, title: 'A trace' }, traceIds: [id], alone: [] }
  const job = await tracesOfJob(db, id)
  if (job) {
    const subject = { kind: 'job', id, title: `A job of ${job.list}` } as const
    return { subject, traceIds: job.traceId ? [job.traceId] : [], alone: job.traceId ? [] : [id] }
  }
  const [document] = await db<{ title: string }[]>`
    select title from documents where document_id = ${id}`
  if (document) {
    const subject = { kind: 'document', id, title: document.title } as const
    return { subject, ...(await tracesOfDocuments(db, [id])) }
  }
  const [order] = await db<{ title: string }[]>`
    select side || ' ' || trim_scale(quantity) || ' ' || ticker as title from orders where order_id = ${id}`
  return order && { subject: { kind: 'order', id, ...order }, ...(await tracesOfOrder(db, id)) }
}

function viewHop(hop: StoredHop): Served<TraceHop> {
  const { documentId, title, ticker, sourceId, sourceName, orderId, runId, ...rest } = hop
  const { itemsNew, itemsFound, readings, ...job } = rest
  return {
    ...job,
    stage: readerOf(hop.list as ListName),
    about: [
      ...(sourceId
        ? [{ kind: 'source' as const, id: sourceId, says: sourceName ?? 'a source' }]
        : []),
      ...(documentId && title !== null
        ? [{ kind: 'document' as const, id: documentId, says: title || 'a document' }]
        : []),
      ...(ticker ? [{ kind: 'company' as const, id: ticker, says: ticker }] : []),
      ...(orderId ? [{ kind: 'order' as const, id: orderId, says: 'the order' }] : []),
      ...(runId ? [{ kind: 'backtest' as const, id: runId, says: 'the backtest' }] : []),
    ],
    wrote: wroteOf({ itemsNew, itemsFound, readings }),
  }
}

function wroteOf({
  itemsNew,
  itemsFound,
  readings,
}: Pick<StoredHop, 'itemsNew' | 'itemsFound' | 'readings'>): string {
  if (itemsFound !== null) return `${itemsNew ?? 0} new of ${itemsFound} found`
  if (readings !== null && readings > 0)
    return `${readings} ${readings === 1 ? 'reading' : 'readings'} of it kept`
  return ''
}
