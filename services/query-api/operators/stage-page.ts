/** One stage in full: its lists, what it holds, how fast it is, and who paused it. */

import { stages, type ListName, type StageName } from '#shared/pipeline.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { StagePage } from '#shared/contracts/api/stages.ts'
import type { StageDescriptor } from '#shared/contracts/stage-descriptor.ts'
import { readDepthSoon, type Depth } from '#shared/queue/depth.ts'
import { outlastsSwitch } from '#shared/queue/outlasts-switch.ts'
import { readJobTotals, readOldestQueued } from '#shared/queue/record/counts.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import type { Sql } from '#shared/sql/open.ts'
import { toHeld } from '#shared/queue/held.ts'
import { listPausedStages } from './job-counts.ts'
import { readStageSpeed } from './stage-speed.ts'
import { readStages } from './stages.ts'

type Stores = { sql: Sql; redis: Redis }

export async function readStagePage(stores: Stores, stage: StageName): Promise<Served<StagePage>> {
  const { sql, redis } = stores
  const [pipeline, depth, lists, speed, control, paused] = await Promise.all([
    readStages(stores),
    readDepthSoon(redis),
    readLists(sql, stage),
    readStageSpeed(sql, listsOf(stage)),
    readPipeline(sql),
    listPausedStages(sql),
  ])
  const row: StageDescriptor = stages[stage]
  const pause = paused.find((one) => one.stage === stage)
  return {
    stage: pipeline.stages.find((one) => one.stage === stage)!,
    pause: pause
      ? { pausedAt: pause.pausedAt, pausedBy: pause.pausedBy, reason: pause.reason }
      : null,
    isSwitchedOff: !control.enabled && !outlastsSwitch(stage),
    redisAnswers: depth !== null,
    held: depth && heldOf(depth, stage),
    lists: lists.map((one) => ({
      ...one,
      pending: depth?.lists[one.list as ListName].pending ?? null,
    })),
    speed: speed ?? null,
    most: {
      inFlight: row.inFlight,
      pumps: row.pumps,
      functions: row.functions,
      seconds: row.timeoutSeconds,
    },
    isOfTrading: outlastsSwitch(stage),
  }
}

/** Each list once, in the order in which it takes turns. */
export const listsOf = (stage: StageName): ListName[] => [...new Set<ListName>(stages[stage].reads)]

function heldOf(depth: Depth, stage: StageName): Served<StagePage>['held'] {
  const { inBackOff, putOff, oldestSeconds } = toHeld(depth).stages[stage]
  const all = Object.keys(depth.stages[stage].holders).length
  return {
    working: Math.max(0, all - inBackOff - putOff),
    retrying: inBackOff,
    putOff,
    longestMs: Math.round(oldestSeconds * 1_000),
  }
}

async function readLists(sql: Sql, stage: StageName) {
  const [totals, oldest] = await Promise.all([readJobTotals(sql), readOldestQueued(sql)])
  return listsOf(stage).map((list) => {
    const found = totals.find((row) => row.list === list)
    return {
      list,
      queued: found?.queued ?? 0,
      oldestQueuedAt: oldest.find((row) => row.list === list)?.at ?? null,
      done: found?.done ?? 0,
      dead: found?.dead ?? 0,
      deliveries: found?.deliveries ?? 0,
      failures: found?.failures ?? 0,
      replays: found?.replays ?? 0,
    }
  })
}
