/** Events of the world by story: of each the newest that is like what is asked, and how widely it is told. */

import type { EventStory } from '#shared/contracts/api/events.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'
import { eventColumns, type EventsAsked } from './events.ts'
import { isAsked } from './filter.ts'

const told = { table: 'global_events', as: 'told', id: 'global_event_id' }
const ORDER = ['occurred_at', 'global_event_id'] as const

/**
 * By when their newest event was told. A page goes on by that event's place, so that a story stands on one page
 * alone. What is read of a story is the story: no page reads what lies before or after it.
 */
export async function listEventStories(
  db: Db,
  { sort, limit, after, ...filter }: EventsAsked,
  now: Date,
): Promise<Served<EventStory>[]> {
  await askRow(db, told, after)
  const isLike = () => isAsked(db, filter, now)
  return db<Served<EventStory>[]>`
    with page as (
      select told.* from (
        select events.*, (select story_id from documents d where d.document_id = events.document_id)
        from global_events events where ${isLike()}
      ) told
      -- Asked of each event in turn: as a join PostgreSQL would take it for rare, and read all events for a page.
      where not coalesce((
        select true from ${eventsOfStory(db)} events
        where (events.occurred_at, events.global_event_id) > (told.occurred_at, told.global_event_id)
          and ${isLike()} limit 1
      ), false) ${goOnAfter(db, told, ORDER, { after, sort })}
      ${inOrder(db, told, ORDER, sort)} limit ${limit}
    )
    select ${eventColumns(db)}, page.story_id, page.events, page.owners
    from (
      select told.*, case when story_id is null then 1 else (
          select count(*)::integer from ${eventsOfStory(db)} events where ${isLike()}) end as events,
        case when story_id is null then 1 else (
          select count(distinct coalesce(owner, publisher_domain, publisher))::integer
          from documents other left join publishers on domain = publisher_domain
          where other.story_id = told.story_id) end as owners
      from page told
    ) page join global_events events using (global_event_id)
    join documents d on d.document_id = events.document_id
    ${inOrder(db, { ...told, as: 'events' }, ORDER, sort)}`
}

/**
 * Those of the story of `told`, the newest first. The offset keeps them apart from what narrows them: PostgreSQL
 * would rather look for that first, and read all events for each of a page.
 */
function eventsOfStory(db: Db) {
  return db`(select events.* from documents other
    join global_events events on events.document_id = other.document_id
    where other.story_id = told.story_id order by other.published_at desc offset 0)`
}
