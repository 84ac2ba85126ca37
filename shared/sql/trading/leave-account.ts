/** What is under way in the account traded with ends with a reason, as another takes its place. */

import { ofAccount } from './accounts.ts'
import { orderIsOpen } from './orders.ts'
import { dropTranches } from './tranches.ts'
import type { Tx } from '../open.ts'

/** Why: its books begin anew, or another account is traded with. */
type Leaving = 'account_reset' | 'account_left'

/**
 * Ends open orders, waiting tranches, requests for approval and exits in hand: nobody asks the broker of
 * them any more. Where the broker still has one of the orders as its account comes back, it is taken back.
 */
export async function leaveAccount(
  tx: Tx,
  code: Leaving,
  now: Date,
): Promise<{ orders: number; tranches: number }> {
  const tranches = await dropTranches(tx, code, now)
  await tx`
    update approval_requests set status = 'void', note = ${code}, ended_at = ${now}
    where status = 'pending' and ${ofAccount(tx)}`
  await tx`
    update position_exits set state = 'done', said = ${code}, updated_at = ${now}
    where state <> 'done' and ${ofAccount(tx)}`
  return { orders: await endOrders(tx, code, now), tranches }
}

async function endOrders(tx: Tx, code: Leaving, now: Date): Promise<number> {
  const { count } = await tx`
    with ended as (
      update orders set state = 'canceled', end_code = ${code}, closed_at = ${now}, may_be_sent = false
      where ${ofAccount(tx)} and ${orderIsOpen(tx)}
      returning order_id)
    insert into order_events (order_id, at, event, detail)
    select order_id, ${now}, 'canceled', jsonb_build_object('code', ${code}::text) from ended`
  return count
}
