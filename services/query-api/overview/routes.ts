/** Answers what stands above every page. */

import type { overviewRoutes } from '#shared/contracts/api/overview.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { readOverview, type OverviewParts } from './overview.ts'

export function answerOverview(parts: OverviewParts): Answers<typeof overviewRoutes> {
  return {
    'GET /api/overview': () => readOverview(parts),
  }
}
