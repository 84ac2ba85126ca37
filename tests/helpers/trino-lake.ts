/** The product's whole lake on a real Trino, under names of a test's own, which other runs on the same servers do not meet. */

import { randomBytes } from 'node:crypto'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { ICEBERG, LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { syncTrino, type TableSynced } from '#shared/clients/trino/sync.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openLakeRig } from './lake.ts'
import { openTrinoObjects, trino } from './trino.ts'

/** As `openLakeRig`, and what Trino is told of it. */
export function openTrinoLake(sql: Sql, own: Sql, now: Date) {
  const prefix = `t${randomBytes(6).toString('hex')}_`
  const store = openTrinoObjects()
  const rig = openLakeRig(sql, own, now, undefined, underPrefix(store, prefix))
  const there = (file: HeldFile): HeldFile => ({
    ...file,
    fact: prefix + file.fact,
    key: prefix + file.key,
  })
  const nameThere = (table: string) => prefix + table
  return {
    ...rig,
    nameThere,
    there,
    tablesThere: lakeTables.map((table) => ({ ...table, name: nameThere(table.name) })),
    /** Says what was done to each table, by its own name; `more` are files that the record does not know. */
    async sync(
      more: readonly HeldFile[] = [],
      signal = new AbortController().signal,
    ): Promise<Map<string, TableSynced>> {
      const held = [...(await readHeldFiles(sql)), ...more].map(there)
      const done = new Map<string, TableSynced>()
      await syncTrino({
        settings: trino,
        tables: this.tablesThere,
        held: (table) => Promise.resolve(held.filter(({ fact }) => fact === table)),
        signal,
        tell: (synced) => done.set(synced.table.slice(prefix.length), synced),
      })
      return done
    },
    async close(): Promise<void> {
      rig.close()
      const { signal } = new AbortController()
      for (const { name } of this.tablesThere)
        for (const place of [LAKEHOUSE, ICEBERG])
          for (const text of [
            `drop view if exists ${name}`,
            `drop table if exists ${name}_versions`,
          ])
            await runStatement(trino, { text, ...place }, signal)
      for (const key of await store.list(LAKE_BUCKET, prefix)) await store.remove(LAKE_BUCKET, key)
    },
  }
}

function underPrefix(store: Objects, prefix: string): Objects {
  return {
    put: (bucket, key, ...rest) => store.put(bucket, prefix + key, ...rest),
    get: (bucket, key) => store.get(bucket, prefix + key),
    has: (bucket, key) => store.has(bucket, prefix + key),
    remove: (bucket, key) => store.remove(bucket, prefix + key),
    list: async (bucket, begins) =>
      (await store.list(bucket, prefix + begins)).map((key) => key.slice(prefix.length)),
  }
}
