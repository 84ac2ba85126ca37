/** Answers about how good readers, trends and publishers are. */

import type { qualityRoutes } from '#shared/contracts/api/quality.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readEdges } from './edge.ts'
import { listHeldBack, listReaderPairs } from './disagreements.ts'
import { listPublisherRecords } from './publishers.ts'
import { listReaderRuns, readTrendRun } from './runs.ts'

export function answerQuality({ sql }: { sql: Sql }): Answers<typeof qualityRoutes> {
  return {
    'GET /api/quality/readers': async () => ({ runs: await listReaderRuns(sql) }),
    'GET /api/quality/trends': async () => ({ newest: await readTrendRun(sql) }),
    'GET /api/quality/edge': () => readEdges(sql),
    'GET /api/quality/publishers': () => listPublisherRecords(sql),
    'GET /api/quality/disagreements': async () => ({
      pairs: await listReaderPairs(sql),
      held: await listHeldBack(sql),
    }),
  }
}
