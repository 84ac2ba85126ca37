/** The files of the lake, and which of them hold what stands. */

import type { Db, Tx } from '../open.ts'

export type LakeFile = {
  key: string
  fact: string
  /** New York day, YYYY-MM-DD. */
  day: string
  rows: number
  bytes: number
  /** Of the file, hex. */
  sha256: string
  firstVersion: number
  lastVersion: number
}

/**
 * Names files before they are stored, so that none can be left behind unseen.
 *
 * @throws Error of one that is just being taken away: it is worth another try.
 */
export async function nameWrites(db: Db, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const { count } = await db`insert into lake_writes as known (key) values (${key})
      on conflict (key) do update set begun_at = clock_timestamp() where not known.is_doomed`
    if (count === 0) throw new Error(`Write ${key}: it is being taken away just now`)
  }
}

/**
 * Files that were stored are held from now on. Of those that were held already nothing changes.
 *
 * @throws Error of one that was taken away meanwhile.
 */
export async function holdFiles(tx: Tx, files: readonly LakeFile[]): Promise<void> {
  // In one order, so that two batches of the same days wait for each other and not crosswise.
  for (const file of files.toSorted(byDay)) {
    const [named] = await tx<{ isDoomed: boolean }[]>`
      delete from lake_writes where key = ${file.key} returning is_doomed`
    if (named?.isDoomed) throw new Error(`Write ${file.key}: it is being taken away just now`)
    const { count } = await tx`
      insert into lake_files (key, fact, day, rows, bytes, sha256, first_version, last_version)
      values (${file.key}, ${file.fact}, ${file.day}, ${file.rows}, ${file.bytes}, ${file.sha256},
        ${file.firstVersion}, ${file.lastVersion})
      on conflict (key) do nothing`
    if (count > 0) await noteDay(tx, file, 1)
  }
}

const byDay = (a: LakeFile, b: LakeFile) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1)

/** The files that hold a table's rows, all days or one, in the order in which they came. */
export async function readHeldFiles(db: Db, fact?: string, day?: string): Promise<LakeFile[]> {
  return db<LakeFile[]>`
    select key, fact, to_char(day, 'YYYY-MM-DD') as day, rows, bytes, sha256, first_version, last_version
    from lake_files where replaced_at is null
      ${fact === undefined ? db`` : db`and fact = ${fact}`} ${day === undefined ? db`` : db`and day = ${day}`}
    order by fact, day, first_version, key`
}

/**
 * Puts `file` in place of `replaced`, all at once; false, and nothing changes, where one of them was replaced
 * meanwhile.
 */
export async function replaceFiles(
  tx: Tx,
  replaced: readonly string[],
  file: LakeFile,
): Promise<boolean> {
  const held = await tx`
    select key from lake_files where key in ${tx(replaced)} and replaced_at is null order by key for update`
  if (held.length < replaced.length) return false
  await holdFiles(tx, [file])
  await tx`update lake_files set replaced_by = ${file.key}, replaced_at = clock_timestamp()
    where key in ${tx(replaced)}`
  await noteDay(tx, file, -replaced.length)
  return true
}

/**
 * Files that the store lost hold nothing any more; what is left of them there is tidied away. Gives their days, of
 * those that nobody replaced meanwhile.
 */
export async function loseFiles(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const files = await tx<LakeFile[]>`
    delete from lake_files where key in ${tx(keys)} and replaced_at is null
    returning key, fact, to_char(day, 'YYYY-MM-DD') as day`
  for (const file of files.toSorted(byDay)) {
    await noteDay(tx, file, -1)
    await tx`insert into lake_writes (key, begun_at) values (${file.key}, '-infinity') on conflict (key) do nothing`
  }
  return [...new Set(files.map(({ day }) => day))].toSorted()
}

async function noteDay(tx: Tx, { fact, day }: LakeFile, files: number): Promise<void> {
  await tx`insert into lake_days as known (fact, day, files) values (${fact}, ${day}, ${files})
    on conflict (fact, day) do update set files = known.files + excluded.files,
      changes = known.changes + 1, changed_at = clock_timestamp()`
}
