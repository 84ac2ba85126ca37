import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import type { HeldFile, QueryEngine } from '#shared/clients/lake/engine.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { placeInCache } from '#shared/clients/lake/place.ts'
import { compareSums, sumNames, sumsText, type Sums } from '#shared/clients/lake/sums.ts'
import { openTrino } from '#shared/clients/trino/engine.ts'
import { ICEBERG, LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { readTrinoSums } from '#shared/clients/trino/sums.ts'
import type { Cell } from '#shared/contracts/lake/columns.ts'
import { lakeTables, lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { tidy } from '../../../../functions/lake-publisher/tidy.ts'
import { writeDays } from '../../../../functions/lake-publisher/write-days.ts'
import { verifyTable } from '../../../../services/cli/lake/verify.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { readByHyparquet, rowTold } from '../../../helpers/lake-cells.ts'
import { oddRows } from '../../../helpers/odd-rows.ts'
import { trino, whyNoTrino } from '../../../helpers/trino.ts'
import { openTrinoLake } from '../../../helpers/trino-lake.ts'
import { fillEveryFact } from './every-fact.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_lake')
const lake = openTrinoLake(sql, own, new Date('2024-03-20T15:00:00Z'))
const folder = mkdtempSync(join(tmpdir(), 'stonks-cache-'))
const { signal } = new AbortController()
const LIMITS = { rowsMax: 10_000, seconds: 120, memoryMb: 512 }
/** Files of odd values, which no row of the record stands for. */
const odd: HeldFile[] = []
const ODD_DAYS = ['1969-12-31', '2019-11-03']

const duckdb = openDuckdb({
  tables: lakeTables,
  held: async (names) =>
    [...(await readHeldFiles(sql)), ...odd].filter(({ fact }) => names.includes(fact)),
  place: placeInCache(lake.objects, folder, 1024 ** 3),
})
const engines = { hive: openTrino(trino, LAKEHOUSE), iceberg: openTrino(trino, ICEBERG) }
const rowsOf = async (engine: QueryEngine, text: string) =>
  (await engine.query(text, LIMITS, signal)).rows

/** Rows of a table in an order of their own; Hive's moments have no zone. */
async function versionsIn(engine: QueryEngine, name: string, { columns }: LakeTable) {
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const rows = await rowsOf(engine, `select ${names} from ${name}_versions`)
  return inOrder(
    rows.map((row) =>
      row.map((cell, place) => {
        // Trino tells two zeros apart, JSON does not.
        if (cell === 0 || cell === null) return cell === 0 ? 0 : null
        const isMoment = columns[place]?.type === 'timestamp'
        return engine === engines.hive && isMoment ? `${String(cell)}+00` : cell
      }),
    ),
  )
}
const inOrder = (rows: readonly Cell[][]) =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

async function sumsHere(table: LakeTable): Promise<Sums> {
  const [row] = await rowsOf(duckdb, sumsText(table, 'duckdb', `${table.name}_versions`))
  return Object.fromEntries(
    sumNames(table).map((name, nth) => [name, (row?.[nth] ?? null) as string | null]),
  )
}

const filesOf = async (name: string) => [
  ...(await readHeldFiles(sql, name)),
  ...odd.filter(({ fact }) => fact === name),
]

describe.skipIf(whyNoTrino !== '')(`the lake on a real Trino${whyNoTrino}`, () => {
  beforeAll(async () => {
    await fillEveryFact(sql, lake.objects)
    await lake.flush()
    await lake.sync()
  }, 900_000)
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await lake.close()
  }, 900_000)

  it('holds what the record holds: counts and sums of every table are alike', async () => {
    for (const table of lakeTables) {
      const told = await verifyTable({ sql, objects: lake.objects }, table)
      expect([
        table.name,
        told.missing,
        told.extra,
        told.unequal,
        told.twice,
        told.damaged,
      ]).toEqual([table.name, 0, 0, 0, 0, []])
      const there = await readTrinoSums(
        trino,
        { ...table, name: lake.nameThere(table.name) },
        (await readHeldFiles(sql, table.name)).map(lake.there),
        signal,
      )
      expect([table.name, compareSums(await sumsHere(table), there)]).toEqual([table.name, []])
      expect(Number(there['rows'])).toBe(told.facts)
    }
  }, 900_000)

  it('a second sync does nothing', async () => {
    for (const [table, done] of await lake.sync())
      expect([table, done]).toEqual([
        table,
        {
          table: lake.nameThere(table),
          isMade: false,
          columnsAdded: [],
          daysAdded: 0,
          copied: { files: 0, rows: 0 },
        },
      ])
  }, 900_000)

  it('reads odd values of every table as they were written, as DuckDB and hyparquet do', async () => {
    for (const table of lakeTables)
      for (const day of ODD_DAYS) {
        const rows = oddRows(table).map((cells) => ({ day, cells }))
        odd.push(...(await writeDays({ sql, objects: lake.objects }, table, `odd-${day}`, rows)))
      }
    const done = await lake.sync(odd)
    for (const table of lakeTables) {
      const { name, columns } = table
      expect(done.get(name)).toMatchObject({ daysAdded: 2, copied: { files: 2 } })
      const written = oddRows(table).map((cells) => rowTold(columns, cells))
      const read: Cell[][] = []
      for (const { key, day } of await filesOf(name)) {
        const rows = await readByHyparquet(columns, await lake.objects.get(LAKE_BUCKET, key))
        read.push(...rows)
        if (ODD_DAYS.includes(day)) expect(inOrder(rows)).toEqual(inOrder(written))
      }
      const all = inOrder(read)
      expect([name, await versionsIn(duckdb, name, table)]).toEqual([name, all])
      const there = lake.nameThere(name)
      expect([name, await versionsIn(engines.hive, there, table)]).toEqual([name, all])
      expect([name, await versionsIn(engines.iceberg, there, table)]).toEqual([name, all])
      const sums = await readTrinoSums(
        trino,
        { ...table, name: there },
        (await filesOf(name)).map(lake.there),
        signal,
      )
      expect([name, compareSums(await sumsHere(table), sums)]).toEqual([name, []])
    }
  }, 900_000)

  it('tells what was known when something was decided, though the row changed since', async () => {
    const [document] = await sql<{ id: string; title: string }[]>`
      select document_id as id, title from documents order by document_id limit 1`
    const { id, title } = document!
    const [[decided]] = (await rowsOf(
      engines.iceberg,
      'select cast(current_timestamp(6) as varchar)',
    )) as [[string]]
    await sql`update documents set title = title || '!' where document_id = ${id}`
    await lake.flush()
    expect((await lake.sync(odd)).get('documents')).toMatchObject({ copied: { files: 1, rows: 1 } })
    const name = lake.nameThere('documents')
    const titles = (from: string) =>
      rowsOf(
        engines.iceberg,
        `select title from ${from} where document_id = '${id}' order by version`,
      )
    expect(await titles(name)).toEqual([[`${title}!`]])
    expect(await titles(`${name}_versions`)).toEqual([[title], [`${title}!`]])
    const moment = `timestamp '${decided}'`
    expect(await titles(`${name}_versions for timestamp as of ${moment}`)).toEqual([[title]])
    expect(
      await titles(
        `(select *, row_number() over (partition by document_id order by version desc) newest
          from ${name}_versions where changed_at <= ${moment})`,
      ),
    ).toEqual([[title]])
  }, 300_000)

  it('reads the same while the files of a day become one, and when the old ones are gone', async () => {
    const table = lakeTableOf('documents')
    const name = lake.nameThere('documents')
    const standing = async (engine: QueryEngine, from: string) =>
      inOrder(
        await rowsOf(
          engine,
          `select document_id, title, ingested_at, year, month, day from ${from}`,
        ),
      )
    const before = await standing(duckdb, 'documents')
    const copies = await rowsOf(engines.iceberg, `select count(*) from ${name}_versions`)
    const [day] = [...Map.groupBy(await readHeldFiles(sql, 'documents'), (file) => file.day)].find(
      ([, files]) => files.length > 1,
    )!
    const job = {
      job_type: 'compaction',
      entity_id: 'documents',
      dt: `${day}T17:00:00.000Z`,
    } as const
    const settle = await lake.write(job, randomUUID())
    await own.begin((tx) => settle(tx, new Date()))
    expect(await readHeldFiles(sql, 'documents', day)).toHaveLength(1)
    const asBefore = async () => {
      expect(await standing(duckdb, 'documents')).toEqual(before)
      expect(await standing(engines.hive, name)).toEqual(before)
      expect(await standing(engines.iceberg, name)).toEqual(before)
    }
    await asBefore()
    expect((await lake.sync(odd)).get('documents')).toMatchObject({ copied: { files: 1, rows: 0 } })
    const settleTidy = await tidy(
      { sql: own, objects: lake.objects },
      { readSeconds: 0, writeSeconds: 3_600 },
    )
    await own.begin(settleTidy)
    await asBefore()
    expect(await rowsOf(engines.iceberg, `select count(*) from ${name}_versions`)).toEqual(copies)
    const files = (await filesOf('documents')).map(lake.there)
    const there = await readTrinoSums(trino, { ...table, name }, files, signal)
    expect(compareSums(await sumsHere(table), there)).toEqual([])
  }, 300_000)
})
