/** The lake's tables in Trino's words: made of the one table of columns. */

import type { Column, ColumnType } from '../../contracts/lake/columns.ts'
import type { LakeShape } from '../lake/engine.ts'
import { LAKE_BUCKET } from '../lake/names.ts'
import { PARTITIONS, quoteName, quoteText, versionsOf } from './names.ts'

/** A kind of table: how it holds the columns, and where. */
export type TableKind = {
  types: Record<ColumnType, string>
  /** What follows the columns. */
  properties: (table: string) => string
  /** Whether columns of the views of what stands have comments. */
  saysOfViews: boolean
  /** What a question reads for a column. */
  read: (column: Column) => string
}

const TYPES = {
  text: 'varchar',
  decimal: 'decimal(38,9)',
  date: 'date',
  double: 'double',
  integer: 'bigint',
  boolean: 'boolean',
}

const DAYS = `array[${PARTITIONS.map(quoteText).join(', ')}]`

/** Hive knows no moments, only hands of a clock: the files' UTC, which the view says. */
export const HIVE: TableKind = {
  types: { ...TYPES, timestamp: 'timestamp(6)' },
  properties: (table) =>
    `format = 'PARQUET', external_location = 's3://${LAKE_BUCKET}/${table}/', partitioned_by = ${DAYS}`,
  saysOfViews: true,
  read: ({ name, type }) =>
    type === 'timestamp' ? `with_timezone(${quoteName(name)}, 'UTC')` : quoteName(name),
}

export const COPIES: TableKind = {
  types: { ...TYPES, timestamp: 'timestamp(6) with time zone' },
  properties: () => `format = 'PARQUET', partitioning = ${DAYS}`,
  saysOfViews: false,
  read: ({ name }) => quoteName(name),
}

export function createTable(shape: LakeShape & { says?: string }, kind: TableKind): string {
  const columns = shape.columns.map((column) => defineColumn(column, kind))
  const days = PARTITIONS.map((name) => `${quoteName(name)} integer`)
  return `create table if not exists ${quoteName(versionsOf(shape.name))} (
    ${[...columns, ...days].join(', ')}
  ) comment ${quoteText(`Every version of each row. ${shape.says ?? ''}`.trim())} with (${kind.properties(shape.name)})`
}

export function defineColumn({ name, type, says }: Column, { types }: TableKind): string {
  return `${quoteName(name)} ${types[type]} comment ${quoteText(says)}`
}

/**
 * What stands: of each key the newest row, where that was not taken back. That the day is of the key lets Trino read
 * only the days asked for. It is written as Trino keeps it, with each of its brackets.
 */
export function viewText(
  { name, columns, keyColumns, withdrawn }: LakeShape,
  kind: TableKind,
): string {
  const reads = columns.map((column) => {
    const read = kind.read(column)
    return read === quoteName(column.name) ? read : `${read} ${quoteName(column.name)}`
  })
  const key = [...PARTITIONS, ...keyColumns].map(quoteName).join(', ')
  const isNewest = '("newest" = 1)'
  const stands = withdrawn
    ? `(${isNewest} and (coalesce(${quoteName(withdrawn)}, false) = false))`
    : isNewest
  return `select ${[...reads, ...PARTITIONS.map(quoteName)].join(', ')} from (
    select *, row_number() over (partition by ${key} order by "version" desc) "newest"
    from ${quoteName(versionsOf(name))}) where ${stands}`
}
