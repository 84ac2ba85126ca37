/** Table `reserve_pool_ledger`, and the profits (`ledger_closings`) it has not had its share of. */

import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

/** Dollars in the reserve: what the ledger's last entry left. */
export async function readReserve(db: Db): Promise<string> {
  const [row] = await db<{ balance: string }[]>`select balance from reserve_balance`
  return row?.balance ?? '0'
}

/** A profit made by one fill, in dollars. */
export type UnsharedClosing = { executionId: string; profit: string }

/** Profits that the reserve has not had its share of, in the order they were made. */
export function readUnsharedClosings(db: Db): Promise<UnsharedClosing[]> {
  return db<UnsharedClosing[]>`
    select execution_id, profit from ledger_closings where ${ofAccount(db)}
    order by filled_at, case side when 'buy' then 0 else 1 end, execution_id collate "C"
  `
}

/** Notes that the reserve had its share of these profits, however small. */
export async function markShared(tx: Tx, executionIds: readonly string[]): Promise<void> {
  if (executionIds.length === 0) return
  await tx`
    delete from ledger_closings
    where execution_id = any(${executionIds as string[]}::text[]) and ${ofAccount(tx)}`
}

/**
 * Adds an entry to the reserve; true when it was stored. There is one for each closing execution, and
 * a second changes nothing.
 */
export async function addToReserve(
  tx: Tx,
  entry: {
    amount: string
    trigger: 'siphon' | 'high_water' | 'by_hand'
    executionId: string | null
  },
  now: Date,
): Promise<boolean> {
  const stored = await tx`
    insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
    select ${now}, ${entry.amount}::numeric, balance + ${entry.amount}::numeric, ${entry.trigger}, ${entry.executionId}::text
    from reserve_balance
    on conflict (account_id, closing_execution_id) do nothing
  `
  return stored.count > 0
}
