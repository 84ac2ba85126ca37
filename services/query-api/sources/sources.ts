/** Sources as a person watches them: how each fares, those that want somebody first. */

import type { BorneOut } from '#shared/contracts/api/quality.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { WatchedSource, SourcePage } from '#shared/contracts/api/sources.ts'
import { SOURCE_STATES } from '#shared/contracts/sets.ts'
import { descriptorOf, typesThatBring } from '#shared/domain/source/sources.ts'
import { redact, redactJson } from '#shared/host/redact.ts'
import type { Db } from '#shared/sql/open.ts'
import { cadenceSeconds } from '#shared/sql/universe/source-pace.ts'
import { parseConfig } from '#shared/sql/universe/sources.ts'
import { listPublishersOf, withInterval } from '../quality/publishers.ts'

/** Types whose documents speak of companies, so that a session can bear them out. */
const speaking = typesThatBring('filings', 'stories').filter(
  (type) => !descriptorOf(type).isAboutWorld,
)

export type SourcesAsked = {
  sourceId?: string
  ticker?: string | undefined
  type?: string | undefined
  state?: string | undefined
}

type ListedSource = Omit<Served<WatchedSource>, 'record'> &
  Pick<Served<BorneOut>, 'tried' | 'borneOut' | 'through'>

/** Failing ones first, the longest row of failures at the top; then by state, type and name. */
export async function listSources(
  db: Db,
  { sourceId, ticker, type, state }: SourcesAsked,
): Promise<Served<WatchedSource>[]> {
  const rows = await db<ListedSource[]>`
    with listed as (
      select source_id, coalesce(c.ticker, '') as ticker, source_type, source_name, s.active,
        s.version, credibility_score, ${cadenceSeconds(db)} as cadence_seconds, last_succeeded_at,
        newest_item_at, failures, failing_since, last_error,
        case when s.active and coalesce(c.active, true) then next_try_at end as next_try_at,
        case when not (s.active and coalesce(c.active, true)) then 'paused'
          when failing_since is not null then 'failing'
          when last.status = 'partly' then 'incomplete'
          when last.status = 'put_off' then 'waiting_turn'
          when last_succeeded_at is null then 'untried' else 'healthy' end as state,
        coalesce(refused.count, 0)::integer as rejects, asked.source_id is not null as is_in_flight,
        coalesce(known.tried, 0) as tried, coalesce(known.borne_out, 0) as borne_out,
        known.through::text as through
      from sources s left join companies c using (company_id)
      left join source_records known using (source_id)
      left join lateral (select status from ingestion_runs r where r.source_id = s.source_id
        order by started_at desc, noted_at desc limit 1) last on true
      left join (select source_id, count(*) from rejects group by source_id) refused using (source_id)
      left join (select distinct (payload->>'source_id')::uuid as source_id from jobs
        where list in ('ingestion', 'broker_sync') and state = 'queued') asked using (source_id)
      where true ${sourceId === undefined ? db`` : db`and source_id = ${sourceId}`}
        ${ticker === undefined ? db`` : db`and c.ticker = ${ticker}`}
        ${type === undefined ? db`` : db`and source_type = ${type}`}
    )
    select * from listed ${state === undefined ? db`` : db`where state = ${state}`}
    order by failures desc, array_position(${[...SOURCE_STATES]}::text[], state),
      source_type, ticker collate "C", source_name collate "C", source_id`
  return rows.map(({ tried, borneOut, through, ...row }) => ({
    ...row,
    lastError: row.lastError && redact(row.lastError),
    record:
      tried > 0 || speaking.includes(row.sourceType)
        ? withInterval({ tried, borneOut, through })
        : null,
  }))
}

/** One source with its settings as people see them; undefined where there is none. */
export async function readSourcePage(
  db: Db,
  sourceId: string,
): Promise<Served<SourcePage> | undefined> {
  const [source] = await listSources(db, { sourceId })
  const [row] = await db<{ config: string; runs: number; documents: number }[]>`
    select config::text as config,
      (select count(*)::integer from ingestion_runs r where r.source_id = s.source_id) as runs,
      (select count(*)::integer from documents d where d.source_id = s.source_id) as documents
    from sources s where source_id = ${sourceId}`
  if (!source || !row) return undefined
  return {
    source,
    gives: descriptorOf(source.sourceType).gives,
    config: redactJson(parseConfig(row.config)),
    runs: row.runs,
    documents: row.documents,
    publishers: await listPublishersOf(db, sourceId),
  }
}
