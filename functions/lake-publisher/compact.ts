/** Makes the files of one day one. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getWhole } from '#shared/clients/objects/whole.ts'
import { mergeFiles } from '#shared/clients/lake/merge.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readHeldFiles, type LakeFile } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { StageObjects } from '#shared/clients/objects/patient.ts'
import { storeFile } from './store-file.ts'

/** A file is no larger; those that do not fit into one stay as they are. */
const BYTES_MAX = 64 * 1024 * 1024

export type Compacted = { replaced: string[]; file: LakeFile }

/**
 * Reads a day's files, each held to its hash, and stores their newest rows as one; undefined where there is nothing to
 * make of it. Who reads meanwhile has the old ones: they go later, and hold the same.
 */
export async function compactDay(
  stores: { sql: Sql; objects: StageObjects },
  table: LakeTable,
  day: string,
  bytesMax: number = BYTES_MAX,
): Promise<Compacted | undefined> {
  const files = smallEnough(await readHeldFiles(stores.sql, table.name, day), bytesMax)
  if (files.length < 2) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'stonks-compact-'))
  try {
    const paths: string[] = []
    for (const [place, { key, sha256 }] of files.entries()) {
      const path = join(folder, `${place}.parquet`)
      await writeFile(path, await getWhole(stores.objects, { bucket: LAKE_BUCKET, key, sha256 }))
      paths.push(path)
    }
    const merged = await mergeFiles(paths, folder, table)
    // Written by a newer release, which has columns that this one would lose.
    if (!merged) return undefined
    const { path, ...counted } = merged
    const file = await storeFile(
      stores,
      // Never a name that was there before: what replaces a file must not be that file.
      { fact: table.name, day, name: `day-${randomUUID()}` },
      await readFile(path),
      counted,
    )
    return { replaced: files.map(({ key }) => key), file }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The smallest, as many as fit into one. */
function smallEnough(files: readonly LakeFile[], bytesMax: number): LakeFile[] {
  let bytes = 0
  return files
    .toSorted((a, b) => a.bytes - b.bytes)
    .filter((file) => (bytes += file.bytes) <= bytesMax)
}
