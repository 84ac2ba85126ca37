/** Rows that lie under another day than that of their moment: questions to a day would pass them over. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { filesOf, literal, quoted } from '#shared/clients/lake/duckdb-columns.ts'

export type FetchedFile = { key: string; day: string; path: string }

/**
 * Says of each file that holds rows of another New York day than its own, every version counted, which and how many.
 * A moment that Parquet cannot hold, which is null there, is of any day.
 */
export async function findMisplaced(
  duck: DuckDBConnection,
  moment: string,
  files: readonly FetchedFile[],
): Promise<string[]> {
  if (files.length === 0) return []
  const days = files.map(({ path, day }) => `(${literal(path)}, date '${day}')`)
  const read = await duck.runAndReadAll(`
    with held(path, day) as (values ${days.join(', ')}),
      own as (select filename, cast(timezone('America/New_York', ${quoted(moment)}) as date) as day
        from ${filesOf(
          files.map(({ path }) => path),
          'filename = true',
        )})
    select held.path, count(*), min(own.day)::varchar from held join own on own.filename = held.path
    where own.day <> held.day group by held.path`)
  const told = new Map(read.getRows().map(([path, rows, day]) => [path, { rows, day }]))
  return files.flatMap(({ key, path }) => {
    const found = told.get(path)
    return found
      ? [`${key}: ${String(found.rows)} rows of other days, such as ${String(found.day)}`]
      : []
  })
}
