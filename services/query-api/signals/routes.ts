/** Answers about trends and recommendations. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { signalRoutes } from '#shared/contracts/api/signals.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readBriefPage } from './brief-page.ts'
import { listRecommendations } from './recommendations.ts'
import { listTrends } from './trends.ts'

export function answerSignals({ sql }: { sql: Sql }): Answers<typeof signalRoutes> {
  return {
    'GET /api/trends': ({ query }) => listTrends(sql, query),
    'GET /api/recommendations': ({ query }) => listRecommendations(sql, query),
    'GET /api/recommendations/:id': ({ id }) => readBriefPage(sql, id),
  }
}
