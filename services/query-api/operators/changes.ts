/** The two things an operator can change from the page: the switch, and the fate of a dead letter. */

import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { restoreLetters } from '#shared/queue/dead-letters.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { mirrorSwitch, readPipeline, recordSwitch } from '#shared/queue/switch.ts'
import { replayDead } from '#shared/queue/record/dead.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'

/** Redis commands wait for a server that is away; a person at a button does not. */
const PATIENCE_MS = 3_000

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

/** Has one dead letter delivered again; undefined where it is not dead. */
export async function replayLetter(
  { sql, redis, clock }: Stores,
  jobId: string,
  asked: Asking,
): Promise<{ jobId: string; list: string } | undefined> {
  const replayed = await sql.begin(async (tx) => {
    const [letter] = await replayDead(tx, { jobId })
    const states = { before: { state: 'dead' }, after: { state: 'queued' } }
    if (letter) await keepChange(tx, asked, { subject: jobId, ...states }, clock.now())
    return letter
  })
  if (replayed) await withPatience(restoreLetters({ sql, redis }, replayed.list))
  return replayed
}

/** Waits for `work`, but no longer than a person would; what PostgreSQL holds decides afterwards. */
async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
