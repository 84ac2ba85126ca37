/** One file of the lake, stored. */

import { fileKey, LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { sha256 } from '#shared/host/ids.ts'
import { nameWrites, type LakeFile } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { StageObjects } from '#shared/clients/objects/patient.ts'

/** Stores the bytes of one day under a name that they give, and says what they are. */
export async function storeFile(
  { sql, objects }: { sql: Sql; objects: StageObjects },
  { fact, day, name }: { fact: string; day: string; name: string },
  bytes: Uint8Array,
  counted: Pick<LakeFile, 'rows' | 'firstVersion' | 'lastVersion'>,
): Promise<LakeFile> {
  const hash = sha256(bytes)
  const key = fileKey(fact, day, `${name}-${hash.slice(0, 12)}`)
  await nameWrites(sql, [key])
  await objects.put(LAKE_BUCKET, key, bytes, PARQUET)
  return { key, fact, day, bytes: bytes.length, sha256: hash, ...counted }
}
