/** The switch of the pipeline, as an operator turns it. */

import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { mirrorSwitch, readPipeline, recordSwitch } from '#shared/queue/switch.ts'
import type { Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { withPatience } from './patience.ts'

type SwitchAsked = Asking & { body: { enabled: boolean; reason: string } }
type Stores = { sql: Sql; redis: Redis; clock: Clock }

/**
 * Turns the pipeline on or off and returns what PostgreSQL says then.
 *
 * @throws Refusal 503 when PostgreSQL did not take the change in time.
 */
export async function changeSwitch(
  stores: Stores,
  { trail, kept, body: { enabled, reason } }: SwitchAsked,
) {
  const { by, action, traceId } = trail
  const recording = recordSwitch(stores, { enabled, by, action, traceId, reason })
  await withPatience(
    recording.then(({ outcome }) => {
      if (outcome === 'changed') kept()
      return mirrorSwitch(stores)
    }),
  )
  const control = await readPipeline(stores.sql)
  if (control.enabled === enabled) return control
  throw new Refusal(503, `The switch still says ${control.enabled ? 'on' : 'off'}; try again`)
}
