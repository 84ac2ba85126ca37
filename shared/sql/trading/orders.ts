/** Tables `orders` and `order_events`: what was asked of the broker, and what became of it. */

import { Big } from 'big.js'
import { OPEN_ORDER_STATES } from '../../contracts/sets.ts'
import { advanceOrder, isClosed, type OrderState } from '../../domain/trading/order-state.ts'
import type { BrokerOrder } from '../../domain/trading/broker-state.ts'
import type { Handover } from '../../pipeline.ts'
import { readFillTotals } from './fills.ts'
import { tellEnded } from '../notifications/tell-orders.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type RecordedOrder = {
  orderId: string
  decisionId: string
  clientOrderId: string
  brokerOrderId: string | null
  ticker: string
  side: 'buy' | 'sell'
  orderType: 'market' | 'limit' | 'stop' | 'stop_limit'
  quantity: string
  limitPrice: string | null
  stopPrice: string | null
  state: OrderState
  filledQuantity: string
  filledPriceAvg: string | null
  rawStatus: string | null
}

export type NewOrder = Pick<
  RecordedOrder,
  | 'orderId'
  | 'decisionId'
  | 'clientOrderId'
  | 'ticker'
  | 'side'
  | 'orderType'
  | 'quantity'
  | 'limitPrice'
  | 'stopPrice'
> & {
  riskEvaluationId: string
  inputsSha256: string
  sector: string
  referencePrice: string
  replacesOrderId?: string | null
  protects?: boolean
}

/** The order of a decision, or undefined. */
export async function readOrderOfDecision(
  db: Db,
  decisionId: string,
): Promise<RecordedOrder | undefined> {
  const [row] = await db<
    RecordedOrder[]
  >`select ${columns(db)} from orders where decision_id = ${decisionId}`
  return row
}

/** Stores the intent to order, before anyone is asked; the database refuses a second of a decision. */
export async function insertIntent(tx: Tx, order: NewOrder, now: Date): Promise<RecordedOrder> {
  const [row] = await tx<RecordedOrder[]>`
    insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker,
      sector, side, order_type, quantity, limit_price, stop_price, reference_price, intended_at, replaces_order_id, protects)
    values (${order.orderId}, ${order.decisionId}, ${order.riskEvaluationId}, ${order.inputsSha256},
      ${order.clientOrderId}, ${order.ticker}, ${order.sector}, ${order.side}, ${order.orderType},
      ${order.quantity}, ${order.limitPrice}, ${order.stopPrice}, ${order.referencePrice}, ${now},
      ${order.replacesOrderId ?? null}, ${order.protects ?? false})
    returning ${columns(tx)}
  `
  await addOrderEvent(tx, order.orderId, now, 'intent', {})
  return row!
}

/** Ours among the orders a broker tells of: by our id, or by the broker's once it is known. */
export function findOrders(
  db: Db,
  clientOrderIds: readonly string[],
  brokerOrderIds: readonly string[],
): Promise<RecordedOrder[]> {
  return db<RecordedOrder[]>`
    select ${columns(db)} from orders
    where ${ofAccount(db)} and (client_order_id = any(${clientOrderIds as string[]}::text[])
      or broker_order_id = any(${brokerOrderIds as string[]}::text[]))
    order by seq
  `
}

/** What a report of the broker says of an order; only fills are known where `brokerOrderId` is null. */
export type OrderReport = Pick<
  BrokerOrder,
  'status' | 'filledQuantity' | 'filledPriceAvg' | 'replacedBy'
> & {
  brokerOrderId: string | null
  submittedAt: Date | null
  closedAt: Date | null
}

/**
 * Takes in what the broker says of one of our orders, with the fills stored so far.
 *
 * Idempotent, and safe in any order: nothing closed opens, nothing filled is taken back. Returns
 * the hand-over that a just-closed order calls for.
 */
export async function applyReport(
  tx: Tx,
  orderId: string,
  report: OrderReport,
  now: Date,
): Promise<Handover<'lake_publish'>[]> {
  const [old] = await tx<
    RecordedOrder[]
  >`select ${columns(tx)} from orders where order_id = ${orderId} for update`
  if (!old) throw new RangeError(`Take in the broker's report: there is no order ${orderId}`)
  const fills = await readFillTotals(tx, orderId)
  const next = advanceOrder(old, report, fills.quantity)
  const filledPriceAvg = averageOf(old, report, fills, next.filledQuantity)
  const closesNow = isClosed(next.state) && !isClosed(old.state)
  await tx`
    update orders set
      state = ${next.state},
      filled_quantity = ${next.filledQuantity},
      filled_price_avg = ${filledPriceAvg},
      broker_order_id = coalesce(broker_order_id, ${report.brokerOrderId}),
      replaced_by = coalesce(replaced_by, ${report.replacedBy ?? null}),
      may_be_sent = may_be_sent and ${report.brokerOrderId === null},
      raw_status = case when ${report.brokerOrderId === null} then raw_status else ${report.status} end,
      submitted_at = coalesce(submitted_at, ${report.submittedAt}),
      closed_at = case when ${closesNow} then ${report.closedAt ?? now}::timestamptz else closed_at end
    where order_id = ${orderId}
  `
  if (old.brokerOrderId === null && report.brokerOrderId !== null) {
    await addOrderEvent(tx, orderId, now, 'submitted', {
      brokerOrderId: report.brokerOrderId,
      status: report.status,
    })
  }
  if (next.state !== old.state && next.state !== 'submitted') {
    await addOrderEvent(tx, orderId, now, next.state, {
      status: report.status,
      filledQuantity: next.filledQuantity,
    })
  }
  if (!closesNow) return []
  await tellEnded(tx, { ...old, ...next, filledPriceAvg }, report.status, now)
  return [tellLakeOfOrder(orderId, now)]
}

/** Fills, when all are known, else the broker's own figure, else what was known before. */
function averageOf(
  old: RecordedOrder,
  report: OrderReport,
  fills: { quantity: string; value: string },
  filled: string,
): string | null {
  if (new Big(filled).eq(0)) return null
  if (new Big(fills.quantity).eq(filled)) {
    return new Big(fills.value).div(fills.quantity).round(6, Big.roundHalfUp).toFixed()
  }
  return new Big(report.filledQuantity).eq(filled) ? report.filledPriceAvg : old.filledPriceAvg
}

/** Adds a line to an order's trail. */
export async function addOrderEvent(
  tx: Tx,
  orderId: string,
  at: Date,
  event: string,
  detail: Record<string, string>,
): Promise<void> {
  await tx`
    insert into order_events (order_id, at, event, detail) values (${orderId}, ${at}, ${event}, ${tx.json(detail)})
  `
}

/** What the lake is told of an order that ended. */
export function tellLakeOfOrder(orderId: string, now: Date): Handover<'lake_publish'> {
  return {
    to: 'lake_publish',
    job: { job_type: 'trade_order', entity_id: orderId, dt: now.toISOString() },
  }
}

function columns(db: Db) {
  return db`order_id, decision_id, client_order_id, broker_order_id, ticker, side, order_type,
    quantity, limit_price, stop_price, state, filled_quantity, filled_price_avg, raw_status`
}

/**
 * True of an order of `orders` that has not ended. The states stand in the text: a plan made for
 * any states could not use the indexes that hold these alone.
 */
export function orderIsOpen(db: Db) {
  return db.unsafe(`state in (${OPEN_ORDER_STATES.map((state) => `'${state}'`).join(', ')})`)
}
