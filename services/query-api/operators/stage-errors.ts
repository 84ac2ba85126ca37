/** What jobs of a stage failed of last: those that are tried again, and those that were given up. */

import type { Served } from '#shared/contracts/api/route.ts'
import { ERRORS_MAX, type StageError } from '#shared/contracts/api/stages.ts'
import type { StageName } from '#shared/pipeline.ts'
import { readDepthSoon } from '#shared/queue/depth.ts'
import { readHistory } from '#shared/queue/redis/claim.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { listsOf } from './stage-page.ts'

type Told = Served<StageError>

/** The newest first; while Redis does not answer only those that were given up are known. */
export async function readStageErrors(
  { sql, redis }: { sql: Sql; redis: Redis },
  stage: StageName,
): Promise<{ errors: Told[] }> {
  const [retrying, dead] = await Promise.all([
    readRetrying(redis, stage),
    readDeadOf(sql, listsOf(stage)),
  ])
  return { errors: [...retrying, ...dead].sort((a, b) => b.at.getTime() - a.at.getTime()) }
}

/** Jobs in their back-off, by the last error of each; as many as are asked for, whichever they are. */
async function readRetrying(redis: Redis, stage: StageName): Promise<Told[]> {
  const depth = await readDepthSoon(redis)
  if (!depth) return []
  const waiting = Object.entries(depth.stages[stage].holders)
    .filter(([, holder]) => holder.startsWith('- '))
    .slice(0, ERRORS_MAX)
  const told = await Promise.all(
    waiting.map(async ([jobId, holder]): Promise<Told[]> => {
      const last = (await readHistory(redis, stage, jobId)).at(-1)
      if (!last) return []
      const { delivery, at, error } = last
      const list = holder.slice(2)
      return [
        {
          jobId,
          list,
          state: 'retrying',
          reason: null,
          error,
          deliveries: delivery,
          at: new Date(at),
        },
      ]
    }),
  )
  return told.flat()
}

function readDeadOf(db: Db, lists: readonly string[]): Promise<Told[]> {
  return db<Told[]>`
    select dead.* from unnest(${lists as string[]}::text[]) as known (list) cross join lateral (
      select job_id::text, list, 'dead' as state, reason, coalesce(last_error, '') as error, deliveries,
        settled_at as at
      from jobs where state = 'dead' and jobs.list = known.list order by settled_at desc
      limit ${ERRORS_MAX}) as dead
    order by at desc limit ${ERRORS_MAX}`
}
