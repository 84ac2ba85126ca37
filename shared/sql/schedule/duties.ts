/** What the scheduler last did of each of its duties, and how it went. Times are business time. */

import { plainText } from '../../domain/document/text/cut.ts'
import type { Db, Tx } from '../open.ts'

export const DUTY_ERROR_MAX = 500

export type DutyState = {
  duty: string
  /** What it does, in a few words for people. */
  says: string
  lastGoodAt: Date | null
  lastTriedAt: Date | null
  /** In a row; 0 once it went well. */
  failures: number
  lastError: string | null
  lastErrorAt: Date | null
  /** By its cadence, or by its back-off; null where the next round does it. */
  nextAt: Date | null
}

export type DutyName = Pick<DutyState, 'duty' | 'says'>

/** Every duty that was tried, by name. */
export async function readDuties(db: Db): Promise<DutyState[]> {
  return db<DutyState[]>`
    select duty, says, last_good_at, last_tried_at, failures, last_error, last_error_at, next_at
    from scheduler_duties order by duty`
}

/** Its row as it stands, held until the transaction ends: a second scheduler waits here. */
export async function lockDuty(tx: Tx, { duty, says }: DutyName): Promise<DutyState> {
  const [state] = await tx<DutyState[]>`
    insert into scheduler_duties (duty, says) values (${duty}, ${says})
    on conflict (duty) do update set says = excluded.says
    returning duty, says, last_good_at, last_tried_at, failures, last_error, last_error_at, next_at`
  return state!
}

/** Notes that it went well at `now`; what it last failed of stays readable. */
export async function noteDone(
  db: Db,
  { duty, says }: DutyName,
  now: Date,
  nextAt: Date | null,
): Promise<void> {
  await db`
    insert into scheduler_duties (duty, says, last_good_at, last_tried_at, next_at)
    values (${duty}, ${says}, ${now}, ${now}, ${nextAt})
    on conflict (duty) do update set says = excluded.says, last_good_at = excluded.last_good_at,
      last_tried_at = excluded.last_tried_at, next_at = excluded.next_at, failures = 0`
}

/** Notes that it failed at `now`, and why. */
export async function noteFailed(
  db: Db,
  { duty, says }: DutyName,
  now: Date,
  { failures, error, nextAt }: { failures: number; error: string; nextAt: Date | null },
): Promise<void> {
  await db`
    insert into scheduler_duties (duty, says, last_tried_at, failures, last_error, last_error_at, next_at)
    values (${duty}, ${says}, ${now}, ${failures}, ${plainText(error, DUTY_ERROR_MAX)}, ${now}, ${nextAt})
    on conflict (duty) do update set says = excluded.says, last_tried_at = excluded.last_tried_at,
      failures = excluded.failures, last_error = excluded.last_error,
      last_error_at = excluded.last_error_at, next_at = excluded.next_at`
}

/** Forgets duties that there are no more. */
export async function keepDuties(db: Db, names: readonly string[]): Promise<void> {
  await db`delete from scheduler_duties where duty <> all(${[...names]}::text[])`
}
