/** The engines that answer questions to the lake. */

import { openDuckdb } from '../clients/lake/duckdb.ts'
import type { HeldFile, QueryEngine } from '../clients/lake/engine.ts'
import { placeInCache, placeInFolder } from '../clients/lake/place.ts'
import { openObjects } from '../clients/objects/store.ts'
import { openTrino } from '../clients/trino/engine.ts'
import { trinoSettings } from '../clients/trino/settings.ts'
import { readEnv, readNumber } from '../host/env.ts'
import { lakeTables } from '../sql/lake/facts/all.ts'
import { readHeldFiles } from '../sql/lake/files.ts'
import type { Sql } from '../sql/open.ts'

/** DuckDB over the files that hold the lake now, or over those given, where the environment says that they stand. */
export function openLakeEngine(
  sql: Sql,
  held: () => Promise<readonly HeldFile[]> = () => readHeldFiles(sql),
): QueryEngine {
  const place = readEnv('S3_ENDPOINT')
    ? placeInCache(
        openObjects(),
        readEnv('LAKE_CACHE_DIR'),
        readNumber('LAKE_CACHE_MB', 1) * 1024 ** 2,
      )
    : placeInFolder(readEnv('OBJECTS_DIR'))
  return openDuckdb({
    tables: lakeTables,
    held: async (names) => (await held()).filter(({ fact }) => names.includes(fact)),
    place,
  })
}

/** Trino, where the environment says that there is one; undefined elsewhere. @throws RangeError of no sound address. */
export function openTrinoEngine(): QueryEngine | undefined {
  const settings = trinoSettings()
  return settings && openTrino(settings)
}
