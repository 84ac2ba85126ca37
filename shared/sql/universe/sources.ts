/** Where data is fetched from, and what was last seen there. */

import type { IngestionJob } from '../../contracts/jobs/ingestion.ts'
import type { SourceType } from '../../contracts/sources/source-configs.ts'
import type { SourceState } from '../../domain/source/found.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { cadenceSeconds } from './source-pace.ts'

export type SourceConfig = Record<string, unknown>

export type Source = {
  sourceId: string
  companyId: string | null
  ticker: string
  sourceType: SourceType
  sourceName: string
  config: SourceConfig
  credibilityScore: number
  active: boolean
  lastPublishedAt: Date | null
  lastScheduledAt: Date | null
}

export type NewSource = {
  companyId: string | null
  sourceType: SourceType
  sourceName: string
  config: SourceConfig
  credibilityScore: number
}

/** The id a source has on every machine. */
export function sourceIdOf({
  companyId,
  sourceType,
  sourceName,
}: Omit<NewSource, 'config' | 'credibilityScore'>): string {
  return deriveId('source', companyId ?? '', sourceType, sourceName)
}

/** Adds sources, and brings settings of known ones up to date. Returns how many were new. */
export async function saveSources(tx: Tx, sources: readonly NewSource[]): Promise<number> {
  if (sources.length === 0) return 0
  await lockSources(tx)
  const rows = sources.map((source) => ({
    source_id: sourceIdOf(source),
    company_id: source.companyId,
    source_type: source.sourceType,
    source_name: source.sourceName,
    config: source.config as never,
    credibility_score: source.credibilityScore,
  }))
  const ids = rows.map((row) => row.source_id)
  // One that is being changed meanwhile would now and then be found by its id alone, which is no conflict to update by.
  await tx`select from sources where source_id = any(${ids}::uuid[]) order by source_id for no key update`
  const saved = await tx<{ isNew: boolean }[]>`
    insert into sources (source_id, company_id, source_type, source_name, config, credibility_score)
    select * from jsonb_to_recordset(${tx.json(rows)}) as r (source_id uuid, company_id uuid,
      source_type text, source_name text, config jsonb, credibility_score double precision)
    order by source_id
    on conflict (company_id, source_type, source_name) do update
      set config = excluded.config, credibility_score = excluded.credibility_score,
        next_try_at = case when sources.config = excluded.config then sources.next_try_at end
    returning xmax = 0 as is_new`
  await keepNextTry(tx, ids)
  return saved.filter(({ isNew }) => isNew).length
}

/**
 * Held until the transaction ends by whoever works on several sources: of two that ask for what is due the
 * second finds it asked, and no two hold one each that the other waits for.
 */
export async function lockSources(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('scheduler_round'))`
}

/**
 * One source, held until the transaction ends by whoever stores what came of it: before any document, as
 * whoever removes a source does. False where it was removed.
 */
export async function holdSource(tx: Tx, sourceId: string): Promise<boolean> {
  const held = await tx`select from sources where source_id = ${sourceId} for no key update`
  return held.count > 0
}

/** Every source or those that are asked for, market-wide ones first, then by ticker. */
export async function readSources(
  db: Db,
  { ticker, sourceId }: { ticker?: string | undefined; sourceId?: string | undefined } = {},
): Promise<Source[]> {
  const whose = sourceId === undefined ? db`true` : db`source_id = ${sourceId}`
  const rows = await db<(Omit<Source, 'config'> & { config: string })[]>`
    select source_id, s.company_id, coalesce(ticker, '') as ticker, source_type, source_name,
      config::text as config, credibility_score, s.active, last_published_at, last_scheduled_at
    from sources s left join companies c using (company_id)
    where ${whose} and ${ticker === undefined ? db`true` : db`ticker = ${ticker}`}
    order by coalesce(ticker, '') collate "C", source_type, source_name, source_id`
  return rows.map((row) => ({ ...row, config: parseConfig(row.config) }))
}

/** Other settings, another next try: of one that fails at once, of one that is well by its cadence. */
async function keepNextTry(tx: Tx, sourceIds: readonly string[]): Promise<void> {
  await tx`
    update sources set next_try_at = last_scheduled_at + ${cadenceSeconds(tx)} * interval '1 second'
    where source_id = any(${[...sourceIds]}::uuid[]) and next_try_at is null and failures = 0`
}

export type SourceChange = {
  config?: SourceConfig | undefined
  credibilityScore?: number | undefined
  active?: boolean | undefined
}

/** Changes what is given of a source; undefined where there is no such source. */
export async function changeSource(
  tx: Tx,
  sourceId: string,
  change: SourceChange,
): Promise<Source | undefined> {
  const { count } = await tx`
    update sources set
      next_try_at = case when ${change.config !== undefined} then null else next_try_at end,
      config = coalesce(${change.config ? tx.json(change.config as never) : null}::jsonb, config),
      credibility_score = coalesce(${change.credibilityScore ?? null}::double precision, credibility_score),
      active = coalesce(${change.active ?? null}::boolean, active)
    where source_id = ${sourceId}`
  await keepNextTry(tx, [sourceId])
  return count > 0 ? (await readSources(tx, { sourceId }))[0] : undefined
}

/** What a job of a source says of it, as it stands in the record. */
export type SourceOfJob = Omit<IngestionJob, 'scheduled_at'>

/** As a part of a query over `sources s left join companies c`: what a job says, but for its settings. */
export function sourceOfJob(db: Db) {
  return db`json_build_object('source_id', s.source_id, 'company_id', s.company_id,
    'ticker', coalesce(c.ticker, ''), 'legal_name', coalesce(c.legal_name, ''),
    'aliases', array(select alias from company_aliases a where a.company_id = s.company_id
      order by alias collate "C"),
    'source_type', source_type, 'source_name', source_name,
    'credibility_score', s.credibility_score)::text`
}

/** The source and where its next fetch goes on; undefined where it was removed since its job was written. */
export async function readSourceToAsk(
  db: Db,
  sourceId: string,
): Promise<{ source: SourceOfJob; seen: SourceState } | undefined> {
  const [row] = await db<
    { row: string; config: string; lastPublishedAt: Date | null; state: string }[]
  >`
    select ${sourceOfJob(db)} as row, config::text as config, last_published_at, state::text as state
    from sources s left join companies c using (company_id) where source_id = ${sourceId}`
  if (!row) return undefined
  const said = JSON.parse(row.row) as Omit<SourceOfJob, 'config'>
  return {
    source: { ...said, config: parseConfig(row.config) },
    seen: { lastPublishedAt: row.lastPublishedAt, state: parseConfig(row.state) },
  }
}

/**
 * Notes the newest item seen; an older one never moves it back, but from a moment that is still to
 * come a day after `now`. `state` replaces, where given.
 */
export async function saveSourceState(
  tx: Tx,
  sourceId: string,
  seen: Partial<SourceState>,
  now: Date | null = null,
): Promise<void> {
  await tx`
    update sources set
      last_published_at = greatest(case when last_published_at > ${now}::timestamptz + interval '1 day'
        then null else last_published_at end, ${seen.lastPublishedAt?.toISOString() ?? null}::timestamptz),
      state = coalesce(${seen.state ? tx.json(seen.state as never) : null}::jsonb, state)
    where source_id = ${sourceId}`
}

/** The driver renames keys of jsonb like columns; settings keep theirs by travelling as text. */
export function parseConfig(text: string): SourceConfig {
  return JSON.parse(text) as SourceConfig
}
