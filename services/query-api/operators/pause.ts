/** The pause of one stage, as a person sets and lifts it. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { StagePause } from '#shared/contracts/api/stages.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { StageName } from '#shared/pipeline.ts'
import { outlastsSwitch } from '#shared/queue/outlasts-switch.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { mirrorSwitch, recordPause } from '#shared/queue/switch.ts'
import type { Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listPausedStages } from './job-counts.ts'
import { withPatience } from './patience.ts'

type PauseAsked = Asking & { askStepUp(): void; body: { paused: boolean; reason: string } }
type Stores = { sql: Sql; redis: Redis; clock: Clock }

/**
 * Pauses a stage or lets it go on, and returns what the record says then. Its jobs wait in their lists; what is in
 * flight ends.
 *
 * @throws Refusal 422 where a pause has no reason, 403 `step_up` where it would hold back orders.
 */
export async function changePause(
  stores: Stores,
  stage: StageName,
  asked: PauseAsked,
): Promise<{ stage: StageName; pause: Served<StagePause> | null }> {
  const { paused, reason } = asked.body
  if (paused && reason === '') throw new Refusal(422, 'reason: a stage is paused for a reason')
  if (paused && outlastsSwitch(stage)) asked.askStepUp()
  const { by, action, traceId } = asked.trail
  const isNew = await recordPause(stores, { stage, isPaused: paused, by, reason, action, traceId })
  if (isNew) asked.kept()
  await withPatience(mirrorSwitch(stores))
  const row = (await listPausedStages(stores.sql)).find((one) => one.stage === stage)
  return {
    stage,
    pause: row ? { pausedAt: row.pausedAt, pausedBy: row.pausedBy, reason: row.reason } : null,
  }
}
