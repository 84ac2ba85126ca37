/** Settles dead letters of fetches that a later fetch of their source covers: nobody has to replay them. */

import { settleFetches, type SettledFetch } from '#shared/queue/record/settle-fetches.ts'
import { appendAudit, serviceActor } from '#shared/sql/access/audit.ts'
import type { Tx } from '#shared/sql/open.ts'
import type { Duty } from './duty.ts'

const SECONDS = 60
/** At once; what is more goes with the next looks. */
const LETTERS_MAX = 500

/** The duty: each minute of business time, also while the pipeline is off. */
export const deadFetchesDuty: Duty = {
  name: 'dead_fetches',
  says: 'settles dead letters of fetches that a later fetch of their source covers',
  cadence: { seconds: SECONDS },
  backOff: { seconds: 60, secondsMax: 900 },
  deadlineMs: 10_000,
  isAlwaysOn: true,
  run: ({ now }) =>
    Promise.resolve(async (tx: Tx) => {
      const settled = await settleFetches(tx, LETTERS_MAX)
      for (const letter of settled) await tell(tx, letter, now)
      return settled.length
    }),
}

function tell(tx: Tx, letter: SettledFetch, now: Date): Promise<void> {
  const { jobId, list, deadReason, reason, coveredBy, coveredAt } = letter
  const at = coveredAt.toISOString()
  return appendAudit(tx, {
    by: serviceActor('scheduler'),
    action: 'settle_dead_letter',
    does: 'settles a dead letter that a later fetch covers',
    subjectKind: 'dead letter',
    subject: jobId,
    before: { state: 'dead', reason: deadReason },
    after: { state: 'cancelled', list, reason, coveredBy, coveredAt: at },
    reason:
      reason === 'fetched_since'
        ? `settled: fetched at ${at} by job ${coveredBy}`
        : `settled: asked for again at ${at} by dead job ${coveredBy}, which stands for it`,
    now,
  })
}
