/**
 * The switch of the whole pipeline, and the pause of single stages.
 *
 * PostgreSQL holds the truth. Redis mirrors it as `stonks:pipeline:enabled`, for people, and as
 * the sets `stonks:paused:<stage>`, which KEDA and the pumps read: member `pipeline` while the
 * switch is off, member `operator` while the stage is paused. Off means that nothing new is
 * claimed; what is in flight ends, and nothing is lost.
 */

import { stageNames } from '../pipeline.ts'
import { outlastsSwitch } from './outlasts-switch.ts'
import {
  deletePausedStage,
  insertPausedStage,
  lockControl,
  readControl,
  readPausedStages,
  writeControl,
  type AskedBy,
  type Control,
} from './record/control.ts'
import { nameOf, type Actor } from '../sql/access/audit.ts'
import type { Db, Sql } from '../sql/open.ts'
import type { Clock } from '../host/clock.ts'
import { readSwitch } from '../host/env.ts'
import { pausedKey, PIPELINE_ENABLED } from './redis/keys.ts'
import type { Redis } from './redis/connection.ts'

type Stores = { sql: Sql; redis: Redis }

/** The switch as PostgreSQL has it; a new database starts as PIPELINE_DEFAULT_OFF says. */
export function readPipeline(db: Db): Promise<Control> {
  return readControl(db, !readSwitch('PIPELINE_DEFAULT_OFF'))
}

/** Who is said to have set the switch of a database that nobody has changed yet. */
export const INSTALLED_BY = 'install'

export type SwitchChange = AskedBy & {
  enabled: boolean
  reason: string
  /** Leave an off alone that anybody but this one, or the installation, has set. */
  onlyBy?: string | undefined
}

/**
 * Records the switch and its audit in PostgreSQL, and returns how it stood before. What stands so
 * already is not recorded again; an off changes hands, so that who turns it off last has it.
 */
export function recordSwitch(
  { sql, clock }: { sql: Sql; clock: Clock },
  { enabled, reason, onlyBy, ...asked }: SwitchChange,
): Promise<{ before: Control; outcome: 'changed' | 'same' | 'left' }> {
  return sql.begin(async (tx) => {
    await lockControl(tx)
    const before = await readPipeline(tx)
    const owner = before.changedBy
    const isOthers = onlyBy !== undefined && owner !== onlyBy && owner !== INSTALLED_BY
    if (!before.enabled && isOthers) return { before, outcome: 'left' }
    if (before.enabled === enabled && (enabled || owner === nameOf(asked.by)))
      return { before, outcome: 'same' }
    await writeControl(tx, { ...asked, enabled, reason, now: clock.now() })
    return { before, outcome: 'changed' }
  })
}

/** Turns the pipeline on or off, says in the audit who did and why, and tells the pumps. */
export async function setPipeline(
  { sql, redis, clock }: Stores & { clock: Clock },
  enabled: boolean,
  by: Actor,
  reason: string,
): Promise<void> {
  await recordSwitch({ sql, clock }, { enabled, by, reason })
  await mirrorSwitch({ sql, redis })
}

/** Records whether one stage is paused, whatever the switch says; false where it stood so before. */
export function recordPause(
  { sql, clock }: { sql: Sql; clock: Clock },
  { stage, isPaused, ...asked }: AskedBy & { stage: string; isPaused: boolean; reason: string },
): Promise<boolean> {
  const change = isPaused ? insertPausedStage : deletePausedStage
  return sql.begin((tx) => change(tx, { ...asked, stage, now: clock.now() }))
}

/**
 * Makes Redis say what PostgreSQL says. Cheap; the scheduler does it each round.
 *
 * @throws Error in Redis' words, where a key holds what is no set.
 */
export async function mirrorSwitch(
  { sql, redis }: Stores,
  stages: readonly string[] = stageNames,
): Promise<void> {
  const [{ enabled }, paused] = await Promise.all([readPipeline(sql), readPausedStages(sql)])
  const batch = redis.multi().set(PIPELINE_ENABLED, enabled ? '1' : '0')
  for (const stage of stages) {
    const key = pausedKey(stage)
    if (enabled || outlastsSwitch(stage)) batch.srem(key, 'pipeline')
    else batch.sadd(key, 'pipeline')
    if (paused.includes(stage)) batch.sadd(key, 'operator')
    else batch.srem(key, 'operator')
  }
  const refusal = (await batch.exec())?.find(([fault]) => fault)?.[0]
  if (refusal) throw new Error('Mirror the switch in Redis', { cause: refusal })
}
