/** Events of the world as a person reads them: what was told, and whom it hits why. */

import { HIT_MOST, HITS_MAX, type EventPage, type EventRow } from '#shared/contracts/api/events.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'
import { isAsked, type EventFilter } from './filter.ts'

export type EventsAsked = EventFilter & { sort: Sort; limit: number; after?: string | undefined }

const listed = { table: 'global_events', as: 'events', id: 'global_event_id' }
const ORDER = ['occurred_at', 'global_event_id'] as const

/** By when they were told. */
export async function listEvents(
  db: Db,
  { sort, limit, after, ...filter }: EventsAsked,
  now: Date,
): Promise<Served<EventRow>[]> {
  await askRow(db, listed, after)
  return db<Served<EventRow>[]>`
    with page as (
      select events.* from global_events events where ${isAsked(db, filter, now)}
        ${goOnAfter(db, listed, ORDER, { after, sort })}
      ${inOrder(db, listed, ORDER, sort)} limit ${limit}
    )
    select ${eventColumns(db)} from page as events join documents d using (document_id)
    ${inOrder(db, listed, ORDER, sort)}`
}

/** One event with whom it hits; undefined where there is none. One that is told no more is still shown. */
export async function readEventPage(
  db: Db,
  globalEventId: string,
): Promise<Served<EventPage> | undefined> {
  const [event] = await db<Served<EventPage['event']>[]>`
    select ${eventColumns(db)}, quotes, model, model_version, prompt_version, classified_at
    from global_events events join documents d using (document_id)
    where global_event_id = ${globalEventId}`
  if (!event) return undefined
  const [hits, alsoTold] = await Promise.all([
    db<Served<EventPage['hits']>>`
      select macro_impact_id, hit.ticker, legal_name, sector, score, direction, components, computed_at
      from macro_impact_records hit join companies using (company_id)
      where global_event_id = ${globalEventId} and hit.is_current
      order by score desc, hit.ticker limit ${HITS_MAX}`,
    db<Served<EventPage['alsoTold']>>`
      select other.global_event_id, d.title, d.publisher, other.occurred_at
      from documents own join documents d on d.story_id = own.story_id
      join global_events other on other.document_id = d.document_id
      where own.document_id = ${event.documentId} and other.global_event_id <> ${globalEventId}
      order by other.occurred_at, other.global_event_id limit 20`,
  ])
  return { event, hits, alsoTold }
}

/** Of `events`, with its document as `d`. */
export function eventColumns(db: Db) {
  return db`events.global_event_id, events.document_id, d.title, d.publisher, events.event_type,
    events.severity, events.direction, events.affected_regions, events.affected_sectors,
    events.affected_commodities, events.duration, events.is_international, events.confidence,
    events.summary, events.occurred_at,
    (select count(*)::integer from macro_impact_records hit
      where hit.global_event_id = events.global_event_id and hit.is_current and hit.score > 0) as hits,
    coalesce((select jsonb_agg(jsonb_build_object('ticker', ticker, 'score', score,
        'direction', direction) order by score desc, ticker)
      from (select * from macro_impact_records hit
        where hit.global_event_id = events.global_event_id and hit.is_current and hit.score > 0
        order by score desc, ticker limit ${HIT_MOST}) most), '[]') as most_hit,
    coalesce((select count(*)::integer from documents told where told.story_id = d.story_id), 0)
      as tellings`
}
