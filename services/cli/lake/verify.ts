/** Compares the lake with the record, table by table and month by month. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { compareSides, type Comparison, type Sides } from '#shared/clients/lake/compare.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { getWhole, ObjectChanged } from '#shared/clients/objects/whole.ts'
import type { Cell } from '#shared/contracts/lake/columns.ts'
import { shiftDate } from '#shared/domain/market/calendar.ts'
import { messageOf } from '#shared/host/faults.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readHeldFiles, type LakeFile } from '#shared/sql/lake/files.ts'
import { readDayRows, readDaySpan, readWaitingKeys } from '#shared/sql/lake/read-rows.ts'
import type { Sql } from '#shared/sql/open.ts'
import { findMisplaced, sayMisplaced, type FetchedFile } from './misplaced.ts'

export type Verified = Comparison & {
  /** Rows that changed and are in no file yet; they are not compared. */
  waiting: number
  /** Files that are not what was stored, each with what is wrong. */
  damaged: string[]
  /** Files with rows of other days than their own, each with how many. */
  misplaced: string[]
}

const SLICE_DAYS = 31
const ROWS_A_FILE = 50_000
/** No rule of retention takes rows that are younger. */
const YOUNG_DAYS = 7
const KEYS = 'waiting.parquet'

/**
 * Reads rows, files and what waits of one moment, so that a running system has no differences. Facts of rows that
 * retention took are counted as outlived, where they are old enough for that.
 */
export async function verifyTable(
  stores: { sql: Sql; objects: Objects },
  table: LakeTable,
): Promise<Verified> {
  const sum = { ...NOTHING, damaged: [], misplaced: [], examples: [] } as Verified
  const { sql } = stores
  const [span, held] = await Promise.all([readDaySpan(sql, table), readHeldFiles(sql, table.name)])
  const days = [span?.from, span?.to, held[0]?.day, held.at(-1)?.day].flatMap((day) => day ?? [])
  const last = days.toSorted().at(-1)
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const duck = await instance.connect()
  try {
    for (let from = days.toSorted()[0]; from && last && from <= last;) {
      const to = shiftDate(from, SLICE_DAYS - 1)
      add(
        sum,
        await verifySlice({ ...stores, duck }, table, { from, to, newest: span?.to ?? last }),
      )
      from = shiftDate(to, 1)
    }
  } finally {
    duck.closeSync()
    instance.closeSync()
  }
  return sum
}

const COUNTS = ['rows', 'facts', 'missing', 'extra', 'unequal', 'twice', 'outlived'] as const
const NOTHING = {
  ...(Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<
    (typeof COUNTS)[number],
    number
  >),
  waiting: 0,
}

function add(sum: Verified, more: Verified): void {
  for (const name of COUNTS) sum[name] += more[name]
  sum.waiting = Math.max(sum.waiting, more.waiting)
  sum.damaged.push(...more.damaged)
  sum.misplaced.push(...more.misplaced)
  sum.examples.push(...more.examples.slice(0, Math.max(0, 5 - sum.examples.length)))
}

type Slice = { from: string; to: string; newest: string }

async function verifySlice(
  { sql, objects, duck }: { sql: Sql; objects: Objects; duck: DuckDBConnection },
  table: LakeTable,
  { from, to, newest }: Slice,
): Promise<Verified> {
  const folder = await mkdtemp(join(tmpdir(), 'stonks-verify-'))
  try {
    const taken = await sql.begin('isolation level repeatable read read only', async (tx) => {
      // Between two pieces rows are written to disk; it locks nothing that anybody waits for.
      await tx`set local idle_in_transaction_session_timeout = '5min'`
      return {
        rowPaths: await writeRows(folder, table, readDayRows(tx, table, { from, to }, ROWS_A_FILE)),
        files: (await readHeldFiles(tx, table.name)).filter(({ day }) => day >= from && day <= to),
        waiting: await readWaitingKeys(tx, table),
      }
    })
    const { fetched, damaged } = await fetchFiles(objects, folder, taken.files)
    const compared = await compareSides(duck, {
      columns: table.columns,
      keyColumns: table.keyColumns,
      ...(table.withdrawn ? { withdrawn: table.withdrawn } : {}),
      rowPaths: taken.rowPaths,
      factPaths: fetched.map(({ path }) => path),
      ...(await waitingSide(folder, table, taken.waiting)),
      outlives: outlivesOf(table, shiftDate(newest, -YOUNG_DAYS)),
    })
    const misplaced = await findMisplaced(duck, table.moment, fetched)
    return {
      ...compared,
      waiting: taken.waiting.length,
      damaged,
      misplaced: misplaced.map((file) => `${file.key}: ${sayMisplaced(file)}`),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function outlivesOf(table: LakeTable, before: string): Sides['outlives'] {
  if (table.outlives === 'always') return 'always'
  return table.outlives === 'retention' ? { before, moment: table.moment } : 'never'
}

async function writeRows(
  folder: string,
  { columns }: LakeTable,
  pieces: AsyncIterable<Cell[][]>,
): Promise<string[]> {
  const paths: string[] = []
  for await (const rows of pieces) {
    const path = join(folder, `rows-${paths.length}.parquet`)
    await writeFile(path, await writeParquet(columns, rows))
    paths.push(path)
  }
  return paths
}

async function fetchFiles(
  objects: Objects,
  folder: string,
  files: readonly LakeFile[],
): Promise<{ fetched: FetchedFile[]; damaged: string[] }> {
  const fetched: FetchedFile[] = []
  const damaged: string[] = []
  for (const [place, { key, day, sha256 }] of files.entries()) {
    const path = join(folder, `facts-${place}.parquet`)
    try {
      await writeFile(path, await getWhole(objects, { bucket: LAKE_BUCKET, key, sha256 }))
      fetched.push({ key, day, path })
    } catch (fault) {
      if (fault instanceof ObjectMissing) damaged.push(`${key}: it is gone`)
      else if (fault instanceof ObjectChanged) damaged.push(messageOf(fault))
      // A store that is away has damaged nothing, and mending would help nothing.
      else throw fault
    }
  }
  return { fetched, damaged }
}

async function waitingSide(
  folder: string,
  table: LakeTable,
  keys: readonly Cell[][],
): Promise<Pick<Sides, 'waiting'>> {
  if (keys.length === 0) return {}
  const names = Object.keys(table.key)
  const columns = table.columns.filter(({ name }) => names.includes(name))
  const path = join(folder, KEYS)
  const inOrder = columns.map(({ name }) => names.indexOf(name))
  await writeFile(
    path,
    await writeParquet(
      columns,
      keys.map((key) => inOrder.map((place) => key[place] ?? null)),
    ),
  )
  return { waiting: { path, columns: columns.map(({ name }) => name) } }
}
