/** Answers about events of the world. */

import type { eventRoutes } from '#shared/contracts/api/events.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listEvents, readEventPage } from './events.ts'
import { countRegions } from './regions.ts'
import { listEventStories } from './stories.ts'

type Parts = { sql: Sql; clock: Clock }

export function answerEvents({ sql, clock }: Parts): Answers<typeof eventRoutes> {
  return {
    'GET /api/events': ({ query }) => listEvents(sql, query, clock.now()),
    'GET /api/event-stories': ({ query }) => listEventStories(sql, query, clock.now()),
    'GET /api/events/:id': ({ id }) => readEventPage(sql, id),
    'GET /api/event-regions': ({ query }) => countRegions(sql, query, clock.now()),
  }
}
