/** One file for each day of a batch. */

import { writeParquet } from '#shared/clients/lake/parquet.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import type { LakeFile } from '#shared/sql/lake/files.ts'
import type { FactRow } from '#shared/sql/lake/read-rows.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { StageObjects } from '#shared/clients/objects/patient.ts'
import { storeFile } from './store-file.ts'

/**
 * Stores the rows, oldest version first, and says where. The same batch with the same rows gives the same names and
 * bytes; with other rows, as they changed between two deliveries, another name: what no delivery committed is tidied
 * away.
 */
export async function writeDays(
  stores: { sql: Sql; objects: StageObjects },
  table: LakeTable,
  batch: string,
  rows: readonly FactRow[],
): Promise<LakeFile[]> {
  const files: LakeFile[] = []
  for (const [day, ofDay] of Map.groupBy(rows, (row) => row.day)) {
    const versions = ofDay.map(({ cells }) => Number(cells.at(-2)))
    const bytes = await writeParquet(
      table.columns,
      ofDay.map(({ cells }) => cells),
    )
    files.push(
      await storeFile(stores, { fact: table.name, day, name: batch }, bytes, {
        rows: ofDay.length,
        firstVersion: versions[0] ?? 0,
        lastVersion: versions.at(-1) ?? 0,
      }),
    )
  }
  return files
}
