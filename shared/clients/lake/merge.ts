/** Files of one day made one: of each key the newest row. */

import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../contracts/lake/columns.ts'
import { columnsOf, literal, quoted, selectColumns } from './duckdb-columns.ts'
import { withDuckdb } from './duckdb-worker.ts'

export type Merged = { path: string; rows: number; firstVersion: number; lastVersion: number }

/**
 * Writes the newest row of each key of `paths` to a file in `folder`, sorted by key, so that engines skip what they do
 * not need. Columns that some files lack are null there; undefined where files have columns that are not known.
 */
export async function mergeFiles(
  paths: readonly string[],
  folder: string,
  { columns, keyColumns }: { columns: readonly Column[]; keyColumns: readonly string[] },
): Promise<Merged | undefined> {
  return withDuckdb(folder, (duck) =>
    merge(duck, paths, join(folder, 'merged.parquet'), columns, keyColumns),
  )
}

async function merge(
  duck: DuckDBConnection,
  paths: readonly string[],
  path: string,
  columns: readonly Column[],
  keyColumns: readonly string[],
): Promise<Merged | undefined> {
  const known = new Set(columns.map(({ name }) => name))
  if ((await columnsOf(duck, paths)).some((name) => !known.has(name))) return undefined
  const rows = await selectColumns(duck, paths, columns)
  const key = keyColumns.map(quoted).join(', ')
  await duck.run(`copy (select * from (${rows})
    qualify row_number() over (partition by ${key} order by version desc) = 1 order by ${key})
    to ${literal(path)} (format parquet, compression zstd)`)
  const [told] = (
    await duck.runAndReadAll(
      `select count(*), min(version), max(version) from read_parquet(${literal(path)})`,
    )
  ).getRows()
  const [count, firstVersion, lastVersion] = (told ?? []).map(Number)
  return { path, rows: count ?? 0, firstVersion: firstVersion ?? 0, lastVersion: lastVersion ?? 0 }
}
