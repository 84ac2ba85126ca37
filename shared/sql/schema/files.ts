/** The files of migrations/, with what their first lines say of them. */

import { readdir, readFile } from 'node:fs/promises'
import { sha256 } from '../../host/ids.ts'
import { numberOf } from './plan.ts'

export type Migration = {
  name: string
  /** With the line endings of Unix, whatever the checkout made of them. */
  text: string
  checksum: string
  /** Its checksums with other line endings, as a database may have noted them. */
  otherChecksums: readonly string[]
  /** Cannot be in a transaction; may be run again from its beginning. */
  outside: boolean
  /** Why code older than this file cannot work with the schema after it; null: it can. */
  breaks: string | null
}

const FOLDER = new URL('../../../migrations/', import.meta.url)
const SNAPSHOT = 'schema.sql'
const NAME = /^\d{4}-[a-z0-9-]+\.sql$/
/** Marks stand in the comment that a file opens with. */
const OPENING = /^(?:--.*\n)*/
const OUTSIDE = /^-- outside a transaction$/m
const BREAKS = /^-- breaks older code:?(.*)$/m

/**
 * All of them, in the order they run.
 *
 * @throws Error naming files whose names say no place, or the same.
 */
export async function readMigrations(folder: URL = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const files = await Promise.all(
    names
      .filter((name) => name !== SNAPSHOT)
      .map(async (name) => readMigration(name, await readFile(new URL(name, folder), 'utf8'))),
  )
  for (const [place, { name }] of files.entries()) {
    const before = files[place - 1]?.name
    if (before === undefined || numberOf(before) !== numberOf(name)) continue
    throw new Error(
      `Migrate: ${before} and ${name} have one number, so their order says nothing. Number the newer one above all others`,
    )
  }
  return files
}

function readMigration(name: string, written: string): Migration {
  if (!NAME.test(name)) {
    throw new Error(
      `Migrate: ${name} has no place: a migration is named like 0123-what-it-does.sql`,
    )
  }
  const text = written.replaceAll('\r\n', '\n')
  const opening = OPENING.exec(text)?.[0] ?? ''
  const breaks = BREAKS.exec(opening)?.[1]?.trim()
  if (breaks === '')
    throw new Error(
      `Migrate: ${name} breaks older code and does not say how: write it on that line`,
    )
  const checksum = sha256(text)
  const others = [written, text.replaceAll('\n', '\r\n')].map(sha256)
  return {
    name,
    text,
    checksum,
    otherChecksums: others.filter((other) => other !== checksum),
    outside: OUTSIDE.test(opening),
    breaks: breaks ?? null,
  }
}
