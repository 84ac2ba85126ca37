/** Counts that whoever changes rows keeps in the same transaction, each backend in rows of its own. */

import type { Db } from '../open.ts'

export type RowCount = { key: string; rows: number }

/** What is counted, and by what: documents and orders by where they stand, impacts by ticker, facts by how long they waited for the lake. */
export type CountedKind = 'documents' | 'impacts' | 'orders' | 'lake_delays'

/** How many rows of a kind there are for each key that has any, by key. */
export function countRows(db: Db, kind: CountedKind): Promise<RowCount[]> {
  return db<RowCount[]>`
    select key, rows from row_totals where kind = ${kind} and rows <> 0 order by key collate "C"`
}

/**
 * Adds up the counts of backends that are gone, under backend 0; returns how many rows went.
 *
 * Sums stay as they are at every moment. Rows that someone holds are left for the next time: a
 * backend may have been given the number of one that is gone.
 */
export async function foldCounts(db: Db): Promise<number> {
  const jobs = await db`
    with gone as (
      delete from job_counts where (backend, list) in (
        select backend, list from job_counts known
        where backend <> 0 and not exists (select from pg_stat_activity where pid = known.backend)
        for update of known skip locked)
      returning *
    )
    insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled,
      buried, deliveries, failures, replays)
    select 0, list, sum(queued), sum(unrelayed), sum(dead), sum(enqueued), sum(done), sum(cancelled),
      sum(buried), sum(deliveries), sum(failures), sum(replays)
    from gone group by list order by list
    on conflict (backend, list) do update set
      queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
      dead = known.dead + excluded.dead, enqueued = known.enqueued + excluded.enqueued,
      done = known.done + excluded.done, cancelled = known.cancelled + excluded.cancelled,
      buried = known.buried + excluded.buried, deliveries = known.deliveries + excluded.deliveries,
      failures = known.failures + excluded.failures, replays = known.replays + excluded.replays
    returning (select count(*) from gone)`
  const rows = await db`
    with gone as (
      delete from row_counts where (kind, key, backend) in (
        select kind, key, backend from row_counts known
        where backend <> 0 and not exists (select from pg_stat_activity where pid = known.backend)
        for update of known skip locked)
      returning *
    )
    insert into row_counts as known (backend, kind, key, rows)
    select 0, kind, key, sum(rows) from gone group by kind, key order by kind, key
    on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows
    returning (select count(*) from gone)`
  return Number(jobs[0]?.count ?? 0) + Number(rows[0]?.count ?? 0)
}
