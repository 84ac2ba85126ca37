/** Which sources are due, and that they had their turn. */

import type { IngestionJob } from '../../contracts/jobs/ingestion.ts'
import { descriptorOf, sourceTypes } from '../../domain/source/sources.ts'
import type { Db, Tx } from '../open.ts'
import { waitSeconds, cadenceSeconds } from '../universe/source-pace.ts'
import { parseConfig, sourceOfJob, type SourceConfig } from '../universe/sources.ts'

const SESSION_BOUND = sourceTypes.filter((type) => descriptorOf(type).isSessionBound)
const ONCE_CLOSED = sourceTypes.flatMap((type) => {
  const settings = descriptorOf(type).onceClosed
  return settings ? [JSON.stringify(settings)] : []
})

/** Whether a row of `sources` is asked only while a session or an order is open. */
export function isSessionBound(db: Db) {
  return db`source_type = any(${SESSION_BOUND}::text[])`
}

/** Whether a row of `sources` is asked once a day, when the session has closed. */
export function isOnceClosed(db: Db) {
  return db`config @> any(${ONCE_CLOSED}::text[]::jsonb[])`
}

/** What of the market matters to the question. */
export type MarketState = { isOpen: boolean; lastCloseAt: Date }

type DueRow = Omit<IngestionJob, 'config' | 'scheduled_at'>

/**
 * What is to be fetched: each source whose time has come, prices before filings before news.
 *
 * A source waits for its cadence, or after failures for its back-off instead, and for its last job to
 * have an outcome. The broker is asked while a session or an order is open, a day's prices once that day has
 * closed.
 */
export async function readDueSources(
  db: Db,
  now: Date,
  market: MarketState,
): Promise<IngestionJob[]> {
  const rows = await db<{ row: string; config: string }[]>`
    with paced as (
      select *, ${cadenceSeconds(db)} as seconds from sources where active
    ), due as (
      select * from paced
      where coalesce(case when failures > 0 then next_try_at
          else last_scheduled_at + seconds * interval '1 second' end, '-infinity') <= ${now}
        and (not ${isSessionBound(db)} or last_scheduled_at is null or ${market.isOpen} or exists
          (select from orders where state in ('intent', 'submitted', 'partially_filled', 'unknown')))
        and (not ${isOnceClosed(db)} or last_published_at is null
          or last_published_at < ${market.lastCloseAt})
    )
    select config::text as config, ${sourceOfJob(db)} as row
    from due s left join companies c using (company_id)
    where (s.company_id is null or c.active)
      and not exists (select from jobs j where list in ('ingestion', 'broker_sync') and state = 'queued'
        and j.payload->>'source_id' = s.source_id::text)
    order by array_position(${sourceTypes}::text[], source_type),
      coalesce(c.ticker, '') collate "C", source_name collate "C", s.source_id`
  return rows.map(({ row, config }) => toJob(JSON.parse(row) as DueRow, parseConfig(config), now))
}

function toJob(row: DueRow, config: SourceConfig, now: Date): IngestionJob {
  return { ...row, config, scheduled_at: now.toISOString() }
}

/** Notes that sources had their turn at `now`. */
export async function noteScheduled(
  tx: Tx,
  sourceIds: readonly string[],
  now: Date,
): Promise<void> {
  const ids = [...sourceIds]
  // In one order, as everybody takes several sources.
  await tx`select from sources where source_id = any(${ids}::uuid[]) order by source_id for no key update`
  // One that fails is soon asked again whatever becomes of the job.
  await tx`update sources set last_scheduled_at = ${now}, next_try_at = ${now}::timestamptz
      + case when failures > 0 then ${waitSeconds(tx, tx`failures`)} else ${cadenceSeconds(tx)} end
        * interval '1 second'
    where source_id = any(${ids}::uuid[])`
}
