/** The pipeline as the page draws it: every stage with its counts, every edge with its rate. */

import { listNames, readerOf, stageNames, stages, type ListName } from '#shared/pipeline.ts'
import type { PipelineState, StageEdge } from '#shared/contracts/api/operators.ts'
import type { StageState } from '#shared/contracts/api/stage-state.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { pendingOf, readDepthSoon, type Depth } from '#shared/queue/depth.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  listPausedStages,
  readFlows,
  readListCounts,
  type Flow,
  type ListCount,
} from './job-counts.ts'

type Found = {
  counts: ListCount[]
  flows: Flow[]
  pausedStages: Served<PipelineState>['pausedStages']
  depth: Depth | null
}

/** The pipeline as it stands now. */
export async function readStages({
  sql,
  redis,
}: {
  sql: Sql
  redis: Redis
}): Promise<Served<PipelineState>> {
  const [counts, flows, pausedStages, depth] = await Promise.all([
    readListCounts(sql),
    readFlows(sql),
    listPausedStages(sql),
    readDepthSoon(redis),
  ])
  return viewPipeline({ counts, flows, pausedStages, depth })
}

/** Puts what PostgreSQL and Redis said together, by the table of stages. */
function viewPipeline({ counts, flows, pausedStages, depth }: Found): Served<PipelineState> {
  const paused = new Set(pausedStages.map(({ stage }) => stage))
  return {
    stages: stageNames.map((stage): Served<StageState> => {
      const reads = [...new Set<ListName>(stages[stage].reads)]
      const rows = counts.filter(({ list }) => (reads as string[]).includes(list))
      const total = (pick: (row: ListCount) => number) =>
        rows.reduce((sum, row) => sum + pick(row), 0)
      const waiting = rows.flatMap(({ oldestQueuedAt }) => (oldestQueuedAt ? [oldestQueuedAt] : []))
      const inFlight = depth?.stages[stage].inFlight ?? 0
      return {
        stage,
        pending: depth ? pendingOf(depth, stage) : total((row) => row.queued),
        inFlight,
        done: total((row) => row.done),
        dead: total((row) => row.dead),
        settled: total((row) => row.cancelled),
        perMinute: flows
          .filter(({ list }) => (reads as string[]).includes(list))
          .reduce((sum, flow) => sum + flow.count, 0),
        paused: paused.has(stage),
        replicas: depth?.stages[stage].replicas ?? null,
        oldestQueuedAt: waiting.sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
      }
    }),
    edges: viewEdges(flows),
    redisAnswers: depth !== null,
    pausedStages,
  }
}

/** The services that feed the lists no stage feeds. */
const feedingServices: Partial<Record<ListName, string>> = {
  ingestion: 'scheduler',
  source_trials: 'symbol registry',
  signal_engine: 'scheduler',
  strategy: 'scheduler',
  broker_orders: 'trading engine',
  order_cancels: 'trading engine',
  broker_sync: 'scheduler',
  report_generation: 'scheduler',
  backtest: 'query API',
}

/** Every edge of the table, busy or not; a list that no stage feeds has one from outside. */
function viewEdges(flows: Flow[]): Served<StageEdge>[] {
  return listNames.flatMap((list): Served<StageEdge>[] => {
    const to = readerOf(list)
    const feeders = stageNames.filter((stage) =>
      (stages[stage].feeds as readonly string[]).includes(list),
    )
    const here = flows.filter((flow) => flow.list === list)
    const rate = (rows: Flow[]) => rows.reduce((sum, flow) => sum + flow.count, 0)
    if (feeders.length === 0) {
      const service = feedingServices[list] ?? 'a service'
      return [{ from: null, service, list, to, perMinute: rate(here) }]
    }
    return feeders.map((from) => ({
      from,
      service: null,
      list,
      to,
      perMinute: rate(here.filter(({ producer }) => producer === from)),
    }))
  })
}
