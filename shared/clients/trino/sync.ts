/** Brings what Trino knows of the lake up to date: tables of Hive over its files, and their Iceberg copies. */

import type { HeldFile } from '../lake/engine.ts'
import { copyFiles, forgetNotes, makeNotes, readNotes } from './copies.ts'
import { endLeftBehind } from './left-behind.ts'
import { ICEBERG, LAKEHOUSE, type TrinoPlace } from './names.ts'
import { openSchema } from './open-schema.ts'
import { syncDays } from './partitions.ts'
import { COPIES, HIVE } from './shapes.ts'
import type { TrinoSettings } from './settings.ts'
import { runStatement } from './statement.ts'
import { shapeTable, type NamedShape, type RunTrino } from './table-sync.ts'

/** Trino waits for a store or Metastore that is away as long as it may; the next sync does what one that was ended left. */
const LIMITS = { query_max_run_time: '30m' }

/** What was done to one table: all zero and empty where it was up to date. */
export type TableSynced = {
  table: string
  isMade: boolean
  columnsAdded: string[]
  /** Days that Hive was told of. */
  daysAdded: number
  /** Files and rows that were appended to the Iceberg copy; null where there is no such catalogue. */
  copied: { files: number; rows: number } | null
}

type Asked = {
  settings: TrinoSettings
  tables: readonly NamedShape[]
  /** The files that hold a table now. */
  held: (table: string) => Promise<readonly HeldFile[]>
  signal: AbortSignal
  tell: (done: TableSynced) => void
}

/**
 * All tables in turn. Running it again does what is left; it can be ended anywhere. Of two at once the rows of one
 * file could be copied twice, which views pass over: whoever calls it sees to it that there is one.
 *
 * @throws Error naming the first table that cannot be brought up to date.
 */
export async function syncTrino({ settings, tables, held, signal, tell }: Asked): Promise<void> {
  const runIn =
    (place: TrinoPlace): RunTrino =>
    async (text) =>
      (await runStatement(settings, { text, ...place, session: LIMITS }, signal)).rows
  const write = async (text: string) =>
    (await runStatement(settings, { text, ...ICEBERG, session: LIMITS }, signal)).updated
  const hive = await openSchema(runIn(LAKEHOUSE), LAKEHOUSE)
  if (!hive) throw new Error(`Sync: Trino has no catalogue ${LAKEHOUSE.catalog}`)
  const copies = await openSchema(runIn(ICEBERG), ICEBERG)
  if (copies) {
    await endLeftBehind(
      copies.run,
      tables.map(({ name }) => name),
    )
    await makeNotes(copies.run)
  }
  const notes = copies ? await readNotes(copies.run) : new Map<string, Set<string>>()
  for (const shape of tables) {
    const files = await held(shape.name)
    const shaped = await shapeTable(hive.run, hive.known, shape, HIVE)
    const daysAdded = await syncDays(hive.run, LAKEHOUSE, shape.name, files)
    let copied: TableSynced['copied'] = null
    if (copies) {
      const { isMade } = await shapeTable(copies.run, copies.known, shape, COPIES)
      const noted = notes.get(shape.name) ?? new Set<string>()
      if (isMade && noted.size > 0) await forgetNotes(copies.run, shape.name)
      copied = await copyFiles(write, shape, files, isMade ? new Set() : noted)
    }
    tell({ table: shape.name, ...shaped, daysAdded, copied })
  }
}
