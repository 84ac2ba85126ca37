/** The Iceberg copy: every row of every held file once, appended, so that its snapshots tell what was known when. */

import { wordOf } from './exact-json.ts'
import type { HeldFile, LakeShape } from '../lake/engine.ts'
import { inFiles, nearDays, filesInParts } from './held.ts'
import { appendTo } from './left-behind.ts'
import {
  fullName,
  ICEBERG,
  LAKEHOUSE,
  PARTITIONS,
  quoteName,
  quoteText,
  versionsOf,
} from './names.ts'
import { HIVE } from './shapes.ts'
import type { RunTrino } from './table-sync.ts'

/** Which files the copy holds already. It is kept beside the copy, since it is true of that copy alone. */
const NOTED = 'copied_files'

/** Runs a statement and says how many rows it wrote. */
export type Write = (text: string) => Promise<number>

export async function makeNotes(run: RunTrino): Promise<void> {
  await run(
    `create table if not exists ${quoteName(NOTED)} ("fact" varchar, "file" varchar, "copied_at" timestamp(6) with time zone) with (format = 'PARQUET')`,
  )
}

/** Files that are noted as copied, by table. */
export async function readNotes(run: RunTrino): Promise<Map<string, Set<string>>> {
  const rows = await run(`select "fact", "file" from ${quoteName(NOTED)}`)
  const byFact = Map.groupBy(rows, ([fact]) => wordOf(fact))
  return new Map(
    [...byFact].map(([fact, of]) => [fact, new Set(of.map(([, file]) => wordOf(file)))]),
  )
}

/** A table that was made anew holds nothing, whatever was noted of the one before. */
export async function forgetNotes(run: RunTrino, fact: string): Promise<void> {
  await run(`delete from ${quoteName(NOTED)} where "fact" = ${quoteText(fact)}`)
}

/**
 * Appends the rows of files that are not noted, then notes them. A row, told by key and version, is appended once,
 * whether its file was replaced by a larger one, or this was ended between append and note.
 */
export async function copyFiles(
  write: Write,
  shape: LakeShape,
  files: readonly HeldFile[],
  noted: ReadonlySet<string>,
): Promise<{ files: number; rows: number }> {
  const done = { files: 0, rows: 0 }
  for (const part of filesInParts(files.filter(({ key }) => !noted.has(key)))) {
    done.rows += await write(appendOf(shape, part))
    done.files += part.length
    const notes = part.map(
      ({ key }) => `(${quoteText(shape.name)}, ${quoteText(key)}, current_timestamp)`,
    )
    await write(`insert into ${quoteName(NOTED)} values ${notes.join(', ')}`)
  }
  return done
}

function appendOf({ name, columns, keyColumns }: LakeShape, files: readonly HeldFile[]): string {
  const names = [...columns.map((column) => column.name), ...PARTITIONS].map(quoteName)
  const reads = [...columns.map((column) => HIVE.read(column)), ...PARTITIONS.map(quoteName)]
  const row = [...PARTITIONS, ...keyColumns, 'version'].map(quoteName)
  const copy = fullName(ICEBERG, versionsOf(name))
  return `${appendTo(name)}(${names.join(', ')})
    select ${names.map((one) => `f.${one}`).join(', ')} from (
      select ${reads.map((read, place) => `${read} as ${names[place] ?? ''}`).join(', ')},
        row_number() over (partition by ${row.join(', ')}) as "nth"
      from ${fullName(LAKEHOUSE, versionsOf(name))} where ${inFiles(files)}) f
    where f."nth" = 1 and not exists (
      select 1 from ${copy} c where ${nearDays(files, 'c.')}
        and ${row.map((one) => `c.${one} = f.${one}`).join(' and ')})`
}
