/** What was asked for once more and is held as it stands is not written again. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { withDuckdb } from '#shared/clients/lake/duckdb-worker.ts'
import { findHeld } from '#shared/clients/lake/find-held.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { StageObjects } from '#shared/clients/objects/patient.ts'
import { getWhole, ObjectChanged } from '#shared/clients/objects/whole.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import type { FactRow } from '#shared/sql/lake/read-rows.ts'
import type { Sql } from '#shared/sql/open.ts'

type Stores = { sql: Sql; objects: StageObjects }

/**
 * The rows without those that were asked for, did not change, and are the newest of their key in the files of their day:
 * a repeat changes nothing. Reads one day's files at a time, and none where nothing was asked for.
 */
export async function leaveHeld(
  stores: Stores,
  table: LakeTable,
  rows: readonly FactRow[],
): Promise<readonly FactRow[]> {
  const asked = Map.groupBy(
    rows.filter(({ isAsked }) => isAsked),
    ({ day }) => day,
  )
  if (asked.size === 0) return rows
  const folder = await mkdtemp(join(tmpdir(), 'stonks-held-'))
  try {
    const held = new Set<FactRow>()
    await withDuckdb(folder, async (duck) => {
      for (const [day, ofDay] of asked)
        for (const row of await heldOf({ ...stores, duck, folder }, table, day, ofDay))
          held.add(row)
    })
    return rows.filter((row) => !held.has(row))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function heldOf(
  { duck, folder, ...stores }: Stores & { duck: DuckDBConnection; folder: string },
  table: LakeTable,
  day: string,
  rows: readonly FactRow[],
): Promise<FactRow[]> {
  const paths = await fetchDay(stores, folder, table.name, day)
  if (paths.length === 0) return []
  const asked = join(folder, 'asked.parquet')
  await writeFile(
    asked,
    await writeParquet(
      table.columns,
      rows.map(({ cells }) => cells),
    ),
  )
  const places = await findHeld(duck, asked, paths, table)
  for (const path of paths) await rm(path)
  return rows.filter((_, place) => places.has(place))
}

/** A file that is lost or spoiled holds nothing: its rows are written once more. */
async function fetchDay(
  { sql, objects }: Stores,
  folder: string,
  fact: string,
  day: string,
): Promise<string[]> {
  const paths: string[] = []
  for (const [place, { key, sha256 }] of (await readHeldFiles(sql, fact, day)).entries()) {
    try {
      const path = join(folder, `${place}.parquet`)
      await writeFile(path, await getWhole(objects, { bucket: LAKE_BUCKET, key, sha256 }))
      paths.push(path)
    } catch (fault) {
      if (!(fault instanceof ObjectMissing || fault instanceof ObjectChanged)) throw fault
    }
  }
  return paths
}
