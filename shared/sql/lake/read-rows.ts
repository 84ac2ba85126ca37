/** Rows of the lake's tables, as PostgreSQL holds them. */

import type { Cell } from '../../contracts/lake/columns.ts'
import type { Db } from '../open.ts'
import type { LakeTable } from './facts/fact.ts'

/** Cells in the order of the fact's columns, and the New York day, YYYY-MM-DD, that they are stored under. */
export type FactRow = {
  day: string
  cells: Cell[]
  /** True where it was asked for and did not change since it was written last. */
  isAsked?: boolean
}

const ZONE = 'America/New_York'

/** What a batch is to write: each key once, with its newest version. Rows that are gone and
 * were not taken back, or are no fact, are left out. */
export async function readBatchRows(db: Db, fact: LakeTable, batch: string): Promise<FactRow[]> {
  const rows = await db
    .unsafe<Cell[][]>(
      `select c.asked, ${columnsOf(fact)}, c.version, (extract(epoch from c.changed_at) * 1000000)::bigint
       from (select key, max(seq) as version, max(changed_at) as changed_at, bool_and(asked) as asked,
               (array_agg(withdrawn order by seq) filter (where withdrawn is not null))[1] as withdrawn
             from lake_changes where batch = $1 and fact = $2 group by key) c
         cross join lateral jsonb_to_record(c.key) as w(${keyTypes(fact)})
         ${joinRow(fact)}
         ${fact.joins ?? ''}
       where ${fact.only ?? 'true'} and isfinite(${fact.momentRead}) order by c.version`,
      [batch, fact.name],
    )
    .values()
  return rows.map((row) => {
    const [isAsked, day, ...cells] = row as Cell[]
    return { day: String(day), cells, isAsked: isAsked === true }
  })
}

/** The row that a change names, as it stands; where it was taken back, as it was. */
function joinRow({ table, key, withdrawn }: LakeTable): string {
  const isNamed = Object.keys(key)
    .map((name) => `s.${name} = w.${name}`)
    .join(' and ')
  if (!withdrawn) return `join ${table} t on ${isNamed.replaceAll('s.', 't.')}`
  const standing = `from ${table} s where ${isNamed}`
  return `cross join lateral (select s.* ${standing} union all
    select was.* from jsonb_populate_record(null::${table}, c.withdrawn) was
    where c.withdrawn is not null and not exists (select ${standing})) t`
}

/** Condition that the fact's moment lies in the New York days $1 to $2, both included. */
export function inDays(fact: LakeTable): string {
  return `${fact.momentRead} >= ($1::date)::timestamp at time zone '${ZONE}'
    and ${fact.momentRead} < ($2::date + 1)::timestamp at time zone '${ZONE}'`
}

function columnsOf(fact: LakeTable): string {
  const reads = fact.reads.map((read, place) => `${read} as c${place}`)
  return [`to_char(${fact.momentRead} at time zone '${ZONE}', 'YYYY-MM-DD') as day`, ...reads].join(
    ', ',
  )
}

function keyTypes({ key }: LakeTable): string {
  return Object.entries(key)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')
}

/** The New York days of the first and the last row; undefined where there is none. */
export async function readDaySpan(
  db: Db,
  table: LakeTable,
): Promise<{ from: string; to: string } | undefined> {
  const day = (moment: string) => `to_char(${moment} at time zone '${ZONE}', 'YYYY-MM-DD')`
  const [span] = await db.unsafe<{ from: string | null; to: string | null }[]>(
    `select ${day(`min(${table.momentRead})`)} as from, ${day(`max(${table.momentRead})`)} as to
     from ${table.table} t ${table.joins ?? ''} where ${table.only ?? 'true'}`,
  )
  return span?.from && span.to ? { from: span.from, to: span.to } : undefined
}

/** Cells of all rows of the New York days [from, to], in pieces of at most `size`; version and change are null. */
export async function* readDayRows(
  db: Db,
  table: LakeTable,
  { from, to }: { from: string; to: string },
  size: number,
): AsyncGenerator<Cell[][]> {
  const statement = db.unsafe<Record<string, Cell>[]>(
    `select ${table.reads.map((read, place) => `${read} as c${place}`).join(', ')},
       null as version, null as changed
     from ${table.table} t ${table.joins ?? ''} where ${table.only ?? 'true'} and ${inDays(table)}`,
    [from, to],
  )
  for await (const rows of statement.cursor(size)) yield rows.map((row) => Object.values(row))
}

/** Keys of rows that changed and are in no file yet, as cells of the columns of PostgreSQL's key. */
export async function readWaitingKeys(db: Db, table: LakeTable): Promise<Cell[][]> {
  const reads = Object.keys(table.key).map((name) => {
    const place = table.columns.findIndex((column) => column.name === name)
    return (table.reads[place] ?? '').replaceAll('t.', 'w.')
  })
  const rows = await db
    .unsafe<Cell[][]>(
      `select distinct ${reads.join(', ')} from lake_changes c
         cross join lateral jsonb_to_record(c.key) as w(${keyTypes(table)}) where c.fact = $1`,
      [table.name],
    )
    .values()
  return rows.map((row) => row as Cell[])
}
