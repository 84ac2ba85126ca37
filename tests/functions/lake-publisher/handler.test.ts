import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api'
import { parquetReadObjects } from 'hyparquet'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { LAKE_JOB_TYPES, type LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { companyIdOf, saveCompanies } from '#shared/sql/universe/companies.ts'
import { lakePublisher } from '../../../functions/lake-publisher/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_lake')
const folder = mkdtempSync(join(tmpdir(), 'stonks-lake-'))
const objects = openFolder(folder)
const handlers = lakePublisher({ sql: own, objects })
const duck = await (await DuckDBInstance.create()).connect()
await duck.run("set TimeZone = 'UTC'")
// The driver writes moments out in the machine's zone, whatever the session's.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0
afterAll(() => {
  duck.closeSync()
  rmSync(folder, { recursive: true, force: true })
})

const id = (name: string) => deriveId('test', name)
const at = (text: string) => new Date(`2019-01-${text}:00Z`)
const LAKE = 'stonks-lakehouse'

async function publish(job: Omit<LakePublishJob, 'dt'> & { dt?: string }): Promise<void> {
  const settle = await handlers.lake_publish(
    { dt: '2019-01-04T05:00:00.000Z', ...job },
    { jobId: id('job'), now: at('04T05:00'), signal: new AbortController().signal },
  )
  expect(await own.begin((tx) => settle(tx, at('04T05:00')))).toEqual([])
}

const rowsOf = async (table: string) =>
  (
    await duck.runAndReadAll(
      `select * from read_parquet('${folder}/${LAKE}/${table}/**/*.parquet', hive_partitioning = true) order by all`,
    )
  ).getRowObjectsJson()

async function document(name: string, ingestedAt: Date): Promise<void> {
  await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256, title, published_at, ingested_at, status_at)
    values (${id(name)}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256('')}, ${name}, ${ingestedAt}, ${ingestedAt}, ${ingestedAt})`
}

async function orderWithFill(): Promise<void> {
  const hash = sha256('inputs')
  await sql`insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, quantity, checks, risk_tier, source)
    values (${id('d')}, 'AAPL', ${at('03T15:00')}, 'entry', 'act', 'override', 'buy', 1.500000001, '[]', 'moderate', 'override')`
  await sql`insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
    values (${id('e')}, ${id('d')}, ${at('03T15:00')}, true, 'passed', '[]', '{}', ${hash})`
  await sql`insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker, side, order_type, quantity, reference_price, intended_at)
    values (${id('o')}, ${id('d')}, ${id('e')}, ${hash}, 'c1', 'AAPL', 'buy', 'market', 1.500000001, 142.19, ${at('03T15:00')})`
  await sql`insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
    values ('20190103100000::a/b', ${id('o')}, 'b1', 'AAPL', 'buy', 1.500000001, 142.2, ${at('03T15:01')}, ${at('03T15:02')})`
  await sql`insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
    values ('AAPL', 1.500000001, 142.2, 143, ${at('03T20:55')}, ${at('03T15:01')}), ('MSFT', 0, 100, 100, ${at('03T20:55')}, ${at('03T15:01')})`
}

beforeAll(async () => {
  await sql.begin((tx) =>
    saveCompanies(tx, [{ ticker: 'AAPL', name: 'Apple', sector: '', aliases: [] }]),
  )
  await document('before', at('03T04:59'))
  await document('first', at('03T05:00'))
  await document('last', new Date('2019-01-04T04:59:59.999Z'))
  await document('after', at('04T05:00'))
  for (const name of ['first', 'last']) {
    await sql`insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version, confidence, input_sha256, input_length, extracted_at)
      values (${id(name)}, ${id(name)}, 'rules', '1', '1', 0.5, '', 1, ${at('03T06:00')})`
  }
  await sql`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment, sentiment_score, impact_score, confidence, published_at, extracted_at)
    values (${id('i')}, ${id('first')}, ${id('first')}, ${companyIdOf('AAPL')}, 'AAPL', 'positive', 0.25, 0.5, 0.75, ${at('03T05:00')}, ${at('03T06:00')})`
  await orderWithFill()
})

describe('the lake', () => {
  it('gets the documents of a New York day, once however often they are published', async () => {
    const job = {
      job_type: 'bulk_documents' as const,
      entity_id: '',
      since: '2019-01-03T05:00:00.000Z',
    }
    await publish(job)
    const [key] = await objects.list(LAKE, 'documents/')
    expect(key).toBe(
      'documents/year=2019/month=01/day=03/bulk_documents-20190103T050000Z-20190104T050000Z.parquet',
    )
    const bytes = await objects.get(LAKE, key as string)
    await publish(job)
    expect(await objects.list(LAKE, 'documents/')).toEqual([key])
    expect((await objects.get(LAKE, key as string)).equals(bytes)).toBe(true)
    const rows = await rowsOf('documents')
    expect(rows.map((row) => [row['title'], row['day'], row['as_of']])).toEqual(
      expect.arrayContaining([
        ['first', '03', '2019-01-04 05:00:00+00'],
        ['last', '03', '2019-01-04 05:00:00+00'],
      ]),
    )
    expect(rows).toHaveLength(2)
    const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) }
    const again = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors })
    expect(again.map((row) => [row['document_id'], row['ingested_at']])).toEqual([
      [id('first'), at('03T05:00')],
      [id('last'), new Date('2019-01-04T04:59:59.999Z')],
    ])
  })

  it('gets what was read out of documents, company by company', async () => {
    await publish({
      job_type: 'bulk_extractions',
      entity_id: '',
      since: '2019-01-03T05:00:00.000Z',
    })
    const rows = await rowsOf('extractions')
    expect(
      rows.map((row) => [
        row['document_id'],
        row['ticker'],
        row['sentiment_score'],
        row['impact_confidence'],
      ]),
    ).toEqual(
      expect.arrayContaining([
        [id('first'), 'AAPL', 0.25, 0.75],
        [id('last'), null, null, null],
      ]),
    )
    expect(rows).toHaveLength(2)
  })

  it('gets orders, fills and positions with exact quantities', async () => {
    await publish({ job_type: 'trade_order', entity_id: id('o') })
    await publish({ job_type: 'trade_fill', entity_id: '20190103100000::a/b' })
    await publish({ job_type: 'positions_snapshot', entity_id: '' })
    expect(await rowsOf('orders')).toMatchObject([
      {
        quantity: '1.500000001',
        reference_price: '142.190000000',
        state: 'intent',
        limit_price: null,
        day: '03',
      },
    ])
    expect(await rowsOf('fills')).toMatchObject([
      {
        execution_id: '20190103100000::a/b',
        quantity: '1.500000001',
        price: '142.200000000',
        filled_at: '2019-01-03 15:01:00+00',
      },
    ])
    expect(await rowsOf('positions')).toMatchObject([
      { ticker: 'AAPL', quantity: '1.500000001', day: '04', as_of: '2019-01-04 05:00:00+00' },
    ])
  })

  it('gets one document again when it is published by itself', async () => {
    await publish({ job_type: 'document', entity_id: id('before') })
    await publish({ job_type: 'document_extraction', entity_id: id('first') })
    expect(await objects.list(LAKE, 'documents/year=2019/month=01/day=02/')).toEqual([
      `documents/year=2019/month=01/day=02/document-${id('before')}.parquet`,
    ])
  })

  it('gets no file of a day without documents', async () => {
    await publish({
      job_type: 'bulk_documents',
      entity_id: '',
      since: '2018-02-03T05:00:00.000Z',
      dt: '2018-02-04T05:00:00.000Z',
    })
    expect(await objects.list(LAKE, 'documents/year=2018/month=02/')).toEqual([])
  })

  it.each([
    ['document', id('none'), 'fact_missing'],
    ['document', 'AAPL', 'fact_missing'],
    ['trade_fill', 'none', 'fact_missing'],
    ['bulk_documents', '', 'span_missing'],
    ['pnl_snapshot', '', 'job_type_not_built'],
  ] as const)('refuses %s of %j as %s', async (type, entity, reason) => {
    await expect(publish({ job_type: type, entity_id: entity })).rejects.toMatchObject({ reason })
  })

  it('knows what to do with every type of job', async () => {
    for (const type of LAKE_JOB_TYPES) {
      const fault: unknown = await publish({ job_type: type, entity_id: id('none') }).catch(
        (error: unknown) => error,
      )
      if (fault !== undefined)
        expect((fault as { reason: string }).reason).toMatch(
          /^(fact_missing|span_missing|job_type_not_built)$/,
        )
    }
  })
})

describe('a job that lies', () => {
  it('about its moment is refused for good: its rows would stand before all that follows', async () => {
    await document('ahead', at('03T12:00'))
    const job = { job_type: 'document', entity_id: id('ahead') } as const
    await publish({ ...job, dt: '2019-01-04T05:00:59.000Z' })
    await expect(publish({ ...job, dt: '2019-01-04T05:01:00.001Z' })).rejects.toMatchObject({
      reason: 'moment_ahead',
    })
  })
})
