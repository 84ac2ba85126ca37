/** DuckDB over the lake of a test, as the service asks it. */

import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'

/** `own` is the service's own way to the record, `folder` where the objects stand. */
export function openTestLake(own: Sql, folder: string) {
  const engine = openDuckdb({
    tables: lakeTables,
    held: async (names) => (await readHeldFiles(own)).filter(({ fact }) => names.includes(fact)),
    place: placeInFolder(folder),
  })
  return { engines: [engine], seconds: 30, memoryMb: 256, parallel: 2 }
}
