/** Table `jobs` as an outbox: which rows wait to be pushed, and which Redis has lost. */

import type { Db, Sql } from '../../sql/open.ts'
import { voidTurn } from './relay-turn.ts'

/** A job as it goes into its list. */
export type Outgoing = {
  jobId: string
  list: string
  producer: string
  businessAt: Date
  traceparent: string | null
  /** The job as JSON text; it is not read on the way. */
  payload: string
}

/** Lists with jobs that wait to be pushed; looked up list by list, however many jobs they hold. */
export async function readWaitingLists(db: Db): Promise<string[]> {
  const rows = await db<{ list: string }[]>`
    with recursive found as (
      (select list from jobs where state = 'queued' and relayed_at is null order by list limit 1)
      union all
      select (select list from jobs where state = 'queued' and relayed_at is null
        and list > found.list order by list limit 1) from found where found.list is not null
    )
    select list from found where list is not null order by list
  `
  return rows.map(({ list }) => list)
}

/** The oldest jobs of a list that wait to be pushed. */
export function readWaiting(db: Db, list: string, most: number): Promise<Outgoing[]> {
  return db<Outgoing[]>`
    select job_id, list, producer, business_at, traceparent, payload::text as payload
    from jobs
    where state = 'queued' and relayed_at is null and list = ${list}
    order by seq
    limit ${most}
  `
}

/**
 * Notes that these jobs are in Redis; one that was settled meanwhile needs no note. False, and
 * nothing noted, where the turn is over.
 */
export async function markRelayed(
  db: Db,
  jobIds: readonly string[],
  turn: number,
): Promise<boolean> {
  const [row] = await db<{ isHeld: boolean }[]>`
    with held as (select from relay_turn where turn = ${turn} for share),
    marked as (
      update jobs set relayed_at = clock_timestamp()
      where job_id = any(${jobIds as string[]}::uuid[]) and state = 'queued' and exists (select from held)
    )
    select exists (select from held) as is_held
  `
  return row!.isHeld
}

/** Lists with queued jobs that were pushed so long ago that Redis may have lost them. */
export async function readStaleLists(db: Db, ageSeconds: number): Promise<string[]> {
  const rows = await db<{ list: string }[]>`
    with recursive found as (
      (select list from jobs where state = 'queued' order by list limit 1)
      union all
      select (select list from jobs where state = 'queued' and list > found.list order by list limit 1)
      from found where found.list is not null
    )
    select list from found where exists (select from jobs where state = 'queued' and list = found.list
      and relayed_at < statement_timestamp() - ${ageSeconds} * interval '1 second')
    order by list
  `
  return rows.map(({ list }) => list)
}

/** A job swept so often waits 32 times as long, and no longer. */
const SWEPT_DOUBLINGS_MAX = 5

/**
 * Has stale jobs of a list pushed again, except those that Redis holds; returns how many.
 *
 * At most `most` at once, and each time a job is swept its age limit doubles, up to 32 times: a
 * job that is never settled cannot flood Redis.
 */
export async function sweepMissing(
  db: Db,
  {
    list,
    ageSeconds,
    held,
    most,
  }: { list: string; ageSeconds: number; held: string[]; most: number },
): Promise<number> {
  const swept = await db`
    update jobs set relayed_at = null, swept = swept + 1
    where job_id in (
      select job_id from jobs
      where state = 'queued' and list = ${list}
        and relayed_at < statement_timestamp() - ${ageSeconds} * interval '1 second'
        and relayed_at < statement_timestamp() - ${ageSeconds} * power(2, least(swept, ${SWEPT_DOUBLINGS_MAX})) * interval '1 second'
        and job_id <> all(${held}::uuid[])
      order by seq
      limit ${most}
      for update skip locked
    )
  `
  if (swept.count > 0) await db`select pg_notify('jobs', '')`
  return swept.count
}

/**
 * Has every queued job pushed again: Redis has lost everything. Returns how many. What a relay
 * pushed before the loss and has not noted yet is among them.
 */
export function requeueAll(sql: Sql): Promise<number> {
  return sql.begin(async (tx) => {
    await voidTurn(tx)
    const rows = await tx`
      update jobs set relayed_at = null where state = 'queued' and relayed_at is not null
    `
    await tx`select pg_notify('jobs', '')`
    return rows.count
  })
}
