/**
 * The locks of trading, in the one order in which they are taken.
 *
 * 1. `trading-engine`: one round at a time writes.
 * 2. `book`: whoever judges an order or changes what is held, from the reading to the commit.
 * 3. `reserve_pool_ledger`: taken by the database itself where an entry is added to the reserve.
 * 4. Rows: `orders`, then `positions`, `position_stop_levels` and the ledger.
 * 5. `audit_head`: taken by the database itself at the commit, where a row was added to the audit.
 *
 * Rows of the fourth kind, but for one order at a time, are changed behind the book's lock alone,
 * so two transactions never hold what the other waits for. A transaction may leave a lock out,
 * and never takes an earlier one after a later one. All are held until the transaction ends, and
 * nothing outside PostgreSQL is called meanwhile.
 */

import type { Tx } from '../open.ts'
import { bookFills } from './ledger.ts'

/** Lets one round at a time write; a second engine waits and then sees. */
export async function lockRound(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('trading-engine'))`
}

/**
 * Takes the book, so that of two orders judged at once the second sees the first. Whoever has it
 * sees every stored fill booked, those of an older release included.
 */
export async function lockBook(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('book'))`
  await bookFills(tx)
}
