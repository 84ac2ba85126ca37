/** What the lake's upkeep has to do: days of many files, files that nothing needs, manifests that are old. */

import type { Db, Tx } from '../open.ts'

/** Real seconds that a reader may take with a file that was replaced, and after which no delivery writes any more. */
export const GRACES = { readSeconds: 600, writeSeconds: 3_600 }

export type LakeDay = { fact: string; day: string; changes: number }

/**
 * Days before `today` of more than one file to which none came for `quietSeconds`, and any of `filesMax` or more; the
 * longest quiet ones first.
 */
export async function readSmallFileDays(
  db: Db,
  {
    today,
    quietSeconds,
    filesMax,
    daysMax,
  }: { today: string; quietSeconds: number; filesMax: number; daysMax: number },
): Promise<LakeDay[]> {
  return db<LakeDay[]>`
    select fact, to_char(day, 'YYYY-MM-DD') as day, changes from lake_days
    where files > 1 and tried < changes and (files >= ${filesMax} or day < ${today}
      and changed_at <= clock_timestamp() - make_interval(secs => ${quietSeconds}))
    order by changed_at limit ${daysMax}`
}

/** They are not asked for again until another file comes to them. */
export async function noteTried(tx: Tx, days: readonly LakeDay[]): Promise<void> {
  for (const { fact, day, changes } of inOrder(days))
    await tx`update lake_days set tried = ${changes} where fact = ${fact} and day = ${day}`
}

/** As files are entered, so that nobody waits crosswise. */
const inOrder = (days: readonly LakeDay[]) =>
  days.toSorted((a, b) => (a.fact + a.day < b.fact + b.day ? -1 : 1))

/** Whether there are files to take away, or days whose manifest says less than there is. */
export async function needsTidying(
  db: Db,
  { readSeconds, writeSeconds }: { readSeconds: number; writeSeconds: number },
): Promise<boolean> {
  const [row] = await db<{ needs: boolean }[]>`
    select exists (select from lake_files
        where replaced_at <= clock_timestamp() - make_interval(secs => ${readSeconds}))
      or exists (select from lake_writes
        where begun_at <= clock_timestamp() - make_interval(secs => ${writeSeconds}))
      or exists (select from lake_days where told < changes) as needs`
  return row?.needs ?? false
}

/** Files that were replaced so long ago that no reader has them open, oldest first. */
export async function readReplacedKeys(db: Db, seconds: number, max: number): Promise<string[]> {
  const rows = await db<{ key: string }[]>`
    select key from lake_files where replaced_at <= clock_timestamp() - make_interval(secs => ${seconds})
    order by replaced_at limit ${max}`
  return rows.map(({ key }) => key)
}

/**
 * Files that were begun so long ago that nobody writes them any more, and that hold nothing: from now on nobody may
 * write or commit them.
 */
export async function doomOrphans(db: Db, seconds: number, max: number): Promise<string[]> {
  const rows = await db<{ key: string }[]>`
    update lake_writes set is_doomed = true where key in (
      select key from lake_writes w where begun_at <= clock_timestamp() - make_interval(secs => ${seconds})
        and not exists (select from lake_files f where f.key = w.key)
      order by begun_at limit ${max} for update skip locked)
    returning key`
  return rows.map(({ key }) => key)
}

/**
 * A delivery that came late names once more what an earlier one committed: it holds, and there is nothing to write.
 * Its name is no left-over that has to be looked at again and again.
 */
export async function forgetHeldWrites(tx: Tx, seconds: number): Promise<void> {
  await tx`delete from lake_writes w where begun_at <= clock_timestamp() - make_interval(secs => ${seconds})
    and exists (select from lake_files f where f.key = w.key)`
}

/** Of files that are gone from the store nothing is known any more. */
export async function forgetFiles(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx`delete from lake_files where key in ${tx(keys)} and replaced_at is not null`
  await tx`delete from lake_writes where key in ${tx(keys)}`
}

/** Days whose manifest says less than there is, longest waiting first. */
export async function readUntoldDays(db: Db, max: number): Promise<LakeDay[]> {
  return db<LakeDay[]>`
    select fact, to_char(day, 'YYYY-MM-DD') as day, changes from lake_days
    where told < changes order by changed_at limit ${max}`
}

export async function noteTold(tx: Tx, days: readonly LakeDay[]): Promise<void> {
  for (const { fact, day, changes } of inOrder(days))
    await tx`update lake_days set told = greatest(told, ${changes}) where fact = ${fact} and day = ${day}`
}
