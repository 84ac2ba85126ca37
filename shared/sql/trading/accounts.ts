/** Table `broker_accounts`: the account as the broker last told it. */

import type { BrokerAccount } from '../../domain/trading/broker-state.ts'
import { readEnv } from '../../host/env.ts'
import type { Db, Tx } from '../open.ts'

/** Business time of the last reading; null before the first. */
export async function readSyncedAt(db: Db): Promise<Date | null> {
  const [row] = await db<
    { syncedAt: Date | null }[]
  >`select max(synced_at) as synced_at from broker_accounts`
  return row?.syncedAt ?? null
}

/**
 * Stores the account; an older reading than the stored one changes nothing.
 *
 * `opened_with` is set once: the cash there was before any of the fills booked so far.
 */
export async function saveAccount(tx: Tx, account: BrokerAccount, now: Date): Promise<void> {
  await tx`
    insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at)
    values (${account.accountId}, ${readEnv('BROKER_MODE')}, ${account.status}, ${account.cash}, ${account.equity},
      ${account.buyingPower}, ${account.cash}::numeric - (
        select coalesce(sum(cash), 0) from ledger_tickers
      ), ${now})
    on conflict (account_id) do update set
      status = excluded.status,
      cash = excluded.cash,
      equity = excluded.equity,
      buying_power = excluded.buying_power,
      synced_at = excluded.synced_at
    where broker_accounts.synced_at <= excluded.synced_at
  `
}

/** Dollars the account opened with; undefined before the broker was first read. */
export async function readDeposit(db: Db): Promise<string | undefined> {
  const [row] = await db<{ openedWith: string }[]>`
    select opened_with from broker_accounts order by synced_at desc, account_id limit 1
  `
  return row?.openedWith
}
