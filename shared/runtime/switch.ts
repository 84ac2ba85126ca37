/**
 * The switch of the whole pipeline, and the pause of single stages.
 *
 * PostgreSQL holds the truth. Redis mirrors it as `stonks:pipeline:enabled`, for people, and as
 * the sets `stonks:paused:<stage>`, which KEDA and the pumps read: member `pipeline` while the
 * switch is off, member `operator` while the stage is paused. Off means that nothing new is
 * claimed; what is in flight ends, and nothing is lost.
 */

import { stageNames } from '../pipeline.ts'
import {
  deletePausedStage,
  insertPausedStage,
  readControl,
  readPausedStages,
  writeControl,
  type Control,
} from '../sql/pipeline-control.ts'
import type { Db, Sql } from '../sql/open.ts'
import type { Clock } from './clock.ts'
import { readSwitch } from './env.ts'
import { pausedKey, PIPELINE_ENABLED } from './keys.ts'
import type { Redis } from './redis.ts'

type Stores = { sql: Sql; redis: Redis }

/** The switch as PostgreSQL has it; a new database starts as PIPELINE_DEFAULT_OFF says. */
export function readPipeline(db: Db): Promise<Control> {
  return readControl(db, !readSwitch('PIPELINE_DEFAULT_OFF'))
}

/** Turns the pipeline on or off, and says in the audit who did and why. */
export async function setPipeline(
  { sql, redis, clock }: Stores & { clock: Clock },
  enabled: boolean,
  by: string,
  reason: string,
): Promise<void> {
  await sql.begin((tx) => writeControl(tx, { enabled, by, reason, now: clock.now() }))
  await mirrorSwitch({ sql, redis })
}

/** Pauses one stage until `resumeStage`, whatever the switch says. */
export async function pauseStage(
  { sql, redis, clock }: Stores & { clock: Clock },
  stage: string,
  by: string,
): Promise<void> {
  await sql.begin((tx) => insertPausedStage(tx, { stage, by, now: clock.now() }))
  await mirrorSwitch({ sql, redis })
}

/** Ends the pause of one stage. */
export async function resumeStage(
  { sql, redis, clock }: Stores & { clock: Clock },
  stage: string,
  by: string,
): Promise<void> {
  await sql.begin((tx) => deletePausedStage(tx, { stage, by, now: clock.now() }))
  await mirrorSwitch({ sql, redis })
}

/** Makes Redis say what PostgreSQL says. Cheap; the scheduler does it each round. */
export async function mirrorSwitch(
  { sql, redis }: Stores,
  stages: readonly string[] = stageNames,
): Promise<void> {
  const [{ enabled }, paused] = await Promise.all([readPipeline(sql), readPausedStages(sql)])
  const batch = redis.multi().set(PIPELINE_ENABLED, enabled ? '1' : '0')
  for (const stage of stages) {
    const key = pausedKey(stage)
    if (enabled) batch.srem(key, 'pipeline')
    else batch.sadd(key, 'pipeline')
    if (paused.includes(stage)) batch.sadd(key, 'operator')
    else batch.srem(key, 'operator')
  }
  await batch.exec()
}
