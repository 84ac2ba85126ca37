/** Table `account_differences`: where our books and the broker's word differ, until they agree. */

import { Big } from 'big.js'
import { reconcileDefaults, type Difference } from '../../domain/ledger/reconcile.ts'
import type { Db, Tx } from '../open.ts'
import { moveCash, ofAccount } from './accounts.ts'
import { bookTicker } from './ledger.ts'
import { postEntries } from './ledger-entries.ts'
import { liftHold, setHold } from './standing.ts'

export type KnownDifference = Difference & { since: Date; readings: number }

/** Differences of the account traded with, oldest first. */
export function readDifferences(db: Db): Promise<KnownDifference[]> {
  return db<KnownDifference[]>`
    select what, ticker, ours, theirs, since, readings from account_differences
    where ${ofAccount(db)} order by since, what, ticker collate "C"`
}

/** Those found by so many readings in a row that none is a reading in flight. */
function lastingOf(known: readonly KnownDifference[]): KnownDifference[] {
  return known.filter(({ readings }) => readings >= reconcileDefaults.readings)
}

/**
 * Keeps the differences of a reading: one that is there still counts on, one that moved begins anew,
 * one that is gone goes. The same reading once more changes nothing.
 */
export async function keepDifferences(
  tx: Tx,
  found: readonly Difference[],
  now: Date,
): Promise<void> {
  for (const { what, ticker, ours, theirs } of found) {
    const apart = new Big(theirs).minus(ours).toFixed()
    await tx`
      insert into account_differences as known (what, ticker, ours, theirs, since, seen_at, readings)
      values (${what}, ${ticker}, ${ours}, ${theirs}, ${now}, ${now}, 1)
      on conflict (account_id, what, ticker) do update set ours = excluded.ours,
        theirs = excluded.theirs, seen_at = excluded.seen_at,
        since = case when known.theirs - known.ours = ${apart} then known.since else excluded.since end,
        readings = case when known.theirs - known.ours = ${apart} then known.readings + 1 else 1 end
      where known.seen_at < excluded.seen_at`
  }
  const keys = found.map(({ what, ticker }) => `${what} ${ticker}`)
  await tx`
    delete from account_differences
    where what || ' ' || ticker <> all(${keys}::text[]) and ${ofAccount(tx)}`
}

/** Halts while a difference stands that is no reading in flight, and no longer. */
export async function keepReconciliationHold(tx: Tx, now: Date): Promise<void> {
  const standing = lastingOf(await readDifferences(tx))
  if (standing.length === 0) {
    await liftHold(tx, 'reconciliation', now)
    return
  }
  const says = standing.map(sayDifference).join('; ')
  await setHold(tx, { code: 'reconciliation', state: 'halted', says, by: 'broker-sync' }, now)
}

/** One difference in words. */
export function sayDifference({ what, ticker, ours, theirs, since }: KnownDifference): string {
  const of = what === 'cash' ? 'cash' : `shares of ${ticker}`
  const [mine, told] = [new Big(ours).toFixed(), new Big(theirs).toFixed()]
  return `${of}: our books say ${mine}, the broker ${told}, since ${since.toISOString()}`
}

/**
 * Takes the broker's figure for good, because a person says so: what was unexplained came from outside.
 * The caller holds the book's lock and writes down who. Undefined where there is no such difference.
 */
export async function acceptDifference(
  tx: Tx,
  { what, ticker }: Pick<Difference, 'what' | 'ticker'>,
  now: Date,
): Promise<KnownDifference | undefined> {
  const [gone] = await tx<KnownDifference[]>`
    delete from account_differences where what = ${what} and ticker = ${ticker} and ${ofAccount(tx)}
    returning what, ticker, ours, theirs, since, readings`
  if (!gone) return undefined
  if (what === 'cash') await acceptCash(tx, now)
  else await acceptShares(tx, ticker, now)
  await keepReconciliationHold(tx, now)
  return gone
}

async function acceptCash(tx: Tx, now: Date): Promise<void> {
  const [row] = await tx<{ unexplained: string }[]>`
    select unexplained from broker_accounts where is_current`
  const amount = new Big(row?.unexplained ?? 0)
  await moveCash(tx, { transferred: amount, unexplained: new Big(0) })
  const lines = [
    { book: 'unexplained' as const, amount },
    { book: 'transfers' as const, amount: amount.times(-1) },
  ]
  await postEntries(tx, `accepted:cash:${now.toISOString()}`, lines, now)
}

async function acceptShares(tx: Tx, ticker: string, now: Date): Promise<void> {
  await tx`
    update share_events set because = 'accepted', event_id = ${`accepted:${ticker}:${now.toISOString()}`}
    where because = 'unexplained' and ticker = ${ticker} and ${ofAccount(tx)}`
  // Its lots are known by the event's id.
  await bookTicker(tx, ticker, [], true)
}
