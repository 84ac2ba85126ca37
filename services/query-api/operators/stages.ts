/** The pipeline as the page draws it: every stage with its counts, every edge with its rate. */

import {
  listNames,
  readerOf,
  stageNames,
  stages,
  type ListName,
  type StageName,
} from '#shared/pipeline.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  listPausedStages,
  readFlows,
  readListCounts,
  type Flow,
  type ListCount,
  type PausedStage,
} from './job-counts.ts'
import { readRedisCounts, type RedisCounts } from './redis-counts.ts'

export type StageView = {
  stage: StageName
  /** Jobs that wait: Redis lists, or PostgreSQL's rows while Redis does not answer. */
  pending: number
  inFlight: number
  done: number
  dead: number
  /** Jobs done in the last minute. */
  perMinute: number
  paused: boolean
  replicas: number | null
  /** Real time. */
  oldestQueuedAt: Date | null
}

/** What went over a list in the last minute; `from` is null where a service fed it. */
export type EdgeView = { from: StageName | null; list: ListName; to: StageName; perMinute: number }

export type PipelineView = {
  stages: StageView[]
  edges: EdgeView[]
  redisAnswers: boolean
  pausedStages: PausedStage[]
}

type Found = {
  counts: ListCount[]
  flows: Flow[]
  pausedStages: PausedStage[]
  redis: RedisCounts | null
}

/** The pipeline as it stands now. */
export async function readStages({
  sql,
  redis,
}: {
  sql: Sql
  redis: Redis
}): Promise<PipelineView> {
  const [counts, flows, pausedStages, inRedis] = await Promise.all([
    readListCounts(sql),
    readFlows(sql),
    listPausedStages(sql),
    readRedisCounts(redis),
  ])
  return viewPipeline({ counts, flows, pausedStages, redis: inRedis })
}

/** Puts what PostgreSQL and Redis said together, by the table of stages. */
function viewPipeline({ counts, flows, pausedStages, redis }: Found): PipelineView {
  const paused = new Set(pausedStages.map(({ stage }) => stage))
  return {
    stages: stageNames.map((stage): StageView => {
      const reads = [...new Set<ListName>(stages[stage].reads)]
      const rows = counts.filter(({ list }) => (reads as string[]).includes(list))
      const total = (pick: (row: ListCount) => number) =>
        rows.reduce((sum, row) => sum + pick(row), 0)
      const waiting = rows.flatMap(({ oldestQueuedAt }) => (oldestQueuedAt ? [oldestQueuedAt] : []))
      const inFlight = redis?.inFlight[stage] ?? 0
      return {
        stage,
        pending: redis
          ? reads.reduce((sum, list) => sum + redis.pending[list], 0)
          : total((row) => row.queued),
        inFlight,
        done: total((row) => row.done),
        dead: total((row) => row.dead),
        perMinute: flows
          .filter(({ list }) => (reads as string[]).includes(list))
          .reduce((sum, flow) => sum + flow.count, 0),
        paused: paused.has(stage),
        replicas: redis?.replicas[stage] ?? null,
        oldestQueuedAt: waiting.sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
      }
    }),
    edges: viewEdges(flows),
    redisAnswers: redis !== null,
    pausedStages,
  }
}

/** Every edge of the table, busy or not; a list that no stage feeds has one from outside. */
function viewEdges(flows: Flow[]): EdgeView[] {
  return listNames.flatMap((list): EdgeView[] => {
    const to = readerOf(list)
    const feeders = stageNames.filter((stage) =>
      (stages[stage].feeds as readonly string[]).includes(list),
    )
    const here = flows.filter((flow) => flow.list === list)
    if (feeders.length === 0) {
      return [{ from: null, list, to, perMinute: here.reduce((sum, flow) => sum + flow.count, 0) }]
    }
    return feeders.map((from) => ({
      from,
      list,
      to,
      perMinute: here
        .filter(({ producer }) => producer === from)
        .reduce((sum, flow) => sum + flow.count, 0),
    }))
  })
}
