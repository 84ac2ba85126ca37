/** What a table of the lake is: its columns, and the rows of PostgreSQL that they are read from. */

import { VERSION_COLUMNS, type Column, type ColumnType } from '../../../contracts/lake/columns.ts'
import type { LakeJobType } from '../../../contracts/jobs/lake-publish.ts'

/** Type, what it tells, and how PostgreSQL reads it where that is not the column of its name. */
type ColumnSpec = readonly [type: ColumnType, says: string, read?: string]

type TableSpec = {
  /** The table of the lake. */
  name: string
  /** Jobs of this type publish one entity of it. */
  jobType: LakeJobType
  says: string
  /** The table of PostgreSQL whose rows they are. */
  table: string
  /** Joined to it, as `t`. */
  joins?: string
  /** Columns that tell its rows apart, with their types in PostgreSQL. */
  key: Readonly<Record<string, string>>
  /** Columns that tell apart what one row gives, where it gives more than one. */
  within?: readonly string[]
  /** The column a job names it by, where that is not its key. */
  entity?: string
  /** True where a job means the rows of its New York day; all of them where it names none. */
  isByDay?: boolean
  /** The column whose New York day is the partition. It never changes. */
  moment: string
  /** Which rows are facts, as a condition on `t`; all where it is left out. */
  only?: string
  /**
   * Where rows may go that stay told: `always`, as older versions and what is made anew do, or once they are as old as
   * `retention` takes them. Else a fact without its row is a fault.
   */
  outlives?: 'always' | 'retention'
  /** The column that is true for a row that was taken back, where rows may be. */
  withdrawn?: string
  columns: Readonly<Record<string, ColumnSpec>>
}

export type LakeTable = Omit<TableSpec, 'columns' | 'key'> & {
  key: Readonly<Record<string, string>>
  /** Of the lake's rows: one key, one fact. */
  keyColumns: readonly string[]
  columns: readonly Column[]
  /** One expression a column of its own, in their order. */
  reads: readonly string[]
  /** Its moment, as PostgreSQL reads it. */
  momentRead: string
}

/** @throws RangeError of a moment, a key or a mark that is no column. */
export function lakeTable(spec: TableSpec): LakeTable {
  const entries = Object.entries(spec.columns)
  const keyColumns = [...Object.keys(spec.key), ...(spec.within ?? [])]
  for (const name of [spec.moment, ...keyColumns, ...(spec.withdrawn ? [spec.withdrawn] : [])])
    if (!Object.hasOwn(spec.columns, name))
      throw new RangeError(`Describe ${spec.name}: expected a column ${name}, found none`)
  return {
    ...spec,
    keyColumns,
    columns: [...entries.map(([name, [type, says]]) => ({ name, type, says })), ...VERSION_COLUMNS],
    momentRead: spec.columns[spec.moment]?.[2] ?? `t.${spec.moment}`,
    reads: entries.map(([name, [type, , read]]) => READS[type](read ?? `t.${name}`)),
  }
}

/**
 * What Parquet cannot hold is null: one cell that is no number or has no end must not keep a batch from being
 * written. Decimals have nine places.
 */
const READS: Record<ColumnType, (read: string) => string> = {
  text: (read) => `(${read})::text`,
  decimal: (read) => `case when abs(${read}) < 1e29 then round((${read})::numeric, 9) end`,
  timestamp: (read) =>
    `case when ${read} > '1700-01-01' and ${read} < '2250-01-01' then (extract(epoch from ${read}) * 1000000)::bigint end`,
  date: (read) => `case when isfinite(${read}) then to_char(${read}, 'YYYY-MM-DD') end`,
  double: (read) => `(${read})::double precision`,
  integer: (read) => `(${read})::bigint`,
  boolean: (read) => `(${read})::boolean`,
}
