/** An operator's own order: decided by them, and judged by the broker adapter like every other. */

import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { OrderByHand } from '#shared/contracts/api/by-hand.ts'
import type { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import { deriveId } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  readOrderDecision,
  saveOverride,
  type OrderDecision,
} from '#shared/sql/trading/overrides.ts'
import { decimalOf, type Forecast } from './forecast.ts'

export type AskedByHand = Asking & {
  body: OrderByHand
  traceparent: string
  /** The order whose place it takes. */
  replaces?: string
}

/**
 * Stores the decision with its job; one key is one order. Where the key is a decision that stands
 * already, such as one that waited for approval, that is what is asked for again.
 *
 * The promise is refused with 409 where another order has the key.
 */
export async function askByHand(
  tx: Tx,
  asked: AskedByHand,
  order: Forecast['order'],
  now: Date,
): Promise<{ jobId: string; decisionId: string }> {
  const key = asked.body.idempotency_key ?? randomUUID()
  const decisionId = await decide(tx, asked, { key, order }, now)
  const job = jobOf(order, decisionId, asked.body.estimated_value)
  const cause = { key: `trading-engine:override:${key}`, now, traceparent: asked.traceparent }
  const [jobId] = await enqueue(tx, [{ to: 'broker_orders', job }], cause)
  if (jobId === undefined) throw new RangeError('Enqueue an order by hand: no job came of it')
  const { reason } = asked.body
  await keepChange(tx, asked, { subject: jobId, after: { ...job, decisionId }, reason }, now)
  return { jobId, decisionId }
}

/** The decision that a key stands for already, or undefined. */
export async function knownByKey(tx: Tx, body: OrderByHand): Promise<OrderDecision | undefined> {
  const { idempotency_key: key } = body
  if (key === undefined) return undefined
  const own = isUuid(key) ? await readOrderDecision(tx, key) : undefined
  return own ?? readOrderDecision(tx, deriveId('override', key))
}

async function decide(
  tx: Tx,
  { body, trail, replaces }: AskedByHand,
  { key, order }: { key: string; order: Forecast['order'] },
  now: Date,
): Promise<string> {
  const known = await knownByKey(tx, body)
  if (known && isAskedAgain(known, order)) return known.decisionId
  const decisionId = deriveId('override', key)
  const made = {
    decisionId,
    ticker: order.ticker,
    side: order.side,
    kind: order.side === 'buy' ? ('entry' as const) : ('exit' as const),
    quantity: order.quantity,
    orderType: order.orderType,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    // At the market it is judged by what the market says as it leaves.
    referencePrice: order.limitPrice,
    requestedBy: nameOf(trail.by),
    ...('id' in trail.by && { requestedById: trail.by.id }),
    ...(replaces !== undefined && { replaces }),
  }
  if (!known && (await saveOverride(tx, made, now))) return decisionId
  throw new Refusal(409, `Another order has the key "${key}" already`)
}

/** The same for the same order, so that it is one job however often it is asked for. */
function jobOf(order: Forecast['order'], decisionId: string, worth = 0): BrokerOrderJob {
  const number = (text: string | null) => (text === null ? null : Number(text))
  return {
    ticker: order.ticker,
    side: order.side,
    quantity: Number(order.quantity),
    order_type: order.orderType,
    limit_price: number(order.limitPrice),
    stop_price: number(order.stopPrice),
    recommendation_id: null,
    confidence: 1,
    estimated_value: worth,
    sector: '',
    source: 'override',
    idempotency_key: decisionId,
  }
}

/** Whether the order is the one decided: what is carried out is the decision, so it must say the same. */
function isAskedAgain(known: OrderDecision, order: Forecast['order']): boolean {
  const isSame = (decided: string | null, asked: string | null) =>
    decided === null || asked === null ? decided === asked : new Big(decided).eq(asked)
  return (
    known.ticker === order.ticker &&
    known.side === order.side &&
    known.orderType === order.orderType &&
    isSame(known.quantity, order.quantity) &&
    isSame(known.limitPrice, order.limitPrice) &&
    isSame(known.stopPrice, order.stopPrice)
  )
}

/** A key again asks for what it stands for, whatever dollars would buy of it by now. */
export function sizedAs(body: OrderByHand, known: OrderDecision | undefined): OrderByHand {
  const isSized = body.quantity !== null || !known
  if (isSized || known.ticker !== body.ticker || known.side !== body.side) return body
  return { ...body, quantity: decimalOf(known.quantity), notional: null, all: false }
}

function isUuid(key: string): boolean {
  return new RegExp(`^${UUID_PATTERN}$`, 'i').test(key)
}
