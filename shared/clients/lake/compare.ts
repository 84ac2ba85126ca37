/** Whether the lake holds what PostgreSQL holds: rows of both, key by key and cell by cell. */

import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../contracts/lake/columns.ts'
import { literal, quoted, selectColumns } from './duckdb-columns.ts'

export type Sides = {
  columns: readonly Column[]
  keyColumns: readonly string[]
  /** The column that is true for facts that were taken back: they need no row. */
  withdrawn?: string
  /** Files of rows as PostgreSQL has them. */
  rowPaths: readonly string[]
  /** Files of the lake. */
  factPaths: readonly string[]
  /** A file of keys that are still to be written, with its columns; what it names is not compared. */
  waiting?: { path: string; columns: readonly string[] }
  /** Facts may stand for rows that are gone, from before this New York day on, YYYY-MM-DD, or at all. */
  outlives: { before: string; moment: string } | 'always' | 'never'
}

export type FactDifference = {
  key: string
  what: 'missing' | 'extra' | 'unequal' | 'twice'
  columns: string[]
}

export type Comparison = {
  rows: number
  facts: number
  missing: number
  extra: number
  unequal: number
  /** Facts that the files hold more than once in one and the same version, those that were taken back too. */
  twice: number
  /** Facts whose row is gone, as it may be. */
  outlived: number
  /** The first few that differ. */
  examples: FactDifference[]
}

const EXAMPLES_MAX = 5

export async function compareSides(duck: DuckDBConnection, sides: Sides): Promise<Comparison> {
  await duck.run("set TimeZone = 'UTC'")
  const { keyColumns, columns, withdrawn } = sides
  const own = columns.filter(({ name }) => name !== 'version' && name !== 'changed_at')
  const key = keyColumns.map(quoted)
  await duck.run(
    `create or replace temp view told as ${await selectColumns(duck, sides.rowPaths, own)}`,
  )
  const held = await selectColumns(duck, sides.factPaths, columns)
  // Before they are folded: what is there twice is one fact afterwards.
  await duck.run(`create or replace temp table doubles as
    select concat_ws(' ', ${key.map((name) => `${name}::varchar`).join(', ')}) as key from (${held})
    group by ${key.join(', ')}, version having count(*) > 1`)
  await duck.run(`create or replace temp view facts as
    select * from (${held})
    qualify row_number() over (partition by ${key.join(', ')} order by version desc) = 1${
      withdrawn ? ` and ${quoted(withdrawn)} is not true` : ''
    }`)
  const skipped = sides.waiting
    ? `where not exists (select 1 from read_parquet(${literal(sides.waiting.path)}) w where
        ${sides.waiting.columns.map((name) => `w.${quoted(name)} is not distinct from coalesce(r.${quoted(name)}, f.${quoted(name)})`).join(' and ')})`
    : ''
  const differs = own.map(
    ({ name }) =>
      `case when r.${quoted(name)} is distinct from f.${quoted(name)} then '${name}' end`,
  )
  await duck.run(`create or replace temp table differences as
    select case when f.version is null then 'missing' when r.in_rows is null then 'extra' else 'unequal' end as what,
      concat_ws(' ', ${keyColumns.map((name) => `coalesce(r.${quoted(name)}, f.${quoted(name)})::varchar`).join(', ')}) as key,
      concat_ws(' ', ${differs.join(', ')}) as columns, ${isOutlived(sides.outlives)} as outlived
    from (select *, true as in_rows from told) r full join facts f
      on ${keyColumns.map((name) => `r.${quoted(name)} = f.${quoted(name)}`).join(' and ')}
    ${skipped ? `${skipped} and` : 'where'} (f.version is null or r.in_rows is null or ${own.map(({ name }) => `r.${quoted(name)} is distinct from f.${quoted(name)}`).join(' or ')})`)
  const count = async (from: string) =>
    Number((await duck.runAndReadAll(`select count(*) from ${from}`)).getRows()[0]?.[0])
  const of = (what: string) => count(`differences where what = '${what}' and not outlived`)
  return {
    rows: await count('told'),
    facts: await count('facts'),
    missing: await of('missing'),
    extra: await of('extra'),
    unequal: await of('unequal'),
    twice: await count('doubles'),
    outlived: await count('differences where outlived'),
    examples: await readExamples(duck),
  }
}

async function readExamples(duck: DuckDBConnection): Promise<FactDifference[]> {
  const read = await duck.runAndReadAll(`select key, what, columns from (
      select key, what, columns from differences where not outlived
      union all select key, 'twice', '' from doubles)
    order by what, key limit ${EXAMPLES_MAX}`)
  return read.getRows().map(([key, what, columns]) => ({
    key: String(key),
    what: String(what) as FactDifference['what'],
    columns: what === 'unequal' ? String(columns).split(' ') : [],
  }))
}

function isOutlived(outlives: Sides['outlives']): string {
  if (outlives === 'never') return 'false'
  const isGone = 'r.in_rows is null'
  if (outlives === 'always') return isGone
  return `${isGone} and f.${quoted(outlives.moment)} < timestamptz '${outlives.before} 00:00:00+00'`
}
