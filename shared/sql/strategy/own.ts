/** Table `own_strategies`: files with strategies of one's own, and what is wrong with them. */

import { plainText } from '../../domain/document/text/cut.ts'
import type { Db, Tx } from '../open.ts'

const TEXT_MAX = 300

export type OwnStrategy = {
  file: string
  /** Null of a file that does not say. */
  name: string | null
  summary: string
  sha256: string
  /** Null of one that may be asked. */
  fault: string | null
  foundAt: Date
  /** When it was there no more; null while it is. */
  goneAt: Date | null
}

/** All that there ever were, by file; a folder holds ten at once. */
export async function listOwnStrategies(db: Db): Promise<OwnStrategy[]> {
  return db<OwnStrategy[]>`
    select file, name, summary, sha256, fault, found_at, gone_at from own_strategies
    order by gone_at desc nulls first, file collate "C" limit 100`
}

export type AskedStrategy = { file: string; name: string; summary: string; sha256: string }

/** Those that may be asked, by name. */
export async function readOwnStrategies(db: Db): Promise<AskedStrategy[]> {
  return db<AskedStrategy[]>`
    select file, name, summary, sha256 from own_strategies
    where fault is null and gone_at is null order by name collate "C"`
}

/** Keeps how a file is; one that came back is there again. */
export async function saveOwnStrategy(
  tx: Tx,
  { file, name, summary, sha256, fault }: Omit<OwnStrategy, 'foundAt' | 'goneAt'>,
  now: Date,
): Promise<void> {
  const says = fault === null ? null : plainText(fault, TEXT_MAX)
  await tx`
    insert into own_strategies as known (file, name, summary, sha256, fault, found_at, checked_at)
    values (${file}, ${name}, ${plainText(summary, TEXT_MAX)}, ${sha256}, ${says}, ${now}, ${now})
    on conflict (file) do update set name = excluded.name, summary = excluded.summary,
      sha256 = excluded.sha256, fault = excluded.fault, checked_at = excluded.checked_at,
      found_at = case when known.gone_at is null then known.found_at else excluded.found_at end, gone_at = null`
}

/** Notes that files are there no more. */
export async function endOwnStrategies(tx: Tx, files: readonly string[], now: Date): Promise<void> {
  await tx`
    update own_strategies set gone_at = greatest(${now}, found_at)
    where file = any(${[...files]}::text[]) and gone_at is null`
}

/** Notes what went wrong as it was asked: it is asked no more until its file is another. */
export async function noteOwnFault(
  db: Db,
  { file, sha256 }: Pick<AskedStrategy, 'file' | 'sha256'>,
  fault: string,
): Promise<void> {
  await db`
    update own_strategies set fault = ${plainText(fault, TEXT_MAX)}
    where file = ${file} and sha256 = ${sha256} and fault is null`
}
