import { describe, expect, it } from 'vitest'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { openBench, jobFor } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const NEWS = '/polygon/v2/reference/news'

function item(id: number, changes: Record<string, unknown> = {}) {
  const published = new Date(Date.UTC(2019, 0, 3, 12, 0, id)).toISOString()
  return {
    id: `n${id}`,
    title: `Story number ${id}`,
    published_utc: published,
    article_url: `http://x/${id}`,
    publisher: { name: 'Reuters' },
    tickers: ['AAPL'],
    ...changes,
  }
}

function serve(results: unknown, more: Record<string, unknown> = {}): void {
  server.answer(NEWS, { body: JSON.stringify({ status: 'OK', results, ...more }) })
}

const documents = () => sql`select * from documents order by published_at, document_id`
const lastRun = async (sourceId: string) =>
  (
    await sql`
  select status, items_found, items_new, error from ingestion_runs where source_id = ${sourceId} order by noted_at desc limit 1`
  )[0]

describe('news', () => {
  it('is stored as it came, once, and handed to the parser in the order it was published', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Once' })
    serve([
      item(2),
      item(1),
      item(2, { id: 'copy', published_utc: '2019-01-03T12:00:09Z', title: 'STORY number “2”!' }),
    ])
    const handed = await bench.run(job, '2019-01-03T15:00:00Z')
    const rows = await documents()
    expect(handed).toEqual(
      rows.map((row) => ({
        to: 'parsing',
        job: { document_id: row['documentId'], ticker: 'AAPL', source_type: 'news_api' },
      })),
    )
    expect(rows.map((row) => [row['title'], row['publisher'], row['credibilityScore']])).toEqual([
      ['Story number 1', 'Reuters', 0.85],
      ['Story number 2', 'Reuters', 0.85],
    ])
    for (const row of rows) {
      expect(row['rawKey']).toMatch(/^2019\/01\/03\/[0-9a-f]{64}\.json$/)
      const raw = await bench.objects.get(row['rawBucket'], row['rawKey'])
      expect(sha256(raw)).toBe(row['rawSha256'])
    }
    expect(
      JSON.parse((await bench.objects.get('stonks-raw-news', rows[0]?.['rawKey'])).toString()),
    ).toEqual(item(1))
    expect(await lastRun(job.source_id)).toEqual({
      status: 'succeeded',
      itemsFound: 3,
      itemsNew: 2,
      error: null,
    })

    expect(await bench.run(job, '2019-01-03T15:05:00Z')).toEqual([])
    expect(await lastRun(job.source_id)).toMatchObject({ itemsFound: 3, itemsNew: 0 })
    expect(await documents()).toEqual(rows)
  })

  it('waits for a store that is away, which is no fault of its source', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Waits' })
    serve([item(77)])
    const away = { ...bench.objects, put: () => Promise.reject(new Error('the store is away')) }
    const allowHosts = [new URL(server.url).host]
    const stage = ingestion({ sql, objects: away, adapters: bench.adapters, allowHosts })
    const deliver = () =>
      stage.ingestion(job, {
        jobId: deriveId('test', 'waits'),
        now: new Date('2019-01-03T15:00:00Z'),
        signal: new AbortController().signal,
      })
    await expect(deliver()).rejects.toBeInstanceOf(PutOff)
    await expect(deliver()).rejects.toThrow('the store is away')
    expect(await lastRun(job.source_id)).toMatchObject({
      status: 'put_off',
      error: 'the store is away',
    })
    const [source] = await sql`select failures from sources where source_id = ${job.source_id}`
    expect(source).toEqual({ failures: 0 })
    expect(await bench.run(job, '2019-01-03T15:00:00Z')).toHaveLength(1)
  })

  it('is asked for from where the last fetch stopped', async () => {
    const job = await jobFor(
      sql,
      { sourceType: 'news_api', config: { lookback_days: 2 }, sourceName: 'Since' },
      'MSFT',
    )
    serve([item(30)])
    await bench.run(job, '2019-01-03T15:00:00Z')
    await bench.run(job, '2019-01-03T15:05:00Z')
    const [first, second] = server.asked
      .slice(-2)
      .map((path) => new URL(path, server.url).searchParams)
    expect(first?.get('published_utc.gte')).toBe('2019-01-01T15:00:00Z')
    expect(first?.get('published_utc.lte')).toBe('2019-01-03T15:00:00Z')
    expect(first?.get('ticker')).toBe('MSFT')
    expect(second?.get('published_utc.gte')).toBe('2019-01-03T11:50:30Z')
  })

  it('follows pages, and asks for those of another host at our own', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Pages' })
    serve([item(40)], { next_url: `${server.url}/polygon/page2?cursor=x` })
    server.answer('/polygon/page2', { body: JSON.stringify({ status: 'OK', results: [item(41)] }) })
    expect(await bench.run(job, '2019-01-03T15:00:00Z')).toHaveLength(2)
    server.answer(NEWS, ({ url = '' }) => ({
      body: JSON.stringify(
        url.includes('cursor=abc')
          ? { results: [item(43)] }
          : { results: [item(42)], next_url: 'http://127.0.0.1:1/steal?cursor=abc&apiKey=k' },
      ),
    }))
    expect(await bench.run(job, '2019-01-03T15:05:00Z')).toHaveLength(2)
    expect(server.asked.at(-1)).toBe(`${NEWS}?cursor=abc`)
  })

  it('is not taken before its time, nor where it cannot be read', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Odd' })
    serve([
      item(50),
      item(51, { published_utc: '2019-01-04T00:00:00Z' }),
      null,
      7,
      {},
      item(52, { title: ' ' }),
      item(53, { published_utc: 'soon' }),
      item(54, { tickers: ['../x', 'BRK.B'] }),
    ])
    const handed = await bench.run(job, '2019-01-03T15:00:00Z')
    expect(handed.map(({ job: parsing }) => 'ticker' in parsing && parsing.ticker)).toEqual([
      'AAPL',
      'BRK.B',
    ])
    expect(await lastRun(job.source_id)).toMatchObject({
      status: 'partly',
      itemsNew: 2,
      error: 'refused: 2 not_an_item, 2 no_title, 1 no_date',
    })
    expect(
      await sql`select convert_from(item, 'UTF8') as item, reason, times from rejects
        where source_id = ${job.source_id} and reason <> 'no_title' order by item`,
    ).toEqual([
      { item: '7', reason: 'not_an_item', times: 1 },
      { item: 'null', reason: 'not_an_item', times: 1 },
      { item: JSON.stringify(item(53, { published_utc: 'soon' })), reason: 'no_date', times: 1 },
    ])
  })

  it('of one page of a thousand is stored quickly', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Many' })
    serve(Array.from({ length: 1000 }, (_, place) => item(1000 + place)))
    expect(await bench.run(job, '2019-01-03T15:00:00Z')).toHaveLength(1000)
  })

  it.each([
    ['nothing', '{"status":"OK"}'],
    ['no results', '{"status":"DELAYED","results":null}'],
  ])('may be %s', async (name, body) => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: name })
    server.answer(NEWS, { body })
    expect(await bench.run(job, '2019-01-03T15:00:00Z')).toEqual([])
    expect(await lastRun(job.source_id)).toEqual({
      status: 'succeeded',
      itemsFound: 0,
      itemsNew: 0,
      error: null,
    })
  })

  it.each([
    [200, '<html>', 'source_malformed'],
    [200, '{"results":{}}', 'source_malformed'],
    [200, '{"status":"ERROR","error":"x"}', 'source_malformed'],
    [401, '{}', 'source_refuses_us'],
    [404, '', 'source_gone'],
    [400, '', 'source_rejects_request'],
    [429, '', undefined],
    [500, '', undefined],
    [503, '', undefined],
  ])(
    'answered with %d %s fails as %s, or waits as it is told, and the run says so',
    async (status, body, reason) => {
      const job = await jobFor(sql, {
        sourceType: 'news_api',
        config: {},
        sourceName: `Fails ${status} ${body}`,
      })
      server.answer(NEWS, { status, body, headers: { 'retry-after': '17' } })
      const fault: unknown = await bench
        .run(job, '2019-01-03T15:00:00Z')
        .catch((error: unknown) => error)
      expect(fault).toBeInstanceOf(Error)
      expect((fault as { reason?: string }).reason).toBe(reason)
      const run = await lastRun(job.source_id)
      const isTold = status === 429 || status === 503
      expect(run).toMatchObject({ status: isTold ? 'put_off' : 'failed', itemsNew: 0 })
      if (isTold) expect(run?.['error']).toMatch(/17/)
      // Delivered again and well: the same run, now succeeded.
      serve([])
      await bench.run(job, '2019-01-03T15:00:00Z')
      expect(await lastRun(job.source_id)).toMatchObject({ status: 'succeeded', error: null })
    },
  )

  it('of a source that was removed is refused for good', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Removed' })
    await sql`delete from sources where source_id = ${job.source_id}`
    await expect(bench.run(job, '2019-01-03T15:00:00Z')).rejects.toMatchObject({
      reason: 'source_unknown',
    })
  })
})

describe('a job that lies', () => {
  it('has the source fetched as the record has it', async () => {
    const source = {
      sourceType: 'news_api',
      config: { lookback_days: 2 },
      sourceName: 'Lied',
    } as const
    const job = await jobFor(sql, source, 'MSFT')
    serve([item(60)])
    server.answer('/elsewhere', {
      body: '<p>Planted</p>',
      headers: { 'content-type': 'text/html' },
    })
    server.asked.length = 0
    await bench.run(
      {
        ...job,
        company_id: null,
        ticker: 'AAPL',
        legal_name: 'Apple',
        aliases: ['Planted'],
        source_type: 'web_scrape',
        source_name: 'Planted',
        config: { url: `${server.url}/elsewhere` },
        credibility_score: 1,
      },
      '2019-01-03T15:00:00Z',
    )
    expect(server.asked.map((path) => new URL(path, server.url).pathname)).toEqual([NEWS])
    expect(new URL(server.asked[0]!, server.url).searchParams.get('ticker')).toBe('MSFT')
    const [row] = await sql`
      select source_type, source_id from documents where title = 'Story number 60'`
    expect(row).toEqual({ sourceType: 'news_api', sourceId: job.source_id })
  })

  it('about a source that is not there is refused for good', async () => {
    const job = await jobFor(sql, { sourceType: 'news_api', config: {}, sourceName: 'Gone' })
    await sql`delete from sources where source_id = ${job.source_id}`
    await expect(bench.run(job, '2019-01-03T15:00:00Z')).rejects.toMatchObject({
      reason: 'source_unknown',
    })
  })
})
