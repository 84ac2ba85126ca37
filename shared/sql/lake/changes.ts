/** What changed and waits for the lake: noted by triggers, handed out in batches, gone once a file holds it. */

import type { Db, Tx } from '../open.ts'
import type { LakeTable } from './facts/fact.ts'
import { inDays } from './read-rows.ts'

/** Rows one job writes. */
const BATCH_ROWS_MAX = 5_000

/** Of tables those whose oldest change has waited `seconds`, real time, or of which a whole batch waits. */
export async function readRipeTables(
  db: Db,
  names: readonly string[],
  seconds: number,
): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    select name from unnest(${[...names]}::text[]) with ordinality as asked(name, place)
    where coalesce((select changed_at <= clock_timestamp() - make_interval(secs => ${seconds})
          or changed_at > clock_timestamp()
        from lake_changes where fact = name and batch is null order by seq limit 1), false)
      or exists (select from lake_changes where fact = name and batch is null
        order by seq offset ${BATCH_ROWS_MAX - 1} limit 1)
    order by place`
  return rows.map(({ name }) => name)
}

/**
 * What waits of a table, oldest first and as much as one job writes, held until the transaction ends: a change is
 * given out once, however many ask. `isFull` where more may wait.
 */
export async function lockWaiting(
  tx: Tx,
  name: string,
): Promise<{ changes: number[]; isFull: boolean }> {
  const rows = await tx<{ seq: number }[]>`
    select seq from lake_changes where fact = ${name} and batch is null
    order by seq limit ${BATCH_ROWS_MAX} for update skip locked`
  return { changes: rows.map(({ seq }) => seq), isFull: rows.length === BATCH_ROWS_MAX }
}

/** Gives changes to the job that writes them: they are its batch. */
export async function giveTo(tx: Tx, jobId: string, changes: readonly number[]): Promise<void> {
  await tx`update lake_changes set batch = ${jobId} where seq = any(${[...changes]}::bigint[])`
}

/**
 * Takes back what was given to jobs that are gone, or were dead for `seconds`, real time, so that it is given out
 * again; how many changes.
 */
export async function takeBackDead(tx: Tx, seconds: number): Promise<number> {
  const { count } = await tx`
    update lake_changes set batch = null where batch in (
      select b.batch from (select distinct batch from lake_changes where batch is not null) b
        left join jobs j on j.job_id = b.batch
      where j.job_id is null or j.state <> 'queued'
        and j.settled_at <= clock_timestamp() - make_interval(secs => ${seconds}))`
  return count
}

/** True where a change has waited for `seconds` or longer: the lake is behind. */
export async function isBehind(db: Db, seconds: number): Promise<boolean> {
  const [row] = await db<{ behind: boolean }[]>`
    select coalesce((select changed_at <= clock_timestamp() - make_interval(secs => ${seconds})
      from lake_changes order by seq limit 1), false) as behind`
  return row?.behind ?? false
}

/** Notes one entity as changed; of a table that is told by day, its rows of that day. How many rows there are. */
export async function noteEntity(
  tx: Tx,
  table: LakeTable,
  { entity, day }: { entity: string; day: string },
): Promise<number> {
  const column = table.entity ?? Object.keys(table.key)[0] ?? ''
  const named = `${noteRows(table)} where ${table.only ?? 'true'}`
  const { count } = table.isByDay
    ? await tx.unsafe(`${named} and ${inDays(table)} and $3 in ('', t.${column}::text)`, [
        day,
        day,
        entity,
      ])
    : await tx.unsafe(`${named} and t.${column} = $1`, [entity])
  return count
}

/** Notes all rows that came to be in [since, until) as changed, and says how many. */
export async function noteSpan(
  tx: Tx,
  table: LakeTable,
  since: Date,
  until: Date,
): Promise<number> {
  const { count } = await tx.unsafe(
    `${noteRows(table)} where ${table.only ?? 'true'} and ${table.momentRead} >= $1 and ${table.momentRead} < $2`,
    [since, until],
  )
  return count
}

function noteRows(table: LakeTable): string {
  const key = Object.keys(table.key)
    .map((name) => `'${name}', t.${name}`)
    .join(', ')
  return `insert into lake_changes (fact, key, asked) select '${table.name}', jsonb_build_object(${key}), true
    from ${table.table} t ${table.joins ?? ''}`
}

/** What waits, whether or not it is in a batch, by table. */
export async function countWaiting(db: Db): Promise<Record<string, number>> {
  const rows = await db<{ fact: string; count: number }[]>`
    select fact, count(*) as count from lake_changes group by fact order by fact`
  return Object.fromEntries(rows.map(({ fact, count }) => [fact, count]))
}

/** Notes all rows of the New York days [from, to] as changed, and says how many. */
export async function noteDays(
  db: Db,
  table: LakeTable,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const { count } = await db.unsafe(
    `${noteRows(table)} where ${table.only ?? 'true'} and ${inDays(table)}`,
    [from, to],
  )
  return count
}
