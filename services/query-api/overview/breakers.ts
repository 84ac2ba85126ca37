/** Circuit breakers that hold trading back. */

import type { TrippedBreaker } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'

/** Circuit breakers that are open at `now`, business time. */
export async function listTrippedBreakers(db: Db, now: Date): Promise<Served<TrippedBreaker>[]> {
  return db<Served<TrippedBreaker>[]>`
    select breaker, ticker, opened_at, closes_at, numbers from circuit_breaker_events
    where reset_at is null and (closes_at is null or closes_at > ${now})
    order by opened_at desc, circuit_breaker_event_id desc`
}
