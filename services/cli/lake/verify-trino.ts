/** What Trino tells of the files that hold a table, beside what DuckDB tells of the same files. */

import { compareSums, sumNames, sumsText, type SumsDiffer } from '#shared/clients/lake/sums.ts'
import type { TrinoSettings } from '#shared/clients/trino/settings.ts'
import { TrinoFault } from '#shared/clients/trino/statement.ts'
import { readTrinoSums } from '#shared/clients/trino/sums.ts'
import { openLakeEngine } from '#shared/explain/ask-lake.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import type { Sql } from '#shared/sql/open.ts'

/** Rows of the held files by both, every version counted, and which counts and sums differ. */
export type TrinoVerified = { rows: number; unequal: SumsDiffer[] }

const LIMITS = { rowsMax: 1, seconds: 600, memoryMb: 1_024 }

/** @throws Error where either has no answer. */
export async function verifyOnTrino(
  sql: Sql,
  settings: TrinoSettings,
  table: LakeTable,
): Promise<TrinoVerified> {
  const never = new AbortController().signal
  const files = await readHeldFiles(sql, table.name)
  const duckdb = openLakeEngine(sql, () => Promise.resolve(files))
  const text = sumsText(table, 'duckdb', `"${table.name}_versions"`)
  const { rows } = await duckdb.query(text, LIMITS, never)
  const told = rows[0]?.map((cell) => (cell === null ? null : String(cell))) ?? []
  const here = Object.fromEntries(sumNames(table).map((name, nth) => [name, told[nth] ?? null]))
  const there = await readTrinoSums(settings, table, files, never).catch((fault: unknown) => {
    if (fault instanceof TrinoFault && /^(?:TABLE|SCHEMA)_NOT_FOUND$/.test(fault.code))
      throw new Error(`Trino does not know ${table.name} yet: run stonks lake sync`, {
        cause: fault,
      })
    throw fault
  })
  return { rows: Number(there['rows']), unequal: compareSums(here, there) }
}

export function tellTrino(name: string, { rows, unequal }: TrinoVerified): string[] {
  if (unequal.length === 0) return [`${name} on Trino: ${rows} rows, all counts and sums equal`]
  return unequal.map(
    ({ what, here, there }) =>
      `${name} on Trino: ${what} is ${there ?? 'nothing'}, and here ${here ?? 'nothing'}`,
  )
}
