/** Begins the books anew, as a person asks for when a paper account was reset at the broker. */

import { liftHold, setHold } from './standing.ts'
import { leaveAccount } from './leave-account.ts'
import type { Db, Tx } from '../open.ts'

/**
 * `from`: the account whose books are history now; '' where there was none.
 * `to`: the account that is traded with from here on, where the broker told of it already; null
 * where the next one that it tells of is waited for.
 */
export type BooksReset = { from: string; to: string | null; orders: number; tranches: number }

/**
 * Makes what is current history: what is under way in it ends (`account_reset`), its books stay for who
 * looks back and are read by no round, order or page.
 *
 * Where the broker told of another account already, which is how a reset of a paper account looks, it
 * is traded with from here on. Else trading halts (hold `account_reset`) until the broker tells of one
 * that is new; the one left is not taken again but by `switchAccount`. Either begins clean.
 *
 * The caller holds the locks of the round and of the book (`lockRound`, then `lockBook`), writes down
 * who and why, and keeps to the one transaction. A second time changes nothing.
 *
 * @throws RangeError for an account that trades real money.
 */
export async function resetBooks(tx: Tx, now: Date): Promise<BooksReset> {
  const [current] = await tx<{ accountId: string; mode: string }[]>`
    select account_id, mode from broker_accounts where is_current`
  if (!current) return { from: '', to: null, orders: 0, tranches: 0 }
  const { accountId: from, mode } = current
  if (mode === 'live') throw new RangeError(`Reset ${from}: it trades real money`)
  const { orders, tranches } = await leaveAccount(tx, 'account_reset', now)
  const [{ next } = { next: null }] = await tx<{ next: string | null }[]>`
    select ${nextAccount(tx)} as next`
  await tx`update broker_accounts set is_current = false, reset_at = ${now} where is_current`
  const [told] = await tx<{ accountId: string }[]>`
    update broker_accounts set is_current = true where account_id = ${next} returning account_id`
  await liftHold(tx, 'reconciliation', now)
  await liftHold(tx, 'account_changed', now)
  const says = `the books of account ${from} were reset; the broker has not told of another account yet`
  const hold = { code: 'account_reset', state: 'halted' as const, says, by: 'reset' }
  if (!told) await setHold(tx, hold, now)
  return { from, to: told?.accountId ?? null, orders, tranches }
}

/** The account that the broker told of since, and that is not traded with; null where there is none. */
export function nextAccount(db: Db) {
  return db`(select next.account_id from broker_accounts next
    where not next.is_current and next.reset_at is null and next.begun_at is null
      and next.synced_at >= (select synced_at from broker_accounts where is_current)
    order by next.synced_at desc, next.account_id limit 1)`
}
