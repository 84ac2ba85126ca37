/** Trades with another of the accounts that the broker told of. */

import { readCurrentAccountId } from './accounts.ts'
import { leaveAccount } from './leave-account.ts'
import { liftHold } from './standing.ts'
import type { Tx } from '../open.ts'

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
