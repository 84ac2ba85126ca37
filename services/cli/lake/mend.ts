/** Lets go of files that the store lost or that lie under a wrong day, and has their rows written once more. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { getWhole, ObjectChanged } from '#shared/clients/objects/whole.ts'
import { noteDays } from '#shared/sql/lake/changes.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { loseFiles, readHeldFiles, type LakeFile } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'
import { findMisplaced, sayMisplaced } from './misplaced.ts'

export type Mended = {
  lost: { key: string; rows: number; why: string }[]
  /** Rows of the days of those files that are written once more. */
  rewritten: number
}

/** None of the files is there: that is rather another store than a lost lake. */
export class NothingThere extends Error {
  override readonly name = 'NothingThere'
}

/**
 * Files with rows of other days go too: their rows are written under their own. What retention took from the record,
 * and older versions of rows, come back with none of them. A store that does not answer changes nothing.
 *
 * @throws NothingThere where the store has no file of the table as it was stored, unless `evenAll`.
 */
export async function mendTable(
  { sql, objects }: { sql: Sql; objects: Pick<Objects, 'get'> },
  table: LakeTable,
  evenAll: boolean,
): Promise<Mended> {
  const held = await readHeldFiles(sql, table.name)
  const found = await findFaulty(objects, table, held)
  if (found.length === 0) return { lost: [], rewritten: 0 }
  const isNothingThere = found.filter(({ days }) => days.length === 0).length === held.length
  if (isNothingThere && !evenAll)
    throw new NothingThere(
      `${table.name}: none of its ${held.length} files is in ${LAKE_BUCKET} as it was stored. Is that the right store? If so, ask with --even-all`,
    )
  const rewritten = await sql.begin(async (tx) => {
    const days = await loseFiles(
      tx,
      found.map(({ file }) => file.key),
    )
    let noted = 0
    for (const day of new Set([...days, ...found.flatMap((one) => one.days)]))
      noted += await noteDays(tx, table, { from: day, to: day })
    return noted
  })
  return { lost: found.map(({ file: { key, rows }, why }) => ({ key, rows, why })), rewritten }
}

/** What is wrong with a file, and the days that its rows are of where those are others than its own. */
type Faulty = { file: LakeFile; why: string; days: string[] }

async function findFaulty(
  objects: Pick<Objects, 'get'>,
  { moment }: LakeTable,
  held: readonly LakeFile[],
): Promise<Faulty[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stonks-mend-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const duck = await instance.connect()
  const path = join(folder, 'file.parquet')
  const faulty: Faulty[] = []
  try {
    for (const file of held) {
      const { key, day } = file
      try {
        await writeFile(path, await getWhole(objects, { ...file, bucket: LAKE_BUCKET }))
        const [other] = await findMisplaced(duck, moment, [{ key, day, path }])
        if (other) faulty.push({ file, why: `it has ${sayMisplaced(other)}`, days: other.days })
      } catch (fault) {
        if (fault instanceof ObjectMissing) faulty.push({ file, why: 'it is gone', days: [] })
        else if (fault instanceof ObjectChanged)
          faulty.push({ file, why: 'its bytes are others', days: [] })
        else throw fault
      }
    }
  } finally {
    duck.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
  return faulty
}
