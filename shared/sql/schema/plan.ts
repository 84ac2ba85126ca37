/** What a database still has to run, decided from the files and from what it says has run. */

import type { Migration } from './files.ts'

/** A row of the table `migrations`. */
export type Ran = { name: string; checksum: string; breaks: string | null }

export type MigrationPlan = {
  /** In order. */
  due: Migration[]
  /** What ran of a newer release; all of it only adds. */
  newer: string[]
}

/**
 * Numbers only ascend: what is due comes after all that ran, so that every database comes to one
 * schema in one order.
 *
 * @throws Error when a file that ran was edited or is gone, when one would run below one that ran,
 * or when a newer release changed the schema so that this one cannot work with it.
 */
export function planMigrations(files: readonly Migration[], ran: readonly Ran[]): MigrationPlan {
  const last = Math.max(-1, ...files.map(({ name }) => numberOf(name)))
  const past = ran.toSorted((a, b) => numberOf(a.name) - numberOf(b.name))
  const newer = past.filter(({ name }) => numberOf(name) > last)
  for (const row of past) {
    if (!newer.includes(row)) checkUnchanged(row, files)
  }
  for (const { name, breaks } of newer) {
    if (breaks !== null) throw new Error(`Migrate: ${saysBroken(name, breaks)}`)
  }
  const due = files.filter(({ name }) => !past.some((row) => row.name === name))
  const newest = past.at(-1)?.name
  for (const { name } of due) {
    if (newest === undefined || numberOf(name) > numberOf(newest)) continue
    throw new Error(
      `Migrate: ${name} has not run on this database, and ${newest}, which has, is not numbered below it: ` +
        'a database made anew would run them in another order. Give the file a number above all others',
    )
  }
  return { due, newer: newer.map(({ name }) => name) }
}

function checkUnchanged({ name, checksum }: Ran, files: readonly Migration[]): void {
  const file = files.find((one) => one.name === name)
  if (file?.checksum === checksum || file?.otherChecksums.includes(checksum)) return
  throw new Error(
    `Migrate: ${name} has run on this database and must never change; ` +
      `${file ? 'its text differs now' : 'the file is gone'}. Put the old text back and add a new file`,
  )
}

/** The place of a file among the others. */
export function numberOf(name: string): number {
  return Number(name.slice(0, 4))
}

/** Why code that does not know this migration cannot go on, and what to do. */
export function saysBroken(name: string, breaks: string): string {
  return (
    `${name} of a newer release has run on this database, and code older than it cannot work with that: ` +
    `${breaks}. Run the release that brought it, or restore a backup from before it (docs/runbooks/rollback.md)`
  )
}
