/** What PostgreSQL knows of the work: jobs by list and state, and what moved in the last minute. */

import type { PipelineState } from '#shared/contracts/api/operators.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { readJobTotals, readOldestQueued } from '#shared/queue/record/counts.ts'
import type { Db } from '#shared/sql/open.ts'

export type ListCount = {
  list: string
  queued: number
  done: number
  dead: number
  cancelled: number
  /** Real time at which the oldest job that still waits was made; null when none waits. */
  oldestQueuedAt: Date | null
}

/** Jobs of each list by state. Lists that never had a job have no row. */
export async function readListCounts(db: Db): Promise<ListCount[]> {
  const [totals, oldest] = await Promise.all([readJobTotals(db), readOldestQueued(db)])
  return totals.map(({ list, queued, done, dead, cancelled }) => ({
    list,
    queued,
    done,
    dead,
    cancelled,
    oldestQueuedAt: oldest.find((row) => row.list === list)?.at ?? null,
  }))
}

export type Flow = { producer: string; list: string; count: number }

/** Jobs done in the last minute of real time, by their list and by whoever asked for them. */
export async function readFlows(db: Db): Promise<Flow[]> {
  return db<Flow[]>`
    select producer, list, count(*)::integer as count from jobs
    where state = 'done' and settled_at > statement_timestamp() - interval '1 minute'
    group by producer, list order by list, producer`
}

type Paused = Served<PipelineState>['pausedStages'][number]

/** Stages an operator paused one by one. */
export async function listPausedStages(db: Db): Promise<Paused[]> {
  return db<Paused[]>`select stage, paused_at, paused_by, reason from paused_stages order by stage`
}
