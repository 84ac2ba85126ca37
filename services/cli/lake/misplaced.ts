/** Rows that lie under another day than that of their moment: questions to a day would pass them over. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { filesOf, literal, quoted } from '#shared/clients/lake/duckdb-columns.ts'

export type FetchedFile = { key: string; day: string; path: string }
/** How many rows of a file are of other New York days than its own, and of which, YYYY-MM-DD, the oldest first. */
export type Misplaced = { key: string; rows: number; days: string[] }

/** Files with such rows, every version counted. A moment that Parquet cannot hold, null there, is of any day. */
export async function findMisplaced(
  duck: DuckDBConnection,
  moment: string,
  files: readonly FetchedFile[],
): Promise<Misplaced[]> {
  if (files.length === 0) return []
  const days = files.map(({ path, day }) => `(${literal(path)}, date '${day}')`)
  const paths = files.map(({ path }) => path)
  const read = await duck.runAndReadAll(`
    with held(path, day) as (values ${days.join(', ')}),
      own as (select filename, cast(timezone('America/New_York', ${quoted(moment)}) as date) as day
        from ${filesOf(paths, 'filename = true')})
    select held.path, own.day::varchar, count(*) from held join own on own.filename = held.path
    where own.day <> held.day group by all order by all`)
  const told = Map.groupBy(read.getRows(), ([path]) => path)
  return files.flatMap(({ key, path }) => {
    const found = told.get(path) ?? []
    if (found.length === 0) return []
    const rows = found.reduce((sum, [, , count]) => sum + Number(count), 0)
    return [{ key, rows, days: found.map(([, day]) => String(day)) }]
  })
}

export function sayMisplaced({ rows, days }: Misplaced): string {
  return `${rows} rows of other days, such as ${days[0] ?? ''}`
}
