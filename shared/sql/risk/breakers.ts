/** Table `circuit_breaker_events`: breakers that tripped, until they close or are reset. */

import type { Breaker, OpenBreaker } from '../../domain/trading/breakers.ts'
import { wishToTell } from '../notifications/wishes.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from '../trading/accounts.ts'

/** A breaker with the numbers that tripped it. */
export type BreakerWithNumbers = OpenBreaker & { numbers: Record<string, unknown> }

/** Breakers open at `now`, oldest first; `ticker` null holds back every ticker. */
export function readOpenBreakers(db: Db, now: Date): Promise<BreakerWithNumbers[]> {
  return db<BreakerWithNumbers[]>`
    select breaker, ticker, opened_at, closes_at, numbers
    from circuit_breaker_events
    where opened_at <= ${now} and ${staysOpen(db, now)}
    order by opened_at, circuit_breaker_event_id
  `
}

/** Opens a breaker; does nothing while the same one is open for the same ticker. */
export async function openBreaker(
  db: Db,
  trip: {
    breaker: Breaker
    ticker: string | null
    closesAt: Date | null
    numbers: Record<string, unknown>
  },
  now: Date,
  by = 'engine',
): Promise<void> {
  const { count } = await db`
    insert into circuit_breaker_events (breaker, ticker, opened_at, closes_at, numbers, opened_by)
    select ${trip.breaker}, ${trip.ticker}::text, ${now}, ${trip.closesAt}::timestamptz,
      ${db.json(trip.numbers as never)}, ${by}
    where not exists (
      select from circuit_breaker_events
      where breaker = ${trip.breaker} and ticker is not distinct from ${trip.ticker}::text
        and ${staysOpen(db, now)}
    )
  `
  if (count === 0) return
  const { breaker, ticker, closesAt, numbers } = trip
  const says = `${breaker} tripped ${toldOf(ticker)} by ${by}, ${
    closesAt ? `until ${closesAt.toISOString()}` : 'until a person resets it'
  }: ${JSON.stringify(numbers)}`
  const subject = ticker === null ? breaker : `${breaker} ${ticker}`
  const occasion = now.toISOString()
  await wishToTell(db, { kind: 'breaker_tripped', subject, occasion, says }, now)
}

const toldOf = (ticker: string | null) => (ticker === null ? 'for all tickers' : `for ${ticker}`)

/** Opens the manual breaker, for one ticker or for all; a person resets it, unless it closes by itself. */
export function tripManual(
  tx: Tx,
  asked: { ticker: string | null; closesAt: Date | null; by: string; reason: string },
  now: Date,
): Promise<void> {
  const { ticker, closesAt, by, reason } = asked
  const trip = { breaker: 'manual' as const, ticker, closesAt, numbers: { reason } }
  return openBreaker(tx, trip, now, by)
}

/**
 * Resets a breaker that is open, of one ticker or of all; returns how many were. What it opened for
 * does not open it again: losses are measured from the level of then (`breaker_baselines`).
 */
export async function resetBreaker(
  tx: Tx,
  asked: { breaker: Breaker; ticker: string | null; by: string; reason: string },
  now: Date,
): Promise<number> {
  const { count } = await tx`
    update circuit_breaker_events
    set reset_at = ${now}, reset_by = ${asked.by}, reset_reason = ${asked.reason}
    where breaker = ${asked.breaker} and ticker is not distinct from ${asked.ticker}::text
      and opened_at <= ${now} and ${staysOpen(tx, now)}
  `
  if (count > 0) {
    const { breaker, ticker, by, reason } = asked
    const says = `${breaker} was reset ${toldOf(ticker)} by ${by}: ${reason}`
    const subject = ticker === null ? breaker : `${breaker} ${ticker}`
    await wishToTell(tx, { kind: 'breaker_reset', subject, occasion: now.toISOString(), says }, now)
  }
  return count
}

/** True of a breaker that is not over at `now`; in these words it is found by its index. */
function staysOpen(db: Db, now: Date) {
  return db`reset_at is null and coalesce(closes_at, 'infinity') > ${now} and ${ofAccount(db)}`
}
