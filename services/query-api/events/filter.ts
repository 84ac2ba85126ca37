/** What narrows events of the world, as a part of a query over `global_events events`. */

import type { EVENT_RANGES } from '#shared/contracts/api/events.ts'
import { isStillTold } from '#shared/sql/documents/events.ts'
import type { Db } from '#shared/sql/open.ts'

export type EventFilter = {
  severity?: string | undefined
  direction?: string | undefined
  region?: string | undefined
  ticker?: string | undefined
  story?: string | undefined
  range: (typeof EVENT_RANGES)[number]
}

const DAY_MS = 86_400_000

/** True for events that are still told, were told by `now` and are like that. */
export function isAsked(
  db: Db,
  { severity, direction, region, ticker, story, range }: EventFilter,
  now: Date,
) {
  const since = range === 'all' ? undefined : new Date(now.getTime() - parseInt(range) * DAY_MS)
  return db`${isStillTold(db)} and events.occurred_at <= ${now}
    ${since ? db`and events.occurred_at > ${since}` : db``}
    ${severity ? db`and events.severity = ${severity}` : db``}
    ${direction ? db`and events.direction = ${direction}` : db``}
    ${region ? db`and jsonb_exists(events.affected_regions, ${region})` : db``}
    ${story ? db`and events.document_id in (select document_id from documents where story_id = ${story})` : db``}
    ${
      ticker
        ? db`and exists (select from macro_impact_records hit
          where hit.global_event_id = events.global_event_id and hit.ticker = ${ticker} and hit.is_current
            and hit.score > 0)`
        : db``
    }`
}
