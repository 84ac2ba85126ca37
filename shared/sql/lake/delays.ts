/** How long facts wait for the lake: from when their row was written until a file holds them. All of it real time. */

import { countRows } from '../counts/counts.ts'
import type { Db, Tx } from '../open.ts'

/** Seconds within which a fact is held, as they are counted; what took longer is under `+Inf`. */
const DELAY_SECONDS = [1, 2, 5, 10, 20, 30, 60, 300, 900] as const
const BEYOND = '+Inf'

export type DelayCount = {
  /** Seconds, or `+Inf`. */
  within: string
  /** Facts that were held within them, ever. */
  facts: number
}

/** A file holds the changes of a batch: they wait no more, and how long each did is counted. */
export async function endBatch(tx: Tx, batch: string): Promise<void> {
  await tx`
    with held as (
      delete from lake_changes where batch = ${batch}
      returning extract(epoch from clock_timestamp() - changed_at) as seconds
    ), counted as (
      select coalesce((select min(bound)::text from unnest(${[...DELAY_SECONDS]}::integer[]) bound
        where bound >= seconds), ${BEYOND}) as within from held
    )
    insert into row_counts as known (backend, kind, key, rows)
    select pg_backend_pid(), 'lake_delays', within, count(*) from counted group by within order by within
    on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows`
}

/** How many facts were held within so many seconds, each counted under all bounds that it kept: the last is all. */
export async function readDelays(db: Db): Promise<DelayCount[]> {
  const counted = new Map((await countRows(db, 'lake_delays')).map(({ key, rows }) => [key, rows]))
  let facts = 0
  return [...DELAY_SECONDS.map(String), BEYOND].map((within) => {
    facts += counted.get(within) ?? 0
    return { within, facts }
  })
}

/** When the change was noted that has waited longest, in a batch or not; undefined where that is less than `seconds`. */
export async function readBehindSince(db: Db, seconds: number): Promise<Date | undefined> {
  const [row] = await db<{ at: Date }[]>`
    select at from (select changed_at as at from lake_changes order by seq limit 1) oldest
    where at <= clock_timestamp() - make_interval(secs => ${seconds})`
  return row?.at
}

/** For how many seconds it has waited; 0 where none does. */
export async function readLakeLag(db: Db): Promise<number> {
  const [row] = await db<{ seconds: number }[]>`
    select greatest(0, extract(epoch from clock_timestamp() - changed_at))::double precision as seconds
    from lake_changes order by seq limit 1`
  return row?.seconds ?? 0
}
