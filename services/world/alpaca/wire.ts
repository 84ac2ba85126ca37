/** The shapes in which Alpaca's trading API writes down orders, fills and moments. */

import { Big } from 'big.js'
import { sessionAt } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { BookOrder } from './book.ts'
import type { Execution } from './execution.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'

/** Alpaca's id of a symbol, the same in every world. */
export function assetId(symbol: string): string {
  return deriveId('alpaca-asset', symbol)
}

/** What `GET /v2/orders/:id` says; a fresh order's POST reply says it before anything executed. */
export function wireOrder(order: BookOrder, executions: Execution[] = order.executions) {
  const filled = executions.reduce((sum, fill) => sum.plus(fill.quantity), new Big(0))
  const cost = executions.reduce(
    (sum, fill) => sum.plus(fill.quantity.times(fill.price)),
    new Big(0),
  )
  const last = executions.at(-1)
  const submitted = order.submittedAt.toISOString()
  const closed = order.canceledAt ?? order.expiredAt ?? last?.at
  return {
    id: order.orderId,
    client_order_id: order.clientOrderId,
    created_at: submitted,
    updated_at: closed?.toISOString() ?? submitted,
    submitted_at: submitted,
    filled_at: last && filled.eq(order.quantity) ? last.at.toISOString() : null,
    expired_at: order.expiredAt?.toISOString() ?? null,
    canceled_at: order.replacedBy ? null : (order.canceledAt?.toISOString() ?? null),
    failed_at: null,
    replaced_at: order.replacedBy ? (order.canceledAt?.toISOString() ?? null) : null,
    replaced_by: order.replacedBy ?? null,
    replaces: null,
    asset_id: assetId(order.symbol),
    symbol: order.symbol,
    asset_class: 'us_equity',
    notional: null,
    qty: order.quantity.toFixed(),
    filled_qty: filled.toFixed(),
    filled_avg_price: filled.eq(0) ? null : cost.div(filled).round(6).toFixed(),
    order_class: 'simple',
    order_type: order.type,
    type: order.type,
    side: order.side,
    position_intent: order.side === 'buy' ? 'buy_to_open' : 'sell_to_close',
    time_in_force: order.timeInForce,
    limit_price: order.limitPrice?.toFixed() ?? null,
    stop_price: order.stopPrice?.toFixed() ?? null,
    status: statusOf(order, filled),
    extended_hours: false,
    legs: null,
    trail_percent: null,
    trail_price: null,
    hwm: null,
  }
}

function statusOf(order: BookOrder, filled: Big): string {
  if (filled.eq(order.quantity)) return 'filled'
  if (order.canceledAt) return order.replacedBy ? 'replaced' : 'canceled'
  if (order.expiredAt) return 'expired'
  if (order.cancelDue) return 'pending_cancel'
  if (filled.gt(0)) return 'partially_filled'
  return sessionAt(order.submittedAt) ? 'new' : 'accepted'
}

/** One row of `GET /v2/account/activities/FILL`; its id begins with New York's time of it. */
export function wireActivity(fill: Execution, order: BookOrder) {
  const whole = fill.filled.eq(order.quantity)
  return {
    id: activityId(fill),
    activity_type: 'FILL',
    transaction_time: fill.at.toISOString(),
    type: whole ? 'fill' : 'partial_fill',
    price: fill.price.toFixed(),
    qty: fill.quantity.toFixed(),
    side: fill.side,
    symbol: fill.symbol,
    leaves_qty: order.quantity.minus(fill.filled).toFixed(),
    order_id: fill.orderId,
    cum_qty: fill.filled.toFixed(),
    order_status: whole ? 'filled' : 'partially_filled',
  }
}

/** `20220304135420903::<execution id>`. */
export function activityId(fill: Execution): string {
  return stampId(fill.at, fill.executionId)
}

export function stampId(at: Date, id: string): string {
  return `${newYorkStamp(at)
    .replace(/[^0-9]/g, '')
    .slice(0, 17)}::${id}`
}

/** An instant as Alpaca's clock writes it: New York's wall time and its offset. */
export function newYorkStamp(at: Date): string {
  const wall = wallClock.format(at).replace(', ', 'T')
  const fraction = String(at.getUTCMilliseconds()).padStart(3, '0')
  const offset = Math.round((Date.parse(`${wall}.${fraction}Z`) - at.getTime()) / HOUR_MS)
  return `${wall}.${fraction}${offset < 0 ? '-' : '+'}${String(Math.abs(offset)).padStart(2, '0')}:00`
}

const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
