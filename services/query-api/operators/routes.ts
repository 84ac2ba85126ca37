/** Answers to operators, and the changes they make: stages, dead letters, the switch. */

import type { operatorRoutes } from '#shared/contracts/api/operators.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Clock } from '#shared/host/clock.ts'
import { listNames } from '#shared/pipeline.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readDuties } from '#shared/sql/schedule/duties.ts'
import { changeSwitch } from './changes.ts'
import { countDeadGroups, listDeadLetters } from './dead-letters.ts'
import { discardGroup, discardLetter, replayGroup, replayLetter } from './letters.ts'
import { answerStages } from './stage-routes.ts'
import { readStages } from './stages.ts'
import { readTrace } from './traces.ts'

type Parts = { sql: Sql; redis: Redis; clock: Clock }

export function answerOperators(parts: Parts): Answers<typeof operatorRoutes> {
  const { sql } = parts
  return {
    ...answerStages(parts),
    'GET /api/traces/:id': ({ id }) => readTrace(sql, id),
    'GET /api/pipeline': () => readStages(parts),
    'GET /api/pipeline/toggle': () => readPipeline(sql),
    'POST /api/pipeline/toggle': (asked) => changeSwitch(parts, asked),
    'GET /api/duties': () => readDuties(sql),
    'GET /api/dead-letters': ({ query }) => {
      if (query.list !== undefined) mustBeList(query.list)
      return listDeadLetters(sql, query)
    },
    'POST /api/dead-letters/:id/replay': (asked) => replayLetter(parts, asked.id, asked),
    'POST /api/dead-letters/:id/discard': (asked) => discardLetter(parts, asked.id, asked),
    'GET /api/dead-letter-groups': () => countDeadGroups(sql),
    'POST /api/dead-letter-groups/replay': (asked) => {
      mustBeList(asked.body.list)
      return replayGroup(parts, asked)
    },
    'POST /api/dead-letter-groups/discard': (asked) => {
      mustBeList(asked.body.list)
      return discardGroup(parts, asked)
    },
  }
}

function mustBeList(word: string): void {
  if ((listNames as readonly string[]).includes(word)) return
  throw new Refusal(422, `list: expected one of ${listNames.join(', ')}, found "${word}"`)
}
