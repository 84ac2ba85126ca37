/** Table `fill_busts`: executions that the exchange took back, and what is left without them. */

import type { Bust } from '../../domain/trading/broker-state.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { foldAgain } from './ledger.ts'
import { addOrderEvent } from './orders.ts'

/**
 * Stores busts and takes back the fills they are of, behind the book's lock and after the fills of the
 * same reading, `stored`, are booked. Twice is once, in either order; a fill that is told later is taken back then.
 */
export async function takeBackFills(
  tx: Tx,
  { busts, stored }: { busts: readonly Bust[]; stored: readonly string[] },
  now: Date,
): Promise<void> {
  for (const { executionId, bustedAt } of busts)
    await tx`
      insert into fill_busts (execution_id, busted_at, recorded_at)
      values (${executionId}, ${bustedAt}, ${now}) on conflict do nothing`
  const ids = [...busts.map(({ executionId }) => executionId), ...stored]
  if (ids.length === 0) return
  const taken = await tx<
    { executionId: string; orderId: string | null; ticker: string; quantity: string }[]
  >`
    update order_fills f set busted_at = b.busted_at from fill_busts b
    where b.account_id = f.account_id and b.execution_id = f.execution_id and f.busted_at is null
      and f.account_id = current_account_id() and f.execution_id = any(${ids}::text[])
    returning f.execution_id, f.order_id, f.ticker, f.quantity`
  for (const { executionId, orderId, quantity } of taken) {
    if (orderId === null) continue
    await tx`update orders set busted_quantity = busted_quantity + ${quantity}::numeric
      where order_id = ${orderId} and ${ofAccount(tx)}`
    await addOrderEvent(tx, orderId, now, 'busted', { executionId, quantity })
  }
  const tickers = [...new Set(taken.map(({ ticker }) => ticker))].sort()
  for (const ticker of tickers) await foldAgain(tx, ticker)
}
