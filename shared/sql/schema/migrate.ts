/**
 * Brings a database to the newest schema: plain SQL files, numbered, forward only.
 *
 * All of it runs in one transaction under one lock, so two migrators never mix and a failed file
 * leaves nothing behind.
 */

import { readdir, readFile } from 'node:fs/promises'
import { sha256 } from '../../host/ids.ts'
import type { Sql } from '../open.ts'

const FOLDER = new URL('../../../migrations/', import.meta.url)

/**
 * Runs every migration that has not run; returns the names of those it ran.
 *
 * @throws Error when a file that has run was edited since, or is gone.
 */
export async function migrate(sql: Sql, folder: URL = FOLDER): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
  const files = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { name, text, checksum: sha256(text) }
    }),
  )
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('migrations'))`
    await tx`create table if not exists migrations (
      name text primary key, checksum text not null, ran_at timestamptz not null default clock_timestamp()
    )`
    const ran = await tx<
      { name: string; checksum: string }[]
    >`select name, checksum from migrations`
    for (const past of ran) {
      const file = files.find(({ name }) => name === past.name)
      if (file?.checksum === past.checksum) continue
      throw new Error(
        `Migrate: ${past.name} has run on this database and must never change; ` +
          `${file ? 'its text differs now' : 'the file is gone'}. Put the old text back and add a new file`,
      )
    }
    const due = files.filter(({ name }) => !ran.some((past) => past.name === name))
    for (const { name, text, checksum } of due) {
      await tx.unsafe(text)
      await tx`insert into migrations (name, checksum) values (${name}, ${checksum})`
    }
    return due.map(({ name }) => name)
  })
}
