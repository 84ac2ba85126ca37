/** Lets go of files that the store lost, and has their rows written once more. */

import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { sha256 } from '#shared/host/ids.ts'
import { noteDays } from '#shared/sql/lake/changes.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { loseFiles, readHeldFiles, type LakeFile } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'

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
 * What retention took from the record, and older versions of rows, come back with no lost file. A store that does not
 * answer changes nothing.
 *
 * @throws NothingThere where all files of the table are gone, unless `evenAll`.
 */
export async function mendTable(
  { sql, objects }: { sql: Sql; objects: Pick<Objects, 'get'> },
  table: LakeTable,
  evenAll: boolean,
): Promise<Mended> {
  const held = await readHeldFiles(sql, table.name)
  const lost: (LakeFile & { why: string })[] = []
  for (const file of held) {
    const why = await lossOf(objects, file)
    if (why !== undefined) lost.push({ ...file, why })
  }
  if (lost.length === 0) return { lost: [], rewritten: 0 }
  if (lost.length === held.length && !evenAll)
    throw new NothingThere(
      `${table.name}: none of its ${held.length} files is in ${LAKE_BUCKET} as it was stored. Is that the right store? If so, ask with --even-all`,
    )
  const rewritten = await sql.begin(async (tx) => {
    const days = await loseFiles(
      tx,
      lost.map(({ key }) => key),
    )
    let noted = 0
    for (const day of days) noted += await noteDays(tx, table, { from: day, to: day })
    return noted
  })
  return { lost: lost.map(({ key, rows, why }) => ({ key, rows, why })), rewritten }
}

async function lossOf(objects: Pick<Objects, 'get'>, file: LakeFile): Promise<string | undefined> {
  try {
    const found = sha256(await objects.get(LAKE_BUCKET, file.key))
    return found === file.sha256 ? undefined : 'its bytes are others'
  } catch (fault) {
    if (fault instanceof ObjectMissing) return 'it is gone'
    throw fault
  }
}
