/** Answers about one stage, and its pause. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { stageRoutes } from '#shared/contracts/api/stages.ts'
import type { Clock } from '#shared/host/clock.ts'
import { stageNames, type StageName } from '#shared/pipeline.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import { changePause } from './pause.ts'
import { readStageErrors } from './stage-errors.ts'
import { readStagePage } from './stage-page.ts'
import { readScaling } from './stage-scaling.ts'

type Parts = { sql: Sql; redis: Redis; clock: Clock }

export function answerStages(parts: Parts): Answers<typeof stageRoutes> {
  /** Undefined where there is no such stage. */
  const of = async <T>(id: string, answer: (stage: StageName) => Promise<T>) => {
    const stage = stageNames.find((name) => name === id)
    return stage && (await answer(stage))
  }
  return {
    'GET /api/stages/:id': ({ id }) => of(id, (stage) => readStagePage(parts, stage)),
    'GET /api/stages/:id/errors': ({ id }) => of(id, (stage) => readStageErrors(parts, stage)),
    'GET /api/stages/:id/scaling': ({ id, query }) =>
      of(id, (stage) => readScaling(parts.sql, stage, query.range)),
    'POST /api/stages/:id/pause': (asked) =>
      of(asked.id, (stage) => changePause(parts, stage, asked)),
  }
}
