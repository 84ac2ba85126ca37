/** Counts of done jobs that stay cheap however many there are: each row is counted once. */

import type { Db, Sql, Tx } from '#shared/sql/open.ts'

/** What the record holds of jobs of one list in one state. */
export type JobTotals = {
  list: string
  jobs: number
  /** Deliveries as recorded with the outcome, and those of them that failed. */
  deliveries: number
  failures: number
  /** How often they were replayed from the dead letters. */
  replays: number
}

/** A moment of PostgreSQL's clock as text, to the microsecond. */
export type Edge = string

/**
 * The moment up to which the record of done jobs is closed: whatever is still to commit was settled
 * later. `graceSeconds` ago, or the start of the oldest transaction that writes.
 *
 * Ask before the snapshot is taken that the edge is used with.
 */
export async function readEdge(db: Db, graceSeconds = 60): Promise<Edge> {
  const [row] = await db<{ edge: Edge }[]>`
    select least(clock_timestamp() - ${graceSeconds} * interval '1 second', min(xact_start))::text as edge
    from pg_stat_activity where datname = current_database() and backend_xid is not null`
  return row!.edge
}

/**
 * Counts done jobs by list. What was settled before the edge is remembered, so that the next count
 * looks only at what came after; the first one looks at everything.
 */
export function openDoneTotals(): (db: Sql | Tx, edge: Edge) => Promise<JobTotals[]> {
  let known: { edge: Edge; totals: Map<string, JobTotals> } | undefined
  return async (db, edge) => {
    // A database restored from a copy has another past than the one remembered.
    const past = known && new Date(known.edge) <= new Date(edge) ? known : undefined
    const rows = await db<(JobTotals & { closed: boolean })[]>`
      select list, settled_at <= ${edge}::text::timestamptz as closed, count(*)::integer as jobs,
        sum(deliveries) as deliveries, sum(replayed) as replays,
        sum(case when replayed > 0 then deliveries else greatest(deliveries - 1, 0) end) as failures
      from jobs
      where state = 'done' and settled_at > ${past?.edge ?? '-infinity'}::text::timestamptz
      group by list, closed`
    const totals = rows
      .filter(({ closed }) => closed)
      .reduce(addTotals, new Map(past?.totals ?? []))
    known = { edge, totals }
    return [
      ...rows
        .filter(({ closed }) => !closed)
        .reduce(addTotals, new Map(totals))
        .values(),
    ]
  }
}

/** Adds a row to the totals of its list. */
export function addTotals(totals: Map<string, JobTotals>, row: JobTotals): Map<string, JobTotals> {
  const before = totals.get(row.list)
  return totals.set(row.list, {
    list: row.list,
    jobs: (before?.jobs ?? 0) + row.jobs,
    deliveries: (before?.deliveries ?? 0) + row.deliveries,
    failures: (before?.failures ?? 0) + row.failures,
    replays: (before?.replays ?? 0) + row.replays,
  })
}
