/** A small lake in a folder: what it holds, and DuckDB to ask it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import type { HeldFile, LakeShape, QueryEngine } from '#shared/clients/lake/engine.ts'
import { fileKey, LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import type { Cell, Column } from '#shared/contracts/lake/columns.ts'
import { sha256 } from '#shared/host/ids.ts'

export type LakeFolder = {
  folder: string
  held: HeldFile[]
  engine: QueryEngine
  /** Puts one file of these rows, with the columns that were when it was written. */
  put(table: LakeShape, day: string, rows: Cell[][], columns?: readonly Column[]): Promise<HeldFile>
  /** Rows of an answer, within wide limits. */
  rows(statement: string): Promise<Cell[][]>
  clear(): void
}

export function openLakeFolder(tables: readonly LakeShape[]): LakeFolder {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-asked-'))
  const held: HeldFile[] = []
  const engine = openDuckdb({
    tables,
    held: (names) => Promise.resolve(held.filter(({ fact }) => names.includes(fact))),
    place: placeInFolder(folder),
  })
  return {
    folder,
    held,
    engine,
    async put(table, day, rows, columns = table.columns) {
      const bytes = await writeParquet(columns, rows)
      const key = fileKey(table.name, day, `file-${held.length}`)
      const path = join(folder, LAKE_BUCKET, key)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
      const file = { fact: table.name, day, key, bytes: bytes.length, sha256: sha256(bytes) }
      held.push(file)
      return file
    },
    async rows(statement) {
      const limits = { rowsMax: 10_000, seconds: 60, memoryMb: 512 }
      return (await engine.query(statement, limits, new AbortController().signal)).rows
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}
