/**
 * Table `jobs`: dead letters of fetches that need nobody, since a later fetch of the same source asked for
 * all that they would have.
 *
 * Every fetch begins where its source stands when it runs, whatever its job says. So a fetch that was
 * made whole after a letter died, with the same settings and as far a reach, had all that a replay of
 * the letter could ask for. Where none was made yet, the newest letter of a source stands for the older ones.
 */

import type { Tx } from '../../sql/open.ts'

export type SettledFetch = {
  jobId: string
  list: string
  /** Why it was a dead letter, and why it is none any more. */
  deadReason: string
  reason: 'fetched_since' | 'asked_since'
  coveredBy: string
  /** When the fetch that covers it was made, or the newer letter was asked for; business time. */
  coveredAt: Date
}

/** Settings that say how far back a fetch reaches; a larger one asks for more. */
const REACHES = ['history_days', 'lookback_days']
/** Settings that do not say what is fetched. */
const PACES = ['polling_interval_seconds']
/** Runs of a source that are looked at, newest first; the last few say whether it is well. */
const RUNS_MAX = 20

/** Settles at most `most` letters, the newest first, and returns what stands for each. */
export function settleFetches(tx: Tx, most: number): Promise<SettledFetch[]> {
  return tx<SettledFetch[]>`
    with letters as materialized (
      select d.job_id, d.seq, d.list, d.reason, d.settled_at, d.payload ->> 'source_id' as source_id, s.source_id as id,
        ${configOf(tx, 'd')} as config, coalesce(
          (select max(own.started_at) from ingestion_runs own where own.job_id = d.job_id), d.business_at) as tried_at
      from jobs d join sources s on s.source_id::text = d.payload ->> 'source_id'
      where d.state = 'dead' and d.list in ('ingestion', 'broker_sync')
    ), covered as (
      select l.job_id, l.reason as dead_reason, c.reason, c.covered_by, c.covered_at
      from letters l cross join lateral (
        (select 0 as place, 'fetched_since' as reason, j.job_id as covered_by, run.started_at as covered_at
        from (select * from ingestion_runs r where r.source_id = l.id and r.started_at > l.tried_at
          order by r.started_at desc, r.ingestion_run_id desc limit ${RUNS_MAX}) run
        join jobs j on j.job_id = run.job_id and j.state = 'done' and j.list = l.list
        where (run.status = 'succeeded' or run.status = 'partly' and run.items_missing = 0)
          and ${asksAsMuch(tx, configOf(tx, 'j'))}
        order by run.started_at desc, run.ingestion_run_id desc limit 1)
        union all
        (select 1, 'asked_since', n.job_id, n.business_at
        from jobs n
        where n.state = 'dead' and n.list in ('ingestion', 'broker_sync') and n.list = l.list
          and n.payload ->> 'source_id' = l.source_id and n.seq > l.seq
          and ${asksAsMuch(tx, configOf(tx, 'n'))}
        order by n.seq desc limit 1)
        order by place limit 1) c
      order by l.settled_at desc, l.seq desc limit ${most}
    ), held as (
      select job_id from jobs where job_id in (select job_id from covered) and state = 'dead'
      for update skip locked
    )
    update jobs set state = 'cancelled', settled_at = clock_timestamp(), reason = covered.reason,
      covered_by = covered.covered_by, covered_at = covered.covered_at
    from covered join held using (job_id) where jobs.job_id = covered.job_id
    returning jobs.job_id, jobs.list, covered.dead_reason, jobs.reason, jobs.covered_by, jobs.covered_at`
}

/** The settings that a job carries; one that was made by hand may carry anything. */
function configOf(tx: Tx, job: string) {
  const config = tx`${tx(job)}.payload -> 'config'`
  return tx`case when jsonb_typeof(${config}) = 'object' then ${config} else '{}' end`
}

/** Whether settings ask for the same as those of the letter `l`, and reach as far or further. */
function asksAsMuch(tx: Tx, later: ReturnType<typeof configOf>) {
  const passedOver = [...REACHES, ...PACES]
  return tx`((${later}) - ${passedOver}::text[] = l.config - ${passedOver}::text[]
    and not exists (select from unnest(${REACHES}::text[]) as known (name)
      where (${later}) -> name is distinct from l.config -> name
        and not case when jsonb_typeof((${later}) -> name) = 'number' and jsonb_typeof(l.config -> name) = 'number'
          then ((${later}) -> name)::numeric >= (l.config -> name)::numeric else false end))`
}
