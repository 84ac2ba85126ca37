/** An operator's own order: decided by them, and judged by the broker adapter like every other. */

import { Big } from 'big.js'
import type { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import { deriveId } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  readOrderDecision,
  saveOverride,
  type OrderDecision,
} from '#shared/sql/trading/overrides.ts'

export type AskedByHand = Asking & { body: BrokerOrderJob; traceparent: string }

/**
 * Stores the decision with its job; one key is one order. Where the key is a decision that stands
 * already, such as one that waited for approval, that is what is asked for again.
 *
 * The promise is refused with 409 where another order has the key.
 */
export async function askByHand(tx: Tx, asked: AskedByHand, now: Date): Promise<string> {
  const key = asked.body.idempotency_key ?? now.toISOString()
  const decisionId = await decide(tx, asked, key, now)
  const order = { ...asked.body, source: 'override', idempotency_key: decisionId }
  const cause = { key: `trading-engine:override:${key}`, now, traceparent: asked.traceparent }
  const [jobId] = await enqueue(tx, [{ to: 'broker_orders', job: order }], cause)
  if (jobId === undefined) throw new RangeError('Enqueue an order by hand: no job came of it')
  await keepChange(tx, asked, { subject: jobId, after: order }, now)
  return jobId
}

async function decide(
  tx: Tx,
  { body, trail }: AskedByHand,
  key: string,
  now: Date,
): Promise<string> {
  const { ticker, side } = body
  const { by } = trail
  const known = isUuid(key) ? await readOrderDecision(tx, key) : undefined
  if (known && isAskedAgain(known, body)) return known.decisionId
  const decisionId = deriveId('override', key)
  const made = {
    decisionId,
    ticker,
    side,
    kind: side === 'buy' ? ('entry' as const) : ('exit' as const),
    quantity: String(body.quantity),
    orderType: body.order_type,
    limitPrice: textOf(body.limit_price),
    stopPrice: textOf(body.stop_price),
    referencePrice: textOf(body.limit_price),
    requestedBy: 'name' in by ? by.name : by.kind,
  }
  if (!known && (await saveOverride(tx, made, now))) return decisionId
  throw new Refusal(409, `Another order has the key "${key}" already`)
}

/** Whether the order is the one decided: what is carried out is the decision, so it must say the same. */
function isAskedAgain(known: OrderDecision, body: BrokerOrderJob): boolean {
  const isSame = (decided: string | null, asked: number | null) =>
    decided === null || asked === null ? decided === asked : new Big(decided).eq(asked)
  return (
    known.ticker === body.ticker &&
    known.side === body.side &&
    known.orderType === body.order_type &&
    isSame(known.quantity, body.quantity) &&
    isSame(known.limitPrice, body.limit_price) &&
    isSame(known.stopPrice, body.stop_price)
  )
}

function textOf(price: number | null): string | null {
  return price === null ? null : String(price)
}

function isUuid(key: string): boolean {
  return new RegExp(`^${UUID_PATTERN}$`, 'i').test(key)
}
