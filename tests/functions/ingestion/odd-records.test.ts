import { describe, expect, it } from 'vitest'
import type { Found, FoundDocument } from '#shared/domain/source/found.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { deliver } from '#shared/queue/deliver.ts'
import { productTable } from '#shared/queue/table.ts'
import { openLog } from '#shared/host/log.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { openBench, jobFor } from './bench.ts'

const bench = await openBench()
const { sql } = bench
const AT = '2019-01-03T15:00:00Z'

function found(title: string, change: Partial<FoundDocument> = {}): FoundDocument {
  return {
    documentType: 'article',
    identity: `odd ${title}`,
    url: `https://example.com/${encodeURIComponent(title.toWellFormed())}`,
    title,
    author: null,
    publisher: 'Wire',
    summary: '',
    credibilityScore: 0.5,
    publishedAt: new Date('2019-01-03T14:00:00Z'),
    hourIsSynthetic: false,
    ticker: '',
    raw: {
      bucket: 'stonks-raw-news',
      bytes: Buffer.from(JSON.stringify({ title })),
      mediaType: 'application/json',
    },
    ...change,
  }
}

/** One delivery as the host makes it, of a source that gives what it is told. */
async function give(job: IngestionJob, answer: Found, over = sql) {
  const one = () => Promise.resolve(answer)
  const adapters = {
    news: one,
    bars: one,
    reference: one,
    alpacaBars: one,
    filings: one,
    facts: one,
    feed: one,
    page: one,
    posts: one,
  }
  const handlers = ingestion({ sql: over, objects: bench.objects, adapters, allowHosts: [] })
  const jobId = deriveId('odd', job.source_name)
  const host = {
    table: productTable,
    stage: 'ingestion',
    handlers: handlers as never,
    sql: over,
    schema: openSchemaGate(over, openLog('test')),
    clock: { mode: 'stepped', speed: 1, now: () => new Date(AT) } as const,
    signal: new AbortController().signal,
  }
  const event = { specversion: '1.0', id: jobId, source: 't', type: 'stonks.ingestion', data: job }
  const outcome = await deliver(host, event, 1)
  const [run] = await sql`select status, items_found, items_new, error from ingestion_runs
    where ingestion_run_id = ${jobId}`
  const [source] = await sql`
    select last_published_at from sources where source_id = ${job.source_id}`
  return { outcome, run, cursor: source?.['lastPublishedAt'] as Date | null }
}
const newsSource = (sourceName: string) =>
  jobFor(sql, { sourceType: 'news_api', config: {}, sourceName })

describe('whatever an adapter lets through', () => {
  it('is stored without what no store takes', async () => {
    const odd = '\0\ud83d\u0001\u0092'
    const { run, outcome } = await give(await newsSource('Wall'), {
      documents: [
        found(`First${odd}`, {
          author: odd,
          publisher: `P${odd}`,
          summary: odd,
          url: `https://x.example/${odd}`,
          ticker: odd,
          credibilityScore: Number.NaN,
        }),
        found('Second', { publishedAt: new Date(Number.NaN), url: 'x'.repeat(9000) }),
        found('Third', { publishedAt: new Date('+020000-01-01T00:00:00Z') }),
      ],
      seen: { lastPublishedAt: new Date('2019-01-03T14:00:00Z'), state: { etag: odd } },
    })
    expect(outcome.status).toBe(204)
    expect(run).toMatchObject({ status: 'succeeded', itemsNew: 3 })
    expect(
      await sql`select title, publisher, published_at, hour_is_synthetic, url from documents
        where source_type = 'news_api' order by title`,
    ).toEqual([
      {
        title: 'First’',
        publisher: 'P’',
        publishedAt: new Date('2019-01-03T14:00:00Z'),
        hourIsSynthetic: false,
        url: 'https://x.example/’',
      },
      ...['Second', 'Third'].map((title) => ({
        title,
        publisher: 'Wire',
        publishedAt: new Date(AT),
        hourIsSynthetic: true,
        url: title === 'Third' ? 'https://example.com/Third' : null,
      })),
    ])
  })

  it('is kept with its bytes where it is refused, and the run went partly', async () => {
    const { run } = await give(await newsSource('Refused'), {
      documents: [found('Good')],
      rejects: [
        { reason: 'no_title', says: 'an item without a title', item: Buffer.from('{"a":"\0"}') },
        { reason: 'no_title', says: 'an item without a title', item: Buffer.from('7') },
      ],
      seen: {},
      notes: ['a note'],
    })
    expect(run).toEqual({
      status: 'partly',
      itemsFound: 3,
      itemsNew: 1,
      error: 'refused: 2 no_title; a note',
    })
    expect(
      (await sql`select item from rejects order by item`).map((row) => `${row['item']}`),
    ).toEqual(['7', '{"a":"\0"}'])
  })

  it('went partly where a part could not be had', async () => {
    const { run } = await give(await newsSource('Missing'), {
      documents: [],
      seen: {},
      missing: ['page 2: no answer'],
    })
    expect(run).toMatchObject({ status: 'partly', error: 'page 2: no answer' })
  })

  it.each(['9999-12-31T00:00:00Z', '0000-01-01T00:00:00Z', '+123456-01-01T00:00:00Z', 'x'])(
    'with the date %s never moves where the next fetch goes on',
    async (at) => {
      const job = await newsSource(`Cursor ${at}`)
      await sql`update sources set last_published_at = '2019-01-03T12:00:00Z' where source_id = ${job.source_id}`
      const { cursor, run } = await give(job, { seen: { lastPublishedAt: new Date(at) } })
      expect([cursor, run?.['status']]).toEqual([new Date('2019-01-03T12:00:00Z'), 'succeeded'])
    },
  )

  it('never leaves a source waiting for a moment that was never told truly', async () => {
    const job = await newsSource('Stuck')
    await sql`update sources set last_published_at = '9999-01-01T00:00:00Z' where source_id = ${job.source_id}`
    const newest = new Date('2019-01-03T14:00:00Z')
    expect((await give(job, { seen: { lastPublishedAt: newest } })).cursor).toEqual(newest)
  })
})

describe('a fault while recording', () => {
  it('is a failed run with the reason, and nothing of it stands', async () => {
    await sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$`
    await sql`create trigger refuse before insert on documents for each row
      when (new.title = 'Refused here') execute function refuse()`
    const { run, outcome, cursor } = await give(await newsSource('Commit'), {
      documents: [found('Refused here')],
      seen: { lastPublishedAt: new Date('2019-01-03T14:00:00Z') },
    })
    expect(outcome.status).toBe(500)
    expect(run).toMatchObject({ status: 'failed', itemsNew: 0, error: 'the disk is full' })
    expect(cursor).toBeNull()
  })
})
