/** Shows the scheduler's loops, relay, sweeper and the lake's, beside the duties of its rounds. */

import type { Clock } from '#shared/host/clock.ts'
import { messageOf } from '#shared/host/faults.ts'
import type { Outage } from '#shared/host/outage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { noteDone, noteFailed, type DutyName } from '#shared/sql/schedule/duties.ts'

/** A loop turns many times a second; its row is written when it fares otherwise, or so often. */
const NOTE_MS = 10_000

export const LOOPS = {
  relay: { duty: 'relay', says: 'pushes committed jobs to their lists' },
  sweeper: { duty: 'sweeper', says: 'finds jobs and dead letters that Redis lost' },
  lake: { duty: 'lake', says: 'has what changed written to the lake' },
} as const satisfies Record<string, DutyName>

/** Notes how each turn went. Says nothing while PostgreSQL is away: the log does. */
export function reportLoop({ sql, clock }: { sql: Sql; clock: Clock }, loop: DutyName): Outage {
  let failures = 0
  let notedAt = Number.NEGATIVE_INFINITY
  let noting: Promise<void> | undefined
  const note = (isNews: boolean, write: () => Promise<void>) => {
    if (noting || !(isNews || performance.now() - notedAt >= NOTE_MS)) return
    notedAt = performance.now()
    noting = write()
      .catch(() => {
        notedAt = Number.NEGATIVE_INFINITY
      })
      .finally(() => {
        noting = undefined
      })
  }
  return {
    over() {
      const isNews = failures > 0
      failures = 0
      note(isNews, () => noteDone(sql, loop, clock.now(), null))
    },
    met(fault) {
      failures += 1
      const error = messageOf(fault)
      note(failures === 1, () =>
        noteFailed(sql, loop, clock.now(), { failures, error, nextAt: null }),
      )
    },
  }
}
