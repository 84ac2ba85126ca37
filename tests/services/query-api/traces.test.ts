/** The way of a job, a document and an order through the stages, as the API tells it. */

import { describe, expect, test } from 'vitest'
import type { TracePage } from '#shared/contracts/api/traces.ts'
import { deriveId } from '#shared/host/ids.ts'
import { traceparentFrom } from '#shared/host/trace.ts'
import { ids, NOW } from './fixture-base.ts'
import { openApi } from './api.ts'

const { sql, call, read } = await openApi()

const job = (name: string) => deriveId('traces', name)
const [news, trade] = ['news', 'trade'].map(traceparentFrom) as [string, string]
const traceOf = (traceparent: string) => traceparent.slice(3, 35)
const aapl = ids.document(0)

type Row = { list: string; payload: object; traceparent: string | null; causedBy?: string }
let seconds = 0
async function keep(name: string, { list, payload, traceparent, causedBy }: Row) {
  seconds += 1
  await sql`insert into jobs (job_id, list, payload, state, producer, business_at, caused_by, traceparent, enqueued_at,
      began_at, settled_at, relayed_at, deliveries)
    values (${job(name)}, ${list}, ${sql.json(payload as never)}, 'done', 'test', ${NOW}, ${causedBy ?? null}, ${traceparent},
      ${NOW}::timestamptz + ${seconds} * interval '1 second', ${NOW}::timestamptz + ${seconds + 2} * interval '1 second',
      ${NOW}::timestamptz + ${seconds + 3} * interval '1 second', ${NOW}, 1)`
}
await keep('fetch', {
  list: 'ingestion',
  payload: { source_id: ids.source('CNBC') },
  traceparent: news,
})
await sql`insert into ingestion_runs (ingestion_run_id, source_id, status, started_at, items_found, items_new, job_id)
  values (${deriveId('run')}, ${ids.source('CNBC')}, 'succeeded', ${NOW}, 7, 2, ${job('fetch')})`
await keep('parse', {
  list: 'parsing',
  payload: { document_id: aapl, ticker: 'AAPL' },
  traceparent: news,
  causedBy: job('fetch'),
})
await keep('read', {
  list: 'extraction',
  payload: { document_id: aapl, ticker: 'AAPL' },
  traceparent: news,
  causedBy: job('parse'),
})
await keep('sum', {
  list: 'aggregation',
  payload: { ticker: 'AAPL' },
  traceparent: news,
  causedBy: job('read'),
})
await keep('order', {
  list: 'broker_orders',
  payload: { ticker: 'AAPL', idempotency_key: ids.decision('AAPL') },
  traceparent: trade,
})
await keep('alone', { list: 'parsing', payload: { document_id: 'by hand' }, traceparent: null })

const lists = ({ hops }: TracePage) => hops.map(({ list }) => list)

describe('the way through the stages', () => {
  test('of a trace: every job in its order, what it is about, what it wrote, and its times', async () => {
    const told = await read<TracePage>(`/api/traces/${traceOf(news)}`)
    expect(lists(told)).toEqual(['ingestion', 'parsing', 'extraction', 'aggregation'])
    expect(told).toMatchObject({ isMore: false, traceIds: [traceOf(news)] })
    expect(told.hops[0]).toMatchObject({
      stage: 'ingestion',
      causedBy: null,
      about: [{ kind: 'source', id: ids.source('CNBC') }],
      wrote: '2 new of 7 found',
    })
    expect(told.hops[2]).toMatchObject({
      stage: 'extractor',
      causedBy: job('parse'),
      about: [
        { kind: 'document', id: aapl },
        { kind: 'company', id: 'AAPL' },
      ],
      wrote: '1 reading of it kept',
      queuedAt: new Date(NOW.getTime() + 3_000).toISOString(),
      beganAt: new Date(NOW.getTime() + 5_000).toISOString(),
      endedAt: new Date(NOW.getTime() + 6_000).toISOString(),
    })
  })

  test('of a job and of a document is that of its trace', async () => {
    const told = await read<TracePage>(`/api/traces/${job('read')}`)
    expect(told.subject).toMatchObject({ kind: 'job', id: job('read') })
    expect(lists(told)).toEqual(['ingestion', 'parsing', 'extraction', 'aggregation'])
    const document = await read<TracePage>(`/api/traces/${aapl}`)
    expect(document.subject).toMatchObject({ kind: 'document' })
    expect(lists(document)).toEqual(expect.arrayContaining(['ingestion', 'aggregation']))
  })

  test('of an order holds the ways of the documents that it rests on', async () => {
    const told = await read<TracePage>(`/api/traces/${ids.order('AAPL')}`)
    expect(told.subject).toMatchObject({ kind: 'order', title: expect.stringContaining('AAPL') })
    expect(told.hops.find(({ list }) => list === 'broker_orders')!.about).toContainEqual({
      kind: 'order',
      id: ids.order('AAPL'),
      says: 'the order',
    })
    const [{ documents } = { documents: 0 }] = await sql<{ documents: number }[]>`
      select count(*)::integer as documents from recommendation_evidence
      where recommendation_id = ${ids.recommendation('AAPL')} and document_id = ${aapl}`
    expect(lists(told).includes('extraction')).toBe(documents > 0)
  })

  test('of what stands in no trace is the job alone, whatever a hand had put into it', async () => {
    const told = await read<TracePage>(`/api/traces/${job('alone')}`)
    expect(told).toMatchObject({ traceIds: [], hops: [{ jobId: job('alone'), about: [] }] })
  })

  test('is cut where it is long, and says so', async () => {
    const many = traceparentFrom('many')
    await sql`insert into jobs (job_id, list, payload, producer, business_at, traceparent)
      select gen_random_uuid(), 'aggregation', '{}', 'test', ${NOW}, ${many} from generate_series(1, 205)`
    const told = await read<TracePage>(`/api/traces/${traceOf(many)}`)
    expect(told.isMore).toBe(true)
    expect(told.hops).toHaveLength(200)
  })

  test('is none of what there is not, or is no id', async () => {
    expect((await call(`/api/traces/${deriveId('nobody')}`)).status).toBe(404)
    expect((await call(`/api/traces/${'0'.repeat(32)}`)).status).toBe(404)
    expect((await call('/api/traces/none')).status).toBe(422)
  })

  test('is found by the id of a trace or a job', async () => {
    expect(await read(`/api/find?words=${traceOf(news)}`)).toMatchObject({
      found: [{ kind: 'trace', id: traceOf(news) }],
    })
    expect(await read(`/api/find?words=${job('read')}`)).toMatchObject({
      found: [{ kind: 'trace', id: job('read') }],
    })
    expect(await read(`/api/find?words=${'f'.repeat(32)}`)).toEqual({ found: [] })
  })
})
