/** Orders from intent to fill. */

import type { Served } from '#shared/contracts/api/route.ts'
import type {
  FillRow,
  OrderEvent,
  OrderRow,
  RiskEvaluationRow,
} from '#shared/contracts/api/trading.ts'
import { OPEN_ORDER_STATES } from '#shared/contracts/sets.ts'
import type { RowTotal, Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import {
  askRow,
  countUpTo,
  goOnAfter,
  inOrder,
  withinDays,
  type AskedDays,
} from '#shared/sql/page.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

type Narrowed = AskedDays & {
  ticker?: string | undefined
  /** `open`: each that is not over. */
  state?: string | undefined
}

export type OrderFilter = Narrowed & {
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'orders', as: 'o', id: 'order_id' }
const ORDER = ['intended_at', 'seq'] as const

/** By when they were intended. */
export async function listOrders(db: Db, filter: OrderFilter): Promise<Served<OrderRow>[]> {
  const { sort, limit, after } = filter
  await askRow(db, listed, after)
  return db<Served<OrderRow>[]>`
    ${orderColumns(db)} where ${narrowed(db, filter)}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many there are. */
export function totalOrders(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 from orders o where ${narrowed(db, filter)}`)
}

function narrowed(db: Db, filter: Narrowed) {
  const { ticker, state } = filter
  return db`${ofAccount(db, 'o')}
    ${ticker ? db`and o.ticker = ${ticker}` : db``}
    ${state === undefined ? db`` : db`and o.state in ${db(state === 'open' ? OPEN_ORDER_STATES : [state])}`}
    ${withinDays(db, 'o.intended_at', filter)}`
}

/** One order, or undefined. */
export async function readOrder(db: Db, orderId: string): Promise<Served<OrderRow> | undefined> {
  const [row] = await db<Served<OrderRow>[]>`${orderColumns(db)} where o.order_id = ${orderId}`
  return row
}

function orderColumns(db: Db) {
  return db`
    select o.order_id, o.decision_id, o.ticker, o.sector, o.side, o.order_type, o.quantity,
      o.filled_quantity, o.filled_price_avg, o.reference_price, o.limit_price, o.stop_price,
      o.state, o.reject_reason, o.client_order_id, o.broker_order_id, o.intended_at,
      o.submitted_at, o.closed_at, o.cancel_asked_at, o.cancel_asked_by, o.end_code, t.kind, t.recommendation_id
    from orders o join trading_decisions t using (decision_id)`
}

/** What happened to an order, in the order it was told; what a replay judges again is no part of it. */
export async function listOrderEvents(db: Db, orderId: string): Promise<Served<OrderEvent>[]> {
  return db<Served<OrderEvent>[]>`
    select order_event_id, at, event, detail - '{judged,judgedSha256,build}'::text[] as detail from order_events
    where order_id = ${orderId} order by order_event_id`
}

/** An order's fills in time. */
export async function listOrderFills(db: Db, orderId: string): Promise<Served<FillRow>[]> {
  return db<Served<FillRow>[]>`
    select execution_id, quantity, price, fee, filled_at from order_fills
    where order_id = ${orderId} order by filled_at, execution_id`
}

/** Risk evaluations of the decision behind an order, newest first. */
export async function listRiskEvaluations(
  db: Db,
  decisionId: string,
): Promise<Served<RiskEvaluationRow>[]> {
  return db<Served<RiskEvaluationRow>[]>`
    select risk_evaluation_id, evaluated_at, passed, code, checks, inputs_sha256
    from risk_evaluations where decision_id = ${decisionId}
    order by evaluated_at desc, risk_evaluation_id`
}
