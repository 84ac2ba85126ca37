/**
 * What a path asks of PostgreSQL: every statement with its plan, and the rows it read of each table.
 *
 *   const seen = await watchReads(url, (sql) => listOrders(sql, { limit: 50 }))
 *   expect(wholeScans(seen, ['orders', 'order_fills'])).toEqual([])   // no Seq Scan, by EXPLAIN
 *   expect(seen.rowsRead.get('orders') ?? 0).toBeLessThan(200)        // counted, index reads too
 *
 * `url` is a database's with much history, `vacuum analyze`d: a small table is rightly scanned.
 * `watchReads` opens a connection of its own and hands it to the path; the path may write, begin
 * transactions and send queries at once, but must not need a second connection inside a
 * transaction. EXPLAIN sees what is sent, `rowsRead` also what triggers, functions and foreign keys
 * read on the way, so assert both: an index read of all rows is no Seq Scan, and a scan inside a
 * trigger has no plan. The planner may look at the ends of an index: allow for a few rows.
 *
 * Services have each statement planned for its values, which is what is watched. Stages keep plans:
 * `{ plans: 'generic' }` watches the plan that PostgreSQL may keep, made without the values.
 */

import { openPostgres, type Sql } from '#shared/sql/open.ts'

export type Statement = {
  text: string
  /** Tables read from end to end. */
  scanned: readonly string[]
}

export type Reads = {
  statements: readonly Statement[]
  /** Rows and index entries read, by table; a table that was not read has none. */
  rowsRead: ReadonlyMap<string, number>
}

type Plans = 'custom' | 'generic'
type Sent = { text: string; parameters: readonly unknown[] }
type Debug = (connection: number, text: string, parameters: readonly unknown[]) => void

/** Runs a path on a connection of its own and tells what it read. */
export async function watchReads(
  url: string,
  path: (sql: Sql) => Promise<unknown>,
  { plans = 'custom' }: { plans?: Plans } = {},
): Promise<Reads> {
  const sql = openPostgres(url, 1)
  const sent: Sent[] = []
  try {
    if (plans === 'generic') await sql`set plan_cache_mode = force_generic_plan`
    const before = await countReads(sql)
    const options = sql.options as { debug: unknown }
    options.debug = ((_connection, text, parameters) => {
      sent.push({ text, parameters: [...parameters] })
    }) satisfies Debug
    await path(sql)
    options.debug = false
    const after = await countReads(sql)
    const statements: Statement[] = []
    for (const one of sent.filter(({ text }) => PLANNED.test(text)))
      statements.push({ text: one.text, scanned: await scannedBy(sql, one, plans) })
    return { statements, rowsRead: difference(after, before) }
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** A sentence for each statement that scans one of these tables from end to end. */
export function wholeScans({ statements }: Reads, tables: readonly string[]): string[] {
  return statements.flatMap(({ text, scanned }) =>
    scanned
      .filter((table) => tables.includes(table))
      .map((table) => `Seq Scan on ${table}: ${text.replace(/\s+/g, ' ').trim()}`),
  )
}

const PLANNED = /^\s*(?:select|with|insert|update|delete|merge)\b/i

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }

async function scannedBy(sql: Sql, { text, parameters }: Sent, plans: Plans): Promise<string[]> {
  const [row] =
    plans === 'generic'
      ? await sql.unsafe(`explain (generic_plan, format json) ${text}`)
      : await sql.unsafe(`explain (format json) ${text}`, parameters as never)
  const scanned = (plan: Plan): string[] => [
    ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []),
    ...(plan.Plans ?? []).flatMap(scanned),
  ]
  const told = Object.values(row ?? {})[0] as [{ Plan: Plan }]
  return [...new Set(scanned(told[0].Plan))]
}

/** Hands in the counters of every connection of a pool: one that waits would do so amid what is watched. */
export async function handInReads(sql: Sql): Promise<void> {
  const all = await Promise.all(Array.from({ length: sql.options.max }, () => sql.reserve()))
  await Promise.all(all.map((one) => one`select pg_stat_force_next_flush()`))
  for (const one of all) one.release()
}

/** Rows read so far; the counters of this session are handed in first. */
async function countReads(sql: Sql): Promise<Map<string, number>> {
  await sql`select pg_stat_force_next_flush()`
  const rows = await sql<{ name: string; read: number }[]>`
    select relname as name, coalesce(seq_tup_read, 0) + coalesce((
      select sum(idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid), 0)::bigint as read
    from pg_stat_user_tables t
  `
  return new Map(rows.map(({ name, read }) => [name, read]))
}

function difference(after: Map<string, number>, before: Map<string, number>): Map<string, number> {
  return new Map(
    [...after]
      .map(([name, read]) => [name, read - (before.get(name) ?? 0)] as const)
      .filter(([, read]) => read > 0),
  )
}
