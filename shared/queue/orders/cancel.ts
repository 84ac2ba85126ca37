/** Asks that orders be taken back: the wish is noted, and a job carries it to the broker. */

import type { Tx } from '../../sql/open.ts'
import { noteCancelWish, type CancelWish } from '../../sql/trading/cancels.ts'
import { enqueue } from '../record/jobs.ts'

/**
 * Asks that an order be taken back; the keeper sees to it as well, so a lost job costs seconds. False
 * where the order has ended or somebody asked before: then nothing is added.
 */
export function askCancel(
  tx: Tx,
  orderId: string,
  by: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  return askJudged(tx, orderId, { by, reason }, now)
}

/** As `askCancel`, and keeps what it was judged on with the order's trail. */
export async function askJudged(
  tx: Tx,
  orderId: string,
  { by, reason, judged }: CancelWish,
  now: Date,
): Promise<boolean> {
  if (!(await noteCancelWish(tx, orderId, { by, reason, judged }, now))) return false
  const job = { order_id: orderId, reason }
  const key = `trading-engine:cancel:${orderId}`
  await enqueue(tx, [{ to: 'order_cancels', job }], { key, now })
  return true
}
