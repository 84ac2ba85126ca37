/** How new what trading stands on is: the account, the prices of what is held, the clock. */

import { sessionAt } from '../../domain/market/calendar.ts'
import type { Freshness } from '../../domain/trading/mode.ts'
import { openClock } from '../../host/clock.ts'
import type { Db } from '../open.ts'
import { cadenceSeconds } from '../universe/source-pace.ts'

/** A reading asked for more often than this may be that late all the same: jobs take their time. */
const EVERY_SECONDS_MIN = 60
/** Real seconds that a reading is on its way; where business time runs faster, they are longer there. */
const LATENCY_SECONDS = 10
/** The clock's answer says nothing any more after so long. */
const ANSWER_MS_MAX = 2_000

/**
 * Reads it at business time `now`. Of the marks it is the newest: a feed that is gone stops all, and
 * one odd ticker its own exits alone.
 */
export async function readFreshness(db: Db, now: Date): Promise<Freshness> {
  const asked = Date.now()
  const [row] = await db<
    { readAt: Date | null; every: number | null; marksReadAt: Date | null; clockMs: number }[]
  >`
    select (select synced_at from broker_accounts where is_current) as read_at,
      (select min(${cadenceSeconds(db)}) from sources where source_type = 'broker' and active) as every,
      (select max(marked_at) from positions
        where account_id = (select current_account_id()) and quantity > 0) as marks_read_at,
      (extract(epoch from clock_timestamp()) * 1000)::float8 as clock_ms
  `
  return {
    accountReadAt: row?.readAt ?? null,
    accountEverySeconds: Math.max(row?.every ?? 0, EVERY_SECONDS_MIN),
    marksReadAt: row?.marksReadAt ?? null,
    lateSeconds: LATENCY_SECONDS * Math.max(0, openClock().speed - 1),
    inSession: sessionAt(now) !== undefined,
    clockSkewMs: row ? skewOf(row.clockMs, asked, Date.now()) : Number.NaN,
  }
}

/** Milliseconds that PostgreSQL's clock lies outside the time in which it was asked. */
function skewOf(clockMs: number, asked: number, answered: number): number {
  // An answer that took too long, or no clock at all, tells of no moment.
  if (!(answered - asked <= ANSWER_MS_MAX)) return Number.NaN
  if (clockMs < asked) return asked - clockMs
  return clockMs > answered ? answered - clockMs : 0
}
