/** What an order is judged by as it leaves: when it was decided, on what was said when, what is held. */

import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type RecordedDeparture = {
  referencePrice: string
  decidedAt: Date
  /** Null for an operator's own, and for a later part of an entry, which its own decision dates. */
  recommendedAt: Date | null
  /** Shares of its ticker that the account traded with holds. */
  held: string
}

/** @throws RangeError where there is no such order. */
export async function readDeparture(db: Db, orderId: string): Promise<RecordedDeparture> {
  const [row] = await db<RecordedDeparture[]>`
    select o.reference_price, d.decided_at, r.generated_at as recommended_at, coalesce(
      (select p.quantity from positions p where p.ticker = o.ticker and ${ofAccount(db, 'p')}), 0) as held
    from orders o join trading_decisions d using (decision_id)
    left join recommendations r on r.recommendation_id = d.recommendation_id and d.part = 1
    where o.order_id = ${orderId}`
  if (!row) throw new RangeError(`Let order ${orderId} leave: there is none`)
  return row
}
