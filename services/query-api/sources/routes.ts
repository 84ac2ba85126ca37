/** Answers about sources. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { sourceRoutes } from '#shared/contracts/api/sources.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listRejects } from './rejects.ts'
import { listRuns } from './runs.ts'
import { listStreams } from '#shared/sql/market/read-streams.ts'
import { listSources, readSourcePage } from './sources.ts'

export function answerSourceHealth({
  sql,
  clock,
}: {
  sql: Sql
  clock: Clock
}): Answers<typeof sourceRoutes> {
  return {
    'GET /api/sources': ({ query: { ticker, type, state } }) =>
      listSources(sql, { ticker, type, state }),
    'GET /api/sources/:id': ({ id }) => readSourcePage(sql, id),
    'GET /api/sources/:id/runs': ({ id, query }) => listRuns(sql, { ...query, sourceId: id }),
    'GET /api/streams': () => listStreams(sql, clock.now()),
    'GET /api/rejects': ({ query }) => listRejects(sql, query),
  }
}
