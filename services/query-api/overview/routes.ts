/** Answers what stands above every page. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { overviewRoutes } from '#shared/contracts/api/overview.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { readDiary } from '../diary/diary.ts'
import { findByWords } from './find.ts'
import { readNeeds } from './needs.ts'
import { readOverview, type OverviewParts } from './overview.ts'
import { openStoreWatch } from './store-watch.ts'

export function answerOverview(
  parts: Omit<OverviewParts, 'storeTrouble'> & { objects: Pick<Objects, 'put'> },
): Answers<typeof overviewRoutes> {
  const storeTrouble = openStoreWatch(parts.objects)
  return {
    'GET /api/find': async ({ query }) => ({ found: await findByWords(parts.sql, query.words) }),
    'GET /api/diary': ({ query }) => readDiary(parts.sql, parts.clock.now(), query.day),
    'GET /api/needs': () => readNeeds(parts.sql, parts.clock),
    'GET /api/overview': () => readOverview({ ...parts, storeTrouble }),
  }
}
