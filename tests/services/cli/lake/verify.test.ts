import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { ObjectMissing } from '#shared/clients/objects/name.ts'
import { openS3 } from '#shared/clients/objects/s3.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { messageOf } from '#shared/host/faults.ts'
import { lakeTables, lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import { holdFiles, readHeldFiles } from '#shared/sql/lake/files.ts'
import { backfillTable, dayOf } from '../../../../services/cli/lake/backfill.ts'
import { mendTable } from '../../../../services/cli/lake/mend.ts'
import { verifyTable } from '../../../../services/cli/lake/verify.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { openGate } from '../../../helpers/gate.ts'
import { startServer } from '../../../helpers/http.ts'
import { openLakeRig } from '../../../helpers/lake.ts'
import { fillEveryFact } from './every-fact.ts'

const { sql, as } = await cloneDatabase()
const NOW = new Date('2019-01-10T15:00:00Z')
const rig = openLakeRig(sql, as('stonks_lake'), NOW)
afterAll(rig.close)
beforeAll(async () => {
  await fillEveryFact(sql, rig.objects)
  await rig.flush()
})

const verify = (name: string) => verifyTable({ sql, objects: rig.objects }, lakeTableOf(name))
const CLEAN = {
  missing: 0,
  extra: 0,
  unequal: 0,
  twice: 0,
  outlived: 0,
  waiting: 0,
  damaged: [],
  misplaced: [],
}

/** Changes the record and tells nobody. */
const inSecret = (statement: string) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx.unsafe(statement)
  })

/** Makes the files of each day one, as the stage does once a day is over. */
async function compactEach(entity: string): Promise<void> {
  const days = new Set((await readHeldFiles(sql, entity)).map(({ day }) => day))
  for (const day of days) {
    const dt = newYorkInstant(day, '12:00').toISOString()
    const settle = await rig.write({ job_type: 'compaction', entity_id: entity, dt }, randomUUID())
    await sql.begin((tx) => settle(tx, NOW))
  }
}

describe('what is in the lake is what is in the record', () => {
  it.each(lakeTables.map(({ name }) => name))('%s', async (name) => {
    const told = await verify(name)
    expect(told).toMatchObject(CLEAN)
    expect(told.facts).toBe(told.rows)
  })

  it('of nearly every table there is something to compare', async () => {
    const empty = []
    for (const { name } of lakeTables) if ((await verify(name)).rows === 0) empty.push(name)
    expect(empty).toEqual([])
  })
})

describe('what differs is named', () => {
  it('a row that changed in secret', async () => {
    await inSecret(`update documents set title = title || '!' where document_id =
      (select document_id from documents order by document_id limit 1)`)
    const told = await verify('documents')
    expect(told).toMatchObject({ ...CLEAN, unequal: 1, examples: [{ columns: ['title'] }] })
    expect(await backfillTable(sql, lakeTableOf('documents'), {})).toBe(told.rows)
    expect(await verify('documents')).toMatchObject({ ...CLEAN, waiting: told.rows })
    const before = await readHeldFiles(sql, 'documents')
    await rig.flush()
    expect(await verify('documents')).toMatchObject({ ...CLEAN, facts: told.rows })
    // The others were written as they stand: of them there is no new version.
    const after = await readHeldFiles(sql, 'documents')
    const added = after.filter(({ key }) => !before.some((file) => file.key === key))
    expect(after).toEqual(expect.arrayContaining(before))
    expect(added).toMatchObject([{ rows: 1 }])
    await backfillTable(sql, lakeTableOf('documents'), {})
    await rig.flush()
    expect(await readHeldFiles(sql, 'documents')).toEqual(after)
  })

  it('a row that came in secret, and one that went', async () => {
    await inSecret(`insert into order_fills (execution_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at, account_id)
      values ('secret', 'b', 'AAPL', 'buy', 1, 1, '2019-01-03T15:00:00Z', '2019-01-03T15:00:00Z', 'x')`)
    expect(await verify('fills')).toMatchObject({
      ...CLEAN,
      missing: 1,
      examples: [{ what: 'missing', key: 'x secret' }],
    })
    await backfillTable(sql, lakeTableOf('fills'), { from: '2019-01-03', to: '2019-01-03' })
    await rig.flush()
    expect(await verify('fills')).toMatchObject(CLEAN)
    await inSecret(`delete from order_fills where execution_id = 'secret'`)
    expect(await verify('fills')).toMatchObject({ ...CLEAN, extra: 1 })
    // Years are compared, month by month.
  }, 240_000)

  it('a fact that a second file holds too, and not one of which a file holds an older version', async () => {
    const before = await verify('impacts')
    await sql`insert into lake_changes (fact, key)
      select 'impacts', jsonb_build_object('impact_id', impact_id) from document_impact_records`
    await rig.flush()
    // As often as it was written, each time in a version of its own.
    expect(await verify('impacts')).toMatchObject({ ...CLEAN, facts: before.facts })
    const file = (await readHeldFiles(sql, 'impacts')).at(-1)!
    const copy = file.key.replace('.parquet', '-copy.parquet')
    await rig.objects.put(LAKE_BUCKET, copy, await rig.objects.get(LAKE_BUCKET, file.key), '')
    await sql.begin((tx) => holdFiles(tx, [{ ...file, key: copy }]))
    const told = await verify('impacts')
    expect(told).toMatchObject({ ...CLEAN, facts: before.facts, twice: file.rows })
    expect(told.examples).toHaveLength(Math.min(5, file.rows))
    expect(told.examples[0]).toMatchObject({ what: 'twice', columns: [] })
    // Files that another took the place of are there still, for who reads them, and count no more.
    await compactEach('impacts')
    expect(await rig.objects.list(LAKE_BUCKET, 'impacts/')).toContain(copy)
    expect(await verify('impacts')).toMatchObject({ ...CLEAN, facts: before.facts })
  })

  it('rows that lie under another day than theirs, which mending writes under their own', async () => {
    const table = lakeTableOf('orders')
    const [file] = await readHeldFiles(sql, 'orders')
    const { key, day, rows } = file!
    const before = await verify('orders')
    await sql`update lake_files set day = day + 1 where key = ${key}`
    const told = await verify('orders')
    expect(told).toMatchObject({ ...CLEAN, misplaced: [expect.any(String)] })
    expect(told.misplaced).toEqual([`${key}: ${rows} rows of other days, such as ${day}`])
    expect(await mendTable({ sql, objects: rig.objects }, table, false)).toEqual({
      lost: [{ key, rows, why: `it has ${rows} rows of other days, such as ${day}` }],
      rewritten: rows,
    })
    await rig.flush()
    expect(await verify('orders')).toMatchObject({ ...CLEAN, facts: before.facts })
    expect((await readHeldFiles(sql, 'orders')).map((held) => held.day)).toContain(day)
  })

  it('a store that is away has damaged nothing: it is named, and asked again', async () => {
    const gate = await openGate((await startServer()).url)
    const keys = { accessKey: 'a', secretKey: 'b', region: 'us-east-1' }
    const ask = (silentMs: number) =>
      verifyTable(
        { sql, objects: openS3({ endpoint: gate.url, ...keys }, silentMs) },
        lakeTableOf('orders'),
      ).catch(messageOf)
    gate.silence()
    expect(await ask(200)).toMatch(
      /in S3 at 127\.0\.0\.1:\d+: nothing was heard from it for 0\.2 s$/,
    )
    await gate.refuse()
    expect(await ask(30_000)).toMatch(/in S3 at 127\.0\.0\.1:\d+: connect ECONNREFUSED/)
    expect(await verify('orders')).toMatchObject(CLEAN)
  })

  it('a file that is gone, and one that is another', async () => {
    const [first, second] = await readHeldFiles(sql, 'market_bars')
    await rig.objects.remove(LAKE_BUCKET, first?.key as string)
    const told = await verify('market_bars')
    expect(told.damaged).toEqual([`${first?.key}: it is gone`])
    expect(told.missing).toBeGreaterThan(0)
    if (second) {
      await rig.objects.put(LAKE_BUCKET, second.key, Buffer.from('x'), '')
      expect((await verify('market_bars')).damaged).toHaveLength(2)
    }
  })

  it('lost files are let go of, and their rows written once more', async () => {
    const table = lakeTableOf('market_bars')
    const held = await readHeldFiles(sql, table.name)
    const before = await verify('market_bars')
    expect(before.missing).toBeGreaterThan(0)
    const mended = await mendTable({ sql, objects: rig.objects }, table, true)
    expect(mended.lost.map(({ why }) => why)).toEqual(
      held.length > 1 ? ['it is gone', 'its bytes are others'] : ['it is gone'],
    )
    expect(mended.rewritten).toBeGreaterThan(0)
    await rig.flush()
    expect(await verify('market_bars')).toMatchObject({ ...CLEAN, facts: before.rows })
    expect(await mendTable({ sql, objects: rig.objects }, table, false)).toEqual({
      lost: [],
      rewritten: 0,
    })
    // What is left of them is taken away by the next tidying.
    const tidied = await rig.write(
      { job_type: 'tidy', entity_id: '', dt: NOW.toISOString() },
      randomUUID(),
    )
    await sql.begin((tx) => tidied(tx, NOW))
    const there = await rig.objects.list(LAKE_BUCKET, '')
    for (const { key } of mended.lost) expect(there).not.toContain(key)
  })

  it('a store that has none of them is asked about, and one that does not answer changes nothing', async () => {
    const table = lakeTableOf('documents')
    const held = await readHeldFiles(sql, table.name)
    const empty = {
      get: (bucket: string, key: string) => Promise.reject(new ObjectMissing(bucket, key)),
    }
    await expect(mendTable({ sql, objects: empty }, table, false)).rejects.toThrow(
      /documents: none of its \d+ files is in stonks-lakehouse .* --even-all/,
    )
    const away = { get: () => Promise.reject(new Error('connect ECONNREFUSED')) }
    await expect(mendTable({ sql, objects: away }, table, true)).rejects.toThrow('ECONNREFUSED')
    expect(await readHeldFiles(sql, table.name)).toEqual(held)
  })

  it('old rows that retention took are no difference, young ones are', async () => {
    const put = (at: string) =>
      sql`insert into trend_projections select ticker, '1d', ${at}, trend_id, direction,
      strength, confidence, low_confidence, macro_contribution_pct, diverges_from_current, components
      from trend_projections where horizon = '7d'`
    await put('2018-01-03T15:00:00Z')
    await put('2019-06-03T16:00:00Z')
    await rig.flush()
    await sql`delete from trend_projections where as_of = '2018-01-03T15:00:00Z'`
    expect(await verify('trend_projections')).toMatchObject({ ...CLEAN, outlived: 1 })
    await sql`delete from trend_projections where as_of = '2019-06-03T16:00:00Z'`
    expect(await verify('trend_projections')).toMatchObject({ ...CLEAN, outlived: 1, extra: 1 })
  })
})

it.each(['2019-13-01', '2019-02-30', 'May', '2019-5-1', ''])('%j is no day', (text) => {
  expect(() => dayOf(text)).toThrow(/expected a day such as 2019-05-01/)
})
