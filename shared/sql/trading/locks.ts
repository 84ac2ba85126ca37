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

/**
 * A transaction behind one of these locks is ended after so long, by PostgreSQL 17 and newer. One whose
 * asker is frozen between a statement's text and its values waits for them, and is not idle to the server
 * (`shared/sql/open.ts`): it would hold the lock until the asker comes to itself.
 */
const HELD_MS_MAX = 30_000

/** Lets one round at a time write; a second engine waits and then sees. */
export async function lockRound(tx: Tx): Promise<void> {
  await lock(tx, 'trading-engine')
}

/**
 * Takes the book, so that of two orders judged at once the second sees the first. Whoever has it
 * sees every stored fill booked, those of an older release included.
 */
export async function lockBook(tx: Tx): Promise<void> {
  await lock(tx, 'book')
  await bookFills(tx)
}

/** In one message without values, so that nobody can be frozen between the lock and its limit. */
async function lock(tx: Tx, name: 'trading-engine' | 'book'): Promise<void> {
  await tx.unsafe(`
    select pg_advisory_xact_lock(hashtext('${name}')),
      case when current_setting('server_version_num')::integer >= 170000
        then set_config('transaction_timeout', '${HELD_MS_MAX}', true) end`)
}
