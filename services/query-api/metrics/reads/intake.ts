/** How fresh what comes in is, by kind of source; all in business time. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { StreamRow } from '#shared/contracts/api/sources.ts'
import type { Db } from '#shared/sql/open.ts'
import { isOnceClosed, isSessionBound } from '#shared/sql/schedule/due-sources.ts'
import { cadenceSeconds } from '#shared/sql/universe/source-pace.ts'

export type SourceHealth = {
  sourceType: string
  sources: number
  /** Sources whose last fetch failed. */
  failing: number
  /** Fetches in a row that failed, of the source that failed most often, and since when, of the longest. */
  failuresMost: number
  failingSeconds: number
  /** Records that could not be used, each once, seen within a day. */
  rejects: number
  /** Since the last success of the source that has waited longest; null before every first one. */
  successAgeSeconds: number | null
  /** How long past its time the latest fetch is, at most; 0 when every source is in time. */
  overdueSeconds: number
}

export type IntakeRecord = {
  documents: { status: string; count: number }[]
  /** Null before the first document. */
  newestDocumentAgeSeconds: number | null
  sources: SourceHealth[]
  /** Nights that look like a split which nobody has told. */
  splitSuspicions: number
  streams: Served<StreamRow>[]
}

/** What of the market decides whether a fetch is due: see `readDueSources`. */
export type MarketTimes = { opensAt: Date | null; lastCloseAt: Date }

/**
 * Active sources by type. A source is overdue from when it was due next after its last success, or
 * after its first try; the broker only while a session is open, a day's prices once it has closed.
 */
export async function readSourceHealth(
  db: Db,
  now: Date,
  { opensAt, lastCloseAt }: MarketTimes,
): Promise<SourceHealth[]> {
  return db<SourceHealth[]>`
    with paced as (
      select source_type, config, last_published_at, failures, failing_since, last_succeeded_at,
        coalesce(last_succeeded_at, failing_since) as since, ${cadenceSeconds(db)} as seconds
      from sources s left join companies c using (company_id)
      where s.active and (s.company_id is null or c.active)
    ), judged as (
      select *, case
        when since is null or ${isSessionBound(db)} and ${opensAt}::timestamptz is null
          or ${isOnceClosed(db)} and last_published_at >= ${lastCloseAt} then null
        else greatest(since + seconds * interval '1 second',
          case when ${isSessionBound(db)} then ${opensAt}::timestamptz
            when ${isOnceClosed(db)} then ${lastCloseAt}::timestamptz end) end as due_at
      from paced
    ), refused as (
      select source_type, count(*)::integer as count from rejects join sources using (source_id)
      where last_seen_at > ${now}::timestamptz - interval '1 day' group by source_type
    )
    select source_type, count(*)::integer as sources,
      count(*) filter (where failing_since is not null)::integer as failing,
      max(failures)::integer as failures_most,
      greatest(0, coalesce(max(extract(epoch from ${now}::timestamptz - failing_since)), 0))::double precision
        as failing_seconds,
      coalesce((select count from refused where refused.source_type = judged.source_type), 0) as rejects,
      extract(epoch from ${now}::timestamptz - min(last_succeeded_at))::double precision as success_age_seconds,
      greatest(0, coalesce(max(extract(epoch from ${now}::timestamptz - due_at)), 0))::double precision
        as overdue_seconds
    from judged group by source_type order by source_type`
}

/** Nights that look like a split and are not explained yet. */
export async function countSuspicions(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from split_suspicions where settled_at is null`
  return row?.count ?? 0
}

/** Business time of the newest document; null before the first. */
export async function readNewestDocument(db: Db): Promise<Date | null> {
  const [row] = await db<{ at: Date | null }[]>`select max(ingested_at) as at from documents`
  return row?.at ?? null
}
