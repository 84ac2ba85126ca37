import { DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api'
import { parquetReadObjects } from 'hyparquet'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { companyIdOf, saveCompanies } from '#shared/sql/universe/companies.ts'
import { handOutChanges } from '#shared/queue/lake.ts'
import { countWaiting } from '#shared/sql/lake/changes.ts'
import { lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_lake')
const duck = await (await DuckDBInstance.create()).connect()
await duck.run("set TimeZone = 'UTC'")
// The driver writes moments out in the machine's zone, whatever the session's.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0
afterAll(() => {
  duck.closeSync()
  rig.close()
})

const id = (name: string) => deriveId('test', name)
const at = (text: string) => new Date(`2019-01-${text}:00Z`)
const LAKE = 'stonks-lakehouse'
const NOW = at('04T05:00')
const rig = openLakeRig(sql, own, NOW)
const { folder, objects, flush } = rig

const deliver = async (job: LakePublishJob, jobId = id('job')): Promise<void> => {
  const settle = await rig.write(job, jobId)
  expect(await own.begin((tx) => settle(tx, NOW))).toEqual([])
}

async function publish(job: Omit<LakePublishJob, 'dt'> & { dt?: string }): Promise<void> {
  await deliver({ dt: '2019-01-04T05:00:00.000Z', ...job })
  await flush()
}

/** What stands: the newest row of each key. */
const rowsOf = async (table: string) => {
  const { keyColumns } = lakeTableOf(table)
  const read = await duck.runAndReadAll(
    `select * from read_parquet('${folder}/${LAKE}/${table}/**/*.parquet', hive_partitioning = true)
     qualify row_number() over (partition by ${keyColumns.join(', ')} order by version desc) = 1 order by all`,
  )
  return read.getRowObjectsJson()
}

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
  it('gets every row that was written, in the day it came to be in New York', async () => {
    await flush()
    const documents = await rowsOf('documents')
    expect(documents.map((row) => [row['title'], row['day']])).toEqual(
      expect.arrayContaining([
        ['before', '02'],
        ['first', '03'],
        ['last', '03'],
        ['after', '04'],
      ]),
    )
    expect(documents).toHaveLength(4)
    expect(await rowsOf('impacts')).toMatchObject([
      { document_id: id('first'), ticker: 'AAPL', sentiment_score: 0.25, confidence: 0.75 },
    ])
    expect(await rowsOf('extractions')).toHaveLength(2)
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
    expect(await countWaiting(sql)).toEqual({})
  })

  it('gets a row again where it changed, and the newest stands', async () => {
    await sql`update documents set status = 'extracted' where document_id = ${id('first')}`
    await flush()
    const rows = await rowsOf('documents')
    expect(rows).toHaveLength(4)
    expect(rows.find((row) => row['title'] === 'first')).toMatchObject({ status: 'extracted' })
  })

  it('gets a batch once, however often and by however many it is delivered', async () => {
    await sql`update documents set status = 'parsed' where document_id = ${id('last')}`
    await handOutChanges(sql, NOW, 0)
    const [job] = await rig.queued()
    if (!job) throw new Error('nothing was handed out')
    const { jobId, payload } = job
    const held = async () => (await readHeldFiles(sql, 'documents')).length
    const before = await held()
    const [first, second] = await Promise.all([
      rig.write(payload, jobId),
      rig.write(payload, jobId),
    ])
    for (const settle of [first, second]) await own.begin((tx) => settle(tx, NOW))
    await deliver(payload, jobId)
    expect(await held()).toBe(before + 1)
    const stored = await objects.list(LAKE, 'documents/')
    expect(stored).toHaveLength(before + 1)
  })

  it('has of each file its rows, bytes and hash', async () => {
    for (const file of await readHeldFiles(sql)) {
      const bytes = await objects.get(LAKE, file.key)
      expect([bytes.length, sha256(bytes)]).toEqual([file.bytes, file.sha256])
      const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) }
      const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors })
      expect(rows).toHaveLength(file.rows)
    }
  })

  it('gets what no file can hold as nothing, and the rows beside it', async () => {
    await sql`update orders set filled_price_avg = 'NaN', closed_at = 'infinity' where order_id = ${id('o')}`
    await sql`update documents set published_at = '-infinity' where document_id = ${id('after')}`
    await flush()
    expect(await rowsOf('orders')).toMatchObject([
      { filled_price_avg: null, closed_at: null, quantity: '1.500000001' },
    ])
    const documents = await rowsOf('documents')
    expect(documents.find((row) => row['title'] === 'after')).toMatchObject({ published_at: null })
    expect(documents).toHaveLength(4)
    expect(await countWaiting(sql)).toEqual({})
  })

  it('takes the published jobs: one, a day, a span; of what is there as it stands they change nothing', async () => {
    const versions = async (table: string) =>
      (await rowsOf(table)).map((row) => Number(row['version']))
    for (const [table, job] of [
      ['documents', { job_type: 'document', entity_id: id('before') }],
      ['impacts', { job_type: 'document_extraction', entity_id: id('first') }],
      ['orders', { job_type: 'trade_order', entity_id: id('o') }],
      ['fills', { job_type: 'trade_fill', entity_id: '20190103100000::a/b' }],
      [
        'documents',
        { job_type: 'bulk_documents', entity_id: '', since: '2019-01-03T05:00:00.000Z' },
      ],
    ] as const) {
      const [before, files] = [await versions(table), await readHeldFiles(sql)]
      await publish(job)
      expect(await versions(table)).toEqual(before)
      expect(await readHeldFiles(sql)).toEqual(files)
      expect(await countWaiting(sql)).toEqual({})
    }
    await publish({ job_type: 'positions_snapshot', entity_id: '' })
    expect(await rowsOf('position_days')).toMatchObject([
      { ticker: 'AAPL', quantity: '1.500000001', day_date: '2019-01-03', day: '04' },
    ])
  }, 60_000)

  it('is asked to write once more what is lost or is held otherwise, and writes that alone', async () => {
    const job = {
      job_type: 'bulk_documents',
      entity_id: '',
      since: '2019-01-03T05:00:00.000Z',
    } as const
    // In secret, so that nothing notes it.
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update documents set title = 'Otherwise' where document_id = ${id('first')}`
    })
    const before = await readHeldFiles(sql, 'documents')
    await publish(job)
    const added = (await readHeldFiles(sql, 'documents')).filter(
      ({ key }) => !before.some((file) => file.key === key),
    )
    expect(added).toMatchObject([{ day: '2019-01-03', rows: 1 }])
    expect((await rowsOf('documents')).map((row) => row['title'])).toContain('Otherwise')
    for (const { key } of added) await objects.remove(LAKE, key)
    await publish(job)
    expect((await rowsOf('documents')).map((row) => row['title'])).toContain('Otherwise')
    await sql`delete from lake_files where key in ${sql(added.map(({ key }) => key))}`
  }, 60_000)

  it.each([
    ['document', id('none'), 'fact_missing'],
    ['document', 'AAPL', 'fact_missing'],
    ['trade_fill', 'none', 'fact_missing'],
    ['market_snapshot', 'AAPL', 'fact_missing'],
    ['pnl_snapshot', '', 'fact_missing'],
    ['bulk_documents', '', 'span_missing'],
  ] as const)('refuses %s of %j as %s', async (type, entity, reason) => {
    await expect(publish({ job_type: type, entity_id: entity })).rejects.toMatchObject({ reason })
  })

  it('is asked for nothing that is still to come', async () => {
    const job = { job_type: 'document', entity_id: id('first') } as const
    await publish({ ...job, dt: '2019-01-04T05:00:59.000Z' })
    await expect(publish({ ...job, dt: '2019-01-04T05:01:00.001Z' })).rejects.toMatchObject({
      reason: 'moment_ahead',
    })
  })
})
