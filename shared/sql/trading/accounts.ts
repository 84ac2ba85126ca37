/** Table `broker_accounts`: each account as the broker last told it, and the one that is traded with. */

import { Big } from 'big.js'
import type { BrokerAccount } from '../../domain/trading/broker-state.ts'
import { readEnv } from '../../host/env.ts'
import type { Db, Tx } from '../open.ts'
import { postEntries } from './ledger-entries.ts'

/** True of a row of the account traded with; `as` names the table in the query, where it must be named. */
export function ofAccount(db: Db, as?: string) {
  return db`${db(as === undefined ? 'account_id' : `${as}.account_id`)} = (select current_account_id())`
}

/** The account traded with; '' before the first was read. */
export async function readCurrentAccountId(db: Db): Promise<string> {
  const [row] = await db<{ accountId: string }[]>`select current_account_id() as account_id`
  return row?.accountId ?? ''
}

/** Business time of the last reading of the account traded with; null before the first. */
export async function readSyncedAt(db: Db): Promise<Date | null> {
  const [row] = await db<
    { syncedAt: Date | null }[]
  >`select max(synced_at) as synced_at from broker_accounts where is_current`
  return row?.syncedAt ?? null
}

/**
 * Stores the account; an older reading than the stored one changes nothing.
 *
 * `isCurrent`: it is the one traded with, the first that is told until a person confirms another.
 * `begunAt`: since when its books are kept. `isNewest`: no later reading was taken in before.
 */
export async function saveAccount(
  tx: Tx,
  account: BrokerAccount,
  now: Date,
): Promise<{ isCurrent: boolean; begunAt: Date | null; isNewest: boolean }> {
  await tx`
    insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with,
      synced_at, begun_at, last_equity, blocked, day_trades)
    values (${account.accountId}, ${readEnv('BROKER_MODE')}, ${account.status}, ${account.cash}, ${account.equity},
      ${account.buyingPower}, ${account.cash}, ${now}, null,
      ${account.lastEquity ?? null}, ${account.blocked ?? false}, ${account.dayTrades ?? null})
    on conflict (account_id) do update set
      status = excluded.status,
      cash = excluded.cash,
      equity = excluded.equity,
      buying_power = excluded.buying_power,
      synced_at = excluded.synced_at,
      last_equity = excluded.last_equity,
      blocked = excluded.blocked,
      day_trades = excluded.day_trades
    where broker_accounts.synced_at <= excluded.synced_at
  `
  // After a reset the first account that was not reset itself is the one.
  await tx`
    update broker_accounts set is_current = true
    where account_id = ${account.accountId} and reset_at is null
      and not exists (select from broker_accounts where is_current)`
  const [row] = await tx<{ isCurrent: boolean; begunAt: Date | null; isNewest: boolean }[]>`
    select is_current, begun_at, synced_at = ${now} as is_newest from broker_accounts
    where account_id = ${account.accountId}`
  return row ?? { isCurrent: false, begunAt: null, isNewest: false }
}

/** Begins the books: the account opened with the cash there was before any of the fills booked so far. */
export async function beginBooks(tx: Tx, now: Date): Promise<void> {
  await tx`
    update broker_accounts set begun_at = ${now}, opened_with = cash - transferred - earned - (
      select coalesce(sum(cash), 0) from ledger_tickers where ${ofAccount(tx)})
    where is_current
  `
  const [row] = await tx<{ openedWith: string }[]>`
    select opened_with from broker_accounts where is_current`
  const opened = new Big(row?.openedWith ?? 0)
  const lines = [
    { book: 'cash' as const, amount: opened },
    { book: 'opening' as const, amount: opened.times(-1) },
  ]
  await postEntries(tx, 'opening', lines, now)
}

/**
 * Dollars from outside less those that went there, of cash and of shares: what is no profit and no loss.
 */
export async function readOutsideFlows(db: Db): Promise<string> {
  const [row] = await db<{ flows: string }[]>`
    select opened_with + owed_opening + transferred + unexplained + (
      select coalesce(sum(moved), 0) from ledger_tickers where ${ofAccount(db)}) as flows
    from broker_accounts where is_current`
  return row?.flows ?? '0'
}

/** Adds to what moved cash beside fills; `unexplained` stands in the place of what it was. */
export async function moveCash(
  tx: Tx,
  by: { opened?: Big; transferred?: Big; earned?: Big; unexplained?: Big },
): Promise<void> {
  const text = (amount: Big | undefined) => (amount ?? new Big(0)).toFixed()
  await tx`
    update broker_accounts set opened_with = opened_with + ${text(by.opened)},
      transferred = transferred + ${text(by.transferred)}, earned = earned + ${text(by.earned)},
      unexplained = coalesce(${by.unexplained?.toFixed() ?? null}::numeric, unexplained)
    where is_current`
}

/**
 * Dollars the account opened with, and all that moved cash since beside fills; undefined before the
 * broker was first read.
 */
export async function readDeposit(db: Db): Promise<string | undefined> {
  const [row] = await db<{ openedWith: string }[]>`
    select opened_with + transferred + earned + unexplained as opened_with
    from broker_accounts where is_current
  `
  return row?.openedWith
}
