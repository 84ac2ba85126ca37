/** Answers about the tracked universe. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { universeRoutes } from '#shared/contracts/api/universe.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listBars } from './bars.ts'
import { listCompanies, totalCompanies } from './companies.ts'
import { readCompanyLayers } from './company-layers.ts'
import { readCompanyMarks } from './marks.ts'
import { readStory } from './story.ts'

export function answerUniverse({
  sql,
  clock,
}: {
  sql: Sql
  clock: Clock
}): Answers<typeof universeRoutes> {
  return {
    'GET /api/companies/:id/bars': ({ id }) => listBars(sql, id, clock.now()),
    'GET /api/companies/:id/marks': ({ id, query }) =>
      readCompanyMarks(sql, id, query, clock.now()),
    'GET /api/companies/:id/story': ({ id, query }) => readStory(sql, id, query),
    'GET /api/companies/:id/layers': ({ id }) => readCompanyLayers(sql, id, clock.now()),
    'GET /api/totals/companies': ({ query }) => totalCompanies(sql, query),
    'GET /api/companies': ({ query }) => listCompanies(sql, query, clock.now()),
  }
}
