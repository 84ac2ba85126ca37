/** Each table of the lake as a view of its name over its files, in DuckDB's words. */

import { DUCKDB_TYPES, literal, quoted } from './duckdb-columns.ts'
import type { HeldFile, LakeShape } from './engine.ts'

const PARTITIONS = ['year', 'month', 'day']

/** A file, and where it can be read on this machine. */
export type PlacedFile = HeldFile & { path: string }

/**
 * Two views: of the table's name, with the newest row of each key, and `<name>_versions`, with all rows. Columns
 * that a file lacks, and tables without files, are null and empty, of their types.
 *
 * Where a day is one file its keys are unique there, so that only days of several files pay for telling versions apart.
 */
export function viewsOf(table: LakeShape, files: readonly PlacedFile[]): string[] {
  const days = Map.groupBy(files, ({ day }) => day)
  const isAlone = ({ day }: PlacedFile) => days.get(day)?.length === 1
  const alone = files.filter(isAlone)
  const beside = files.filter((file) => !isAlone(file))
  const columns = columnsOf(table)
  const keys = [...PARTITIONS, ...table.keyColumns].map(quoted).join(', ')
  const newest = `select * from (${rowsOf(table, beside)})
    qualify row_number() over (partition by ${keys} order by version desc) = 1`
  const stands = table.withdrawn ? ` where ${quoted(table.withdrawn)} is not true` : ''
  const whole = [rowsOf(table, alone), ...(beside.length === 0 ? [] : [newest])].map(
    (rows) => `select ${columns} from (${rows})${stands}`,
  )
  return [
    `create view ${quoted(table.name)} as ${whole.join(' union all ')}`,
    `create view ${quoted(`${table.name}_versions`)} as select ${columns} from (${rowsOf(table, files)})`,
  ]
}

const columnsOf = ({ columns }: LakeShape): string =>
  [...columns.map(({ name }) => name), ...PARTITIONS].map(quoted).join(', ')

function rowsOf({ columns }: LakeShape, files: readonly PlacedFile[]): string {
  const nulls = columns.map(({ name, type }) => `null::${DUCKDB_TYPES[type]} as ${quoted(name)}`)
  const days = PARTITIONS.map((name) => `null::BIGINT as ${quoted(name)}`)
  const none = `select ${[...nulls, ...days].join(', ')} where false`
  if (files.length === 0) return none
  const paths = files.map(({ path }) => literal(path)).join(', ')
  return `${none} union all by name select * from read_parquet([${paths}], union_by_name = true,
    hive_partitioning = true, hive_types = {${PARTITIONS.map((name) => `'${name}': BIGINT`).join(', ')}})`
}
