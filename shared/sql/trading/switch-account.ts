/** Trades with another of the accounts that the broker told of. */

import { readCurrentAccountId } from './accounts.ts'
import { leaveAccount } from './leave-account.ts'
import { liftHold } from './standing.ts'
import type { Db, Tx } from '../open.ts'

/**
 * The account that the broker told of last, where it is not the one traded with; undefined where it is.
 * `isNew`: no books were ever kept of it.
 */
export async function readToldAccount(
  db: Db,
): Promise<{ accountId: string; isNew: boolean } | undefined> {
  const [row] = await db<{ accountId: string; isNew: boolean; isCurrent: boolean }[]>`
    select account_id, begun_at is null as is_new, is_current from broker_accounts
    order by synced_at desc, is_current desc, account_id limit 1`
  return row && !row.isCurrent ? row : undefined
}

/**
 * Trades with another account from here on; the caller holds the locks of the round and of the book.
 * Its books begin where it left them: empty, where it is new. What is under
 * way in the one left ends (`account_left`). Returns the account traded with before.
 *
 * @throws RangeError where the broker never told of it.
 */
export async function switchAccount(tx: Tx, accountId: string, now: Date): Promise<string> {
  const before = await readCurrentAccountId(tx)
  await leaveAccount(tx, 'account_left', now)
  await tx`update broker_accounts set is_current = false where is_current`
  const found = await tx`
    update broker_accounts set is_current = true, reset_at = null where account_id = ${accountId}`
  if (found.count === 0)
    throw new RangeError(`Trade with ${accountId}: the broker never told of it`)
  await liftHold(tx, 'account_changed', now)
  await liftHold(tx, 'account_reset', now)
  return before
}
