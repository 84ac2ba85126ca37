/** Takes away files that nothing needs, and writes what each day holds beside its files. */

import { LAKE_BUCKET, manifestKey } from '#shared/clients/lake/names.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import {
  forgetFiles,
  forgetHeldWrites,
  GRACES,
  noteTold,
  doomOrphans,
  readReplacedKeys,
  readUntoldDays,
  type LakeDay,
} from '#shared/sql/lake/upkeep.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import type { StageObjects } from '#shared/clients/objects/patient.ts'

/** Files and days of one job. */
const MAX = 500

/** Removes and writes objects; what it returns says so in the record. Done twice it comes to the same. */
export async function tidy(
  { sql, objects }: { sql: Sql; objects: StageObjects },
  { readSeconds, writeSeconds }: typeof GRACES = GRACES,
): Promise<(tx: Tx) => Promise<void>> {
  const gone = [
    ...(await readReplacedKeys(sql, readSeconds, MAX)),
    ...(await doomOrphans(sql, writeSeconds, MAX)),
  ]
  for (const key of gone) await objects.remove(LAKE_BUCKET, key)
  const days = await readUntoldDays(sql, MAX)
  for (const day of days) await writeManifest({ sql, objects }, day)
  return async (tx) => {
    await forgetFiles(tx, gone)
    await forgetHeldWrites(tx, writeSeconds)
    await noteTold(tx, days)
  }
}

async function writeManifest(
  { sql, objects }: { sql: Sql; objects: StageObjects },
  { fact, day }: LakeDay,
): Promise<void> {
  const files = (await readHeldFiles(sql, fact, day)).map((file) => ({
    name: file.key.slice(file.key.lastIndexOf('/') + 1),
    rows: file.rows,
    bytes: file.bytes,
    sha256: file.sha256,
    firstVersion: file.firstVersion,
    lastVersion: file.lastVersion,
  }))
  const manifest = { table: fact, day, rows: files.reduce((sum, { rows }) => sum + rows, 0), files }
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  await objects.put(LAKE_BUCKET, manifestKey(fact, day), Buffer.from(text), 'application/json')
}
