/** The wish to take an order back: who has it, why, and what the broker said to it. */

import type { CancelAnswer } from '../../domain/trading/broker-state.ts'
import type { RestingInput } from '../../domain/trading/judge-resting.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { readEnv } from '../../host/env.ts'
import { sha256 } from '../../host/ids.ts'
import { addOrderEvent, orderIsOpen } from './orders.ts'
import type { Db, Tx } from '../open.ts'

export type CancelWish = {
  by: string
  reason: string
  /** All that it was judged on, where the engine judged it: kept with the order's trail. */
  judged?: RestingInput | undefined
}

/** Notes that an order is to be taken back; false where it has ended, or somebody wants it already. */
export async function noteCancelWish(
  tx: Tx,
  orderId: string,
  { by, reason, judged }: CancelWish,
  now: Date,
): Promise<boolean> {
  const noted = await tx`
    update orders set cancel_asked_at = ${now}, cancel_asked_by = ${by}, cancel_reason = ${reason},
      looked_at = null
    where order_id = ${orderId} and ${orderIsOpen(tx)} and cancel_asked_at is null`
  if (noted.count === 0) return false
  await addOrderEvent(tx, orderId, now, 'cancel_asked', { by, reason, ...keptOf(judged) })
  return true
}

/** As text, so that it stays to the byte; with its hash and the build that judged. */
function keptOf(judged: RestingInput | undefined) {
  if (!judged) return {}
  const text = canonicalJson(judged)
  return { judged: text, judgedSha256: sha256(text), build: readEnv('BUILD') }
}

/** Notes that the broker was asked to take an order back, the first time and whenever it says another word. */
export async function noteCancelSent(
  tx: Tx,
  orderId: string,
  answer: CancelAnswer,
  now: Date,
): Promise<void> {
  const [first] = await tx<{ first: boolean }[]>`
    update orders set cancel_sent_at = coalesce(cancel_sent_at, ${now}) where order_id = ${orderId}
    returning cancel_sent_at = ${now} as first`
  if (first?.first || answer !== 'taken')
    await addOrderEvent(tx, orderId, now, 'cancel_sent', { answer })
}

export type OrderInTheWay = {
  orderId: string
  brokerOrderId: string | null
  side: 'buy' | 'sell'
}

/** Open orders of a ticker but the one of a decision: what stands in the way of a sale. */
export function readOrdersInTheWay(
  db: Db,
  ticker: string,
  decisionId: string,
): Promise<OrderInTheWay[]> {
  return db<OrderInTheWay[]>`
    select order_id, broker_order_id, side from orders
    where account_id = current_account_id() and ticker = ${ticker} and decision_id <> ${decisionId} and ${orderIsOpen(db)} order by seq`
}
