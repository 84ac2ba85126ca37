import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { handOutChanges, handOutUpkeep } from '#shared/queue/lake.ts'
import { documentsTable } from '#shared/sql/lake/facts/documents.ts'
import {
  holdFiles,
  nameWrites,
  readHeldFiles,
  replaceFiles,
  type LakeFile,
} from '#shared/sql/lake/files.ts'
import { keepPositions } from '#shared/sql/lake/position-days.ts'
import { readBatchRows } from '#shared/sql/lake/read-rows.ts'
import { needsTidying } from '#shared/sql/lake/upkeep.ts'
import { keepSamples } from '#shared/sql/lake/stage-samples.ts'
import { compactDay } from '../../../functions/lake-publisher/compact.ts'
import { lakePublisher } from '../../../functions/lake-publisher/handler.ts'
import { tidy } from '../../../functions/lake-publisher/tidy.ts'
import { writeDays } from '../../../functions/lake-publisher/write-days.ts'
import { windowDefaults } from '#shared/sql/retention/windows.ts'
import { keepWindows } from '../../../services/scheduler/retention.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const orchestration = as('stonks_orchestration')
const NOW = new Date('2019-01-10T15:00:00Z')
const rig = openLakeRig(sql, own, NOW)
const { folder, objects, work, flush } = rig
const id = (name: string) => deriveId('test', name)
const duck = await (await DuckDBInstance.create()).connect()
afterAll(() => {
  duck.closeSync()
  rig.close()
})

beforeEach(async () => {
  await sql`truncate documents, trading_decisions cascade`
  await rig.empty()
  await sql`delete from jobs`
})

async function document(name: string, day: string): Promise<void> {
  const at = `${day}T15:00:00Z`
  await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256, title, published_at, ingested_at, status_at)
    values (${id(name)}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256('')}, ${name}, ${at}, ${at}, ${at})`
  await flush()
}

const stored = async () =>
  (await objects.list(LAKE_BUCKET, 'documents/')).filter((key) => key.endsWith('.parquet'))
const titles = async (keys: readonly string[]) => {
  const paths = keys.map((key) => `'${join(folder, LAKE_BUCKET, key)}'`).join(', ')
  const read = await duck.runAndReadAll(
    `select title, status from read_parquet([${paths}]) order by title, version`,
  )
  return read.getRows()
}
const held = async () => (await readHeldFiles(sql, 'documents')).map(({ key }) => key)

test('files of a day that is over become one, with the newest row of each key', async () => {
  for (const name of ['a', 'b', 'c']) await document(name, '2019-01-03')
  await document('today', '2019-01-10')
  await document('today too', '2019-01-10')
  await sql`update documents set status = 'parsed' where title = 'b'`
  await flush()
  expect(await held()).toHaveLength(6)
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 600 })
  expect((await work()).map(({ job_type: type }) => type)).toEqual(['tidy'])
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  const jobs = await work()
  expect(jobs.filter(({ job_type: type }) => type === 'compaction')).toEqual([
    { job_type: 'compaction', entity_id: 'documents', dt: '2019-01-03T05:00:00.000Z' },
  ])
  const [day, ...rest] = await held()
  expect(rest).toHaveLength(2)
  expect(await titles([day as string])).toEqual([
    ['a', 'ingested'],
    ['b', 'parsed'],
    ['c', 'ingested'],
  ])
  // Who reads meanwhile has the old files still.
  expect(await stored()).toHaveLength(7)
  const settle = await tidy({ sql: own, objects }, { readSeconds: 0, writeSeconds: 3_600 })
  await own.begin(settle)
  expect(await stored()).toEqual(expect.arrayContaining([day, ...rest]))
  expect(await stored()).toHaveLength(3)
  expect(await sql`select from lake_files where replaced_at is not null`).toHaveLength(0)
})

test('of a day that is too large for one file the smallest become one, and the others stay', async () => {
  for (const name of ['a', 'b', 'c']) await document(name, '2019-01-03')
  // Larger than the others together: no two of its letters are alike often.
  await document(
    Array.from({ length: 800 }, (_, place) => id(`large ${place}`)).join(''),
    '2019-01-03',
  )
  const files = (await readHeldFiles(sql, 'documents')).toSorted((a, b) => a.bytes - b.bytes)
  const [first, second, third, large] = files as [LakeFile, LakeFile, LakeFile, LakeFile]
  const bytes = first.bytes + second.bytes + third.bytes
  expect(large.bytes).toBeGreaterThan(bytes)
  const rows = await titles(await held())
  const stores = { sql: own, objects }
  const compactTo = (max: number) => compactDay(stores, documentsTable, '2019-01-03', max)
  expect(await compactTo(first.bytes)).toBeUndefined()
  const two = await compactTo(bytes - 1)
  expect(two?.replaced).toEqual([first.key, second.key])
  const three = await compactTo(bytes + large.bytes - 1)
  expect(three?.replaced).toEqual([first.key, second.key, third.key])
  await own.begin((tx) => replaceFiles(tx, three!.replaced, three!.file))
  expect(await held()).toEqual(expect.arrayContaining([large.key, three!.file.key]))
  expect(await held()).toHaveLength(2)
  expect(await titles(await held())).toEqual(rows)
  // What is left does not fit into one, and is left.
  expect(await compactTo(large.bytes)).toBeUndefined()
})

test('what comes while a day is made one stays', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  const job: LakePublishJob = {
    job_type: 'compaction',
    entity_id: 'documents',
    dt: '2019-01-03T05:00:00.000Z',
  }
  const settle = await rig.write(job, id('j'))
  await sql`delete from jobs where payload ->> 'job_type' = 'compaction'`
  await document('c', '2019-01-03')
  await own.begin((tx) => settle(tx, NOW))
  expect((await titles(await held())).map(([title]) => title)).toEqual(['a', 'b', 'c'])
})

test('of two that make the same day one, one file is held and the other tidied away', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  const job: LakePublishJob = {
    job_type: 'compaction',
    entity_id: 'documents',
    dt: '2019-01-03T05:00:00.000Z',
  }
  const first = await rig.write(job, id('j'))
  await document('c', '2019-01-03')
  const second = await rig.write(job, id('j'))
  await own.begin((tx) => second(tx, NOW))
  await own.begin((tx) => first(tx, NOW))
  expect(await held()).toHaveLength(1)
  expect((await titles(await held())).map(([title]) => title)).toEqual(['a', 'b', 'c'])
  const settle = await tidy({ sql: own, objects }, { readSeconds: 0, writeSeconds: 0 })
  await own.begin(settle)
  expect(await stored()).toEqual(await held())
})

test('a day of one file that gets only what it knows already stays whole', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  const late = (
    await sql<{ seq: number }[]>`
    insert into lake_changes (fact, key) select 'documents', jsonb_build_object('document_id', document_id)
    from documents returning seq`
  )[0]
  await handOutChanges(orchestration, NOW, 0)
  await work()
  expect(late).toBeDefined()
  for (let turn = 0; turn < 3; turn += 1) {
    await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
    await work()
    await sql`update lake_days set tried = 0, files = 2 where files = 1`
    await own.begin(await tidy({ sql: own, objects }, { readSeconds: 0, writeSeconds: 0 }))
    expect((await titles(await held())).map(([title]) => title)).toEqual(['a', 'b'])
    expect(new Set(await stored())).toEqual(new Set(await held()))
  }
})

test('what is taken away is neither written nor committed meanwhile', async () => {
  await document('a', '2019-01-03')
  await sql`update documents set status = 'parsed'`
  await handOutChanges(orchestration, NOW, 0)
  const [job] = await rig.queued()
  const settle = await rig.write(job?.payload as LakePublishJob, job?.jobId as string)
  // Another delivery comes as the file is taken away.
  const slow = {
    ...objects,
    remove: async (bucket: string, key: string) => {
      await expect(rig.write(job?.payload as LakePublishJob, job?.jobId as string)).rejects.toThrow(
        /taken away/,
      )
      await expect(own.begin((tx) => settle(tx, NOW))).rejects.toThrow(/taken away/)
      await objects.remove(bucket, key)
    },
  }
  await own.begin(await tidy({ sql: own, objects: slow }, { readSeconds: 0, writeSeconds: 0 }))
  await work()
  expect((await titles(await held())).map(([, status]) => status)).toEqual(['ingested', 'parsed'])
  expect(new Set(await stored())).toEqual(new Set(await held()))
})

test('while the store is away nothing is counted, and what a dead job had is given out again', async () => {
  await document('a', '2019-01-03')
  await sql`update documents set status = 'parsed'`
  await handOutChanges(orchestration, NOW, 0)
  const away = { ...objects, put: () => Promise.reject(new Error('away')) }
  const [job] = await rig.queued()
  const deliver = lakePublisher({ sql: own, objects: away }).lake_publish
  await expect(
    deliver(job?.payload as LakePublishJob, {
      jobId: job?.jobId as string,
      now: NOW,
      signal: new AbortController().signal,
    }),
  ).rejects.toBeInstanceOf(PutOff)
  await sql`update jobs set state = 'dead', reason = 'x', settled_at = clock_timestamp() where state = 'queued'`
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 600 })
  expect(await sql`select from lake_changes where batch is null`).toHaveLength(0)
  await sql`update jobs set settled_at = settled_at - interval '1 hour' where state = 'dead'`
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 600 })
  expect(await sql`select from lake_changes where batch is null`).toHaveLength(1)
  await flush()
  expect((await titles(await held())).map(([, status]) => status)).toEqual(['ingested', 'parsed'])
})

test('a day that is to be made one, and what is to be tidied, wait for a store that is away', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  const gone = () => Promise.reject(new Error('away'))
  const away = { put: gone, get: gone, remove: gone }
  const handlers = lakePublisher({ sql: own, objects: away })
  const jobs = await rig.queued()
  expect(jobs.map(({ payload }) => payload.job_type).toSorted()).toEqual(['compaction', 'tidy'])
  for (const { jobId, payload } of jobs)
    await expect(
      handlers.lake_publish(payload, { jobId, now: NOW, signal: new AbortController().signal }),
    ).rejects.toBeInstanceOf(PutOff)
  // However often it is looked meanwhile, one is enough.
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  expect(await rig.queued()).toHaveLength(2)
  await work()
  expect(await held()).toHaveLength(1)
})

test('while many jobs wait no more are made, and then they are', async () => {
  await document('a', '2019-01-03')
  await sql`update documents set status = 'parsed'`
  await sql`insert into jobs (job_id, list, payload, business_at)
    select gen_random_uuid(), 'lake_publish', '{"job_type": "tidy", "entity_id": "", "dt": "2019-01-03T05:00:00.000Z"}', now()
    from generate_series(1, 64)`
  expect(await handOutChanges(orchestration, NOW, 0)).toBe(0)
  await work()
  expect(await handOutChanges(orchestration, NOW, 0)).toBe(1)
})

test('two batches of the same days in other orders wait for each other, and not crosswise', async () => {
  const days = Array.from(
    { length: 28 },
    (_, place) => `2019-02-${String(place + 1).padStart(2, '0')}`,
  )
  const files = (turn: string) =>
    days.map((day) => ({
      key: `documents/${day}/${turn}`,
      fact: 'documents',
      day,
      rows: 1,
      bytes: 1,
      sha256: '',
      firstVersion: 1,
      lastVersion: 1,
    }))
  for (let turn = 0; turn < 10; turn += 1)
    await Promise.all([
      own.begin((tx) => holdFiles(tx, files(`a${turn}`))),
      own.begin((tx) => holdFiles(tx, files(`b${turn}`).toReversed())),
    ])
  expect(await held()).toHaveLength(560)
  await rig.empty()
})

test('files of a newer release, with columns that this one would lose, stay as they are', async () => {
  await document('a', '2019-01-03')
  await sql`update documents set status = 'parsed'`
  await handOutChanges(orchestration, NOW, 0)
  const [job] = await rig.queued()
  const { columns, ...table } = documentsTable
  const newer = [...columns, { name: 'added', type: 'text' as const, says: '' }]
  const rows = await readBatchRows(sql, documentsTable, job?.jobId as string)
  const [file] = await writeDays(
    { sql: own, objects },
    { ...table, columns: newer },
    'newer',
    rows.map(({ day, cells }) => ({ day, cells: [...cells, 'kept'] })),
  )
  await own.begin((tx) => holdFiles(tx, [file as LakeFile]))
  await work()
  const before = await held()
  expect(before).toHaveLength(3)
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  await work()
  expect(await held()).toEqual(before)
})

test('what is held is not kept as that of a day after which shares were traded', async () => {
  await sql`insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
    values ('AAPL', 1.5, 142.2, 143, ${NOW}, ${NOW})`
  const at = new Date('2019-01-10T20:00:00Z')
  await sql`insert into order_fills (execution_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
    values ('f', 'b', 'AAPL', 'buy', 1, 1, ${NOW}, ${NOW})`
  expect(await orchestration.begin((tx) => keepPositions(tx, at))).toBe(0)
  const next = new Date('2019-01-11T06:00:00Z')
  expect(await orchestration.begin((tx) => keepPositions(tx, next))).toBe(1)
})

test('a decision that is made anew on another day is there once', async () => {
  await sql`insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, checks, risk_tier)
    values (${id('d')}, 'AAPL', '2019-01-31T20:00:00Z', 'exit', 'skip', 'x', '[]', 'moderate')`
  await flush()
  await sql`update trading_decisions set code = 'y', decided_at = '2019-02-01T20:00:00Z'`
  await flush()
  const files = await readHeldFiles(sql, 'decisions')
  expect(files.map(({ day }) => day)).toEqual(['2019-01-31', '2019-01-31'])
})

test('nothing goes by age while the lake is behind', async () => {
  const windows = { ...windowDefaults }
  const errand = { now: NOW, last: null, signal: new AbortController().signal, isOn: true }
  await document('a', '2019-01-03')
  await sql`update documents set status = 'parsed'`
  await keepWindows({ sql: orchestration, windows, forMs: 1_000 }, errand)
  await sql`update lake_changes set changed_at = changed_at - interval '2 hours'`
  await expect(keepWindows({ sql: orchestration, windows, forMs: 1_000 }, errand)).rejects.toThrow(
    /behind/,
  )
})

test('a day that cannot be made one does not keep others waiting', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  await sql`update jobs set state = 'dead', reason = 'x', settled_at = clock_timestamp() where state = 'queued'`
  await sql`delete from jobs`
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  const asked = async () =>
    (await rig.queued()).filter(({ payload }) => payload.job_type === 'compaction').length
  expect(await asked()).toBe(0)
  await document('c', '2019-01-03')
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  expect(await asked()).toBe(1)
})

test('a file that no delivery committed is tidied away, and one that is being written is not', async () => {
  await document('a', '2019-01-03')
  await sql`update documents set status = 'parsed'`
  await handOutChanges(orchestration, NOW, 0)
  const [job] = await rig.queued()
  // Written, and then the process dies before it commits.
  await rig.write(job?.payload as LakePublishJob, job?.jobId as string)
  await sql`update documents set status = 'untracked'`
  await work()
  expect(await stored()).toHaveLength(3)
  await own.begin(await tidy({ sql: own, objects }, { readSeconds: 0, writeSeconds: 3_600 }))
  expect(await stored()).toHaveLength(3)
  await own.begin(await tidy({ sql: own, objects }, { readSeconds: 0, writeSeconds: 0 }))
  expect(await stored()).toHaveLength(2)
  expect(new Set(await stored())).toEqual(new Set(await held()))
})

test('what a late delivery named once more, which is held already, stays and needs no more tidying', async () => {
  await document('a', '2019-01-03')
  const [key] = await held()
  await nameWrites(own, [key as string])
  const graces = { readSeconds: 0, writeSeconds: 0 }
  await own.begin(await tidy({ sql: own, objects }, { readSeconds: 0, writeSeconds: 3_600 }))
  expect(await sql`select from lake_writes`).toHaveLength(1)
  await own.begin(await tidy({ sql: own, objects }, graces))
  expect(await sql`select from lake_writes`).toHaveLength(0)
  expect(await stored()).toEqual([key])
  expect(await needsTidying(own, graces)).toBe(false)
})

test('beside its files each day says what they hold', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  const manifest = async () =>
    JSON.parse(
      String(await objects.get(LAKE_BUCKET, 'documents/year=2019/month=01/day=03/_manifest.json')),
    ) as { rows: number; files: { name: string; sha256: string; rows: number }[] }
  await own.begin(await tidy({ sql: own, objects }))
  expect(await manifest()).toMatchObject({ table: 'documents', day: '2019-01-03', rows: 2 })
  for (const { name, sha256: hash } of (await manifest()).files) {
    const key = `documents/year=2019/month=01/day=03/${name}`
    expect(sha256(await objects.get(LAKE_BUCKET, key))).toBe(hash)
  }
  await handOutUpkeep(orchestration, NOW, { quietSeconds: 0 })
  await work()
  await own.begin(await tidy({ sql: own, objects }))
  expect((await manifest()).files).toHaveLength(1)
})

test('a file that was changed in the store is not made part of a day', async () => {
  await document('a', '2019-01-03')
  await document('b', '2019-01-03')
  const [first] = await held()
  await objects.put(LAKE_BUCKET, first as string, Buffer.from('another'), '')
  const job: LakePublishJob = {
    job_type: 'compaction',
    entity_id: 'documents',
    dt: '2019-01-03T05:00:00.000Z',
  }
  await expect(rig.write(job, id('j'))).rejects.toThrow(/not those that were stored/)
  expect(await held()).toHaveLength(2)
})

test('how the stages stand is kept where it changed', async () => {
  const sample = { stage: 'parser', pending: 3, inFlight: 1, replicas: null, paused: false }
  const other = { ...sample, stage: 'extractor' }
  expect(await keepSamples(orchestration, [sample, other], NOW)).toBe(2)
  expect(await keepSamples(orchestration, [sample, other], NOW)).toBe(0)
  expect(await keepSamples(orchestration, [{ ...sample, replicas: 2 }, other], NOW)).toBe(1)
  expect(await keepSamples(orchestration, [sample, other], NOW)).toBe(1)
})
