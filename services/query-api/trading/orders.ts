/** Orders from intent to fill. */

import type { Db } from '#shared/sql/open.ts'

export type OrderRow = {
  orderId: string
  decisionId: string
  ticker: string
  sector: string
  side: string
  orderType: string
  quantity: string
  filledQuantity: string
  filledPriceAvg: string | null
  referencePrice: string
  limitPrice: string | null
  stopPrice: string | null
  state: string
  rejectReason: string | null
  clientOrderId: string
  brokerOrderId: string | null
  intendedAt: Date
  submittedAt: Date | null
  closedAt: Date | null
  kind: string
  recommendationId: string | null
}

export type OrderFilter = { ticker?: string | undefined; state?: string | undefined; limit: number }

/** Newest first. */
export async function listOrders(
  db: Db,
  { ticker, state, limit }: OrderFilter,
): Promise<OrderRow[]> {
  return db<OrderRow[]>`
    ${orderColumns(db)} where true
      ${ticker ? db`and o.ticker = ${ticker}` : db``}
      ${state ? db`and o.state = ${state}` : db``}
    order by o.intended_at desc, o.seq desc limit ${limit}`
}

/** One order, or undefined. */
export async function readOrder(db: Db, orderId: string): Promise<OrderRow | undefined> {
  const [row] = await db<OrderRow[]>`${orderColumns(db)} where o.order_id = ${orderId}`
  return row
}

function orderColumns(db: Db) {
  return db`
    select o.order_id, o.decision_id, o.ticker, o.sector, o.side, o.order_type, o.quantity,
      o.filled_quantity, o.filled_price_avg, o.reference_price, o.limit_price, o.stop_price,
      o.state, o.reject_reason, o.client_order_id, o.broker_order_id, o.intended_at,
      o.submitted_at, o.closed_at, t.kind, t.recommendation_id
    from orders o join trading_decisions t using (decision_id)`
}

export type OrderEvent = { orderEventId: number; at: Date; event: string; detail: unknown }

/** What happened to an order, in the order it was told. */
export async function listOrderEvents(db: Db, orderId: string): Promise<OrderEvent[]> {
  return db<OrderEvent[]>`
    select order_event_id, at, event, detail from order_events
    where order_id = ${orderId} order by order_event_id`
}

export type FillRow = {
  executionId: string
  quantity: string
  price: string
  fee: string
  filledAt: Date
}

/** An order's fills in time. */
export async function listOrderFills(db: Db, orderId: string): Promise<FillRow[]> {
  return db<FillRow[]>`
    select execution_id, quantity, price, fee, filled_at from order_fills
    where order_id = ${orderId} order by filled_at, execution_id`
}

export type RiskRow = {
  riskEvaluationId: string
  evaluatedAt: Date
  passed: boolean
  code: string
  checks: unknown
  inputsSha256: string
}

/** Risk evaluations of the decision behind an order, newest first. */
export async function listRiskEvaluations(db: Db, decisionId: string): Promise<RiskRow[]> {
  return db<RiskRow[]>`
    select risk_evaluation_id, evaluated_at, passed, code, checks, inputs_sha256
    from risk_evaluations where decision_id = ${decisionId}
    order by evaluated_at desc, risk_evaluation_id`
}
