/** The lake's columns as DuckDB reads them. */

import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column, ColumnType } from '../../contracts/lake/columns.ts'

/** The lake's types in DuckDB's words. */
export const DUCKDB_TYPES: Record<ColumnType, string> = {
  text: 'varchar',
  decimal: 'decimal(38, 9)',
  timestamp: 'timestamp with time zone',
  date: 'date',
  double: 'double',
  integer: 'bigint',
  boolean: 'boolean',
}

/** A statement that reads columns of files, each of its type; those that the files lack are null. */
export async function selectColumns(
  duck: DuckDBConnection,
  paths: readonly string[],
  columns: readonly Column[],
): Promise<string> {
  const nothing = columns.map(
    ({ name, type }) => `cast(null as ${DUCKDB_TYPES[type]}) as ${quoted(name)}`,
  )
  if (paths.length === 0) return `select ${nothing.join(', ')} where false`
  const there = new Set(await columnsOf(duck, paths))
  const cells = columns.map(({ name, type }, place) =>
    there.has(name)
      ? `cast(${quoted(name)} as ${DUCKDB_TYPES[type]}) as ${quoted(name)}`
      : nothing[place],
  )
  return `select ${cells.join(', ')} from ${filesOf(paths)}`
}

/** Names of the columns that files have, of one or the other. */
export async function columnsOf(
  duck: DuckDBConnection,
  paths: readonly string[],
): Promise<string[]> {
  const described = await duck.runAndReadAll(
    `select column_name from (describe select * from ${filesOf(paths)})`,
  )
  return described.getRows().map(([name]) => String(name))
}

/** Rows of files, for a `from`; `more` are settings of DuckDB's reader. */
export const filesOf = (paths: readonly string[], ...more: string[]) =>
  `read_parquet([${paths.map(literal).join(', ')}], ${['union_by_name = true', 'hive_partitioning = false', ...more].join(', ')})`

/** A name and a text as a statement writes them. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
