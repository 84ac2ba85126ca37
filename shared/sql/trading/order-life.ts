/**
 * Table `orders` between an order's intent and its end: put to the broker, asked for, taken back.
 *
 * Each of these is refused to an order that has gone on meanwhile, so it does not matter which of
 * two owners comes first. docs/trading.md, The life of an order.
 */

import type { Handover } from '../../pipeline.ts'
import { addOrderEvent, orderIsOpen, tellLakeOfOrder, type RecordedOrder } from './orders.ts'
import { tellRejected } from '../notifications/tell-orders.ts'
import type { Db, Tx } from '../open.ts'

/** More than are ever open. */
const OPEN_MAX = 500

/** An order with what its owner must know beside what it orders. */
export type LivingOrder = Pick<
  RecordedOrder,
  | 'orderId'
  | 'decisionId'
  | 'clientOrderId'
  | 'brokerOrderId'
  | 'ticker'
  | 'side'
  | 'orderType'
  | 'quantity'
  | 'limitPrice'
  | 'stopPrice'
  | 'state'
> & {
  intendedAt: Date
  postedAt: Date | null
  posts: number
  /** Put to the broker without a clear answer. */
  mayBeSent: boolean
  cancelAskedAt: Date | null
  cancelReason: string | null
  cancelSentAt: Date | null
  /** Since when the broker has said that it has no such order. */
  missingSince: Date | null
  /** Whose place it takes at the broker. */
  replacesOrderId: string | null
  /** A stop that rests at the broker. */
  protects: boolean
}

/** One order; undefined where there is none. */
export async function readLivingOrder(
  db: Db,
  orderId: string,
  { lock = false } = {},
): Promise<LivingOrder | undefined> {
  const [row] = await db<LivingOrder[]>`
    select ${living(db)} from orders where order_id = ${orderId} ${lock ? db`for update` : db``}`
  return row
}

/**
 * Orders that have not ended and were not asked for since `before`, longest ago first; those somebody
 * wants taken back since `hurried`.
 */
export function readOrdersToAsk(
  db: Db,
  { before, hurried, most }: { before: Date; hurried: Date; most: number },
): Promise<LivingOrder[]> {
  return db<LivingOrder[]>`
    select ${living(db)} from orders
    where account_id = current_account_id() and ${orderIsOpen(db)} and case when cancel_asked_at is null
      then coalesce(looked_at, intended_at) <= ${before}::timestamptz
      else coalesce(looked_at, '-infinity') <= ${hurried}::timestamptz end
    order by cancel_asked_at is null, coalesce(looked_at, intended_at), seq limit ${most}`
}

/** Of these client ids those that are open, or all that are open; asked for longest ago first. */
export function readOpenOrders(
  db: Db,
  { ids, isAll }: { ids: readonly string[]; isAll: boolean },
): Promise<LivingOrder[]> {
  return db<LivingOrder[]>`
    select ${living(db)} from orders
    where account_id = current_account_id() and ${orderIsOpen(db)}
      and (${isAll} or client_order_id = any(${ids as string[]}::text[]))
    order by coalesce(looked_at, intended_at), seq limit ${OPEN_MAX}`
}

/** Notes that an order was asked for, so that the next turn begins with another. */
export async function noteLook(
  db: Db,
  orderId: string,
  now: Date,
  { isMissing = false } = {},
): Promise<void> {
  await db`
    update orders set looked_at = greatest(looked_at, ${now}),
      missing_since = case when ${isMissing} then coalesce(missing_since, ${now}) end
    where order_id = ${orderId}`
}

/**
 * Notes, before it is done, that an order is put to the broker; false where it must not be: it has
 * ended, is at the broker, may be there, or is to be taken back.
 */
export async function notePost(tx: Tx, orderId: string, now: Date): Promise<boolean> {
  const noted = await tx`
    update orders set posted_at = ${now}, posts = posts + 1, may_be_sent = true
    where order_id = ${orderId} and state = 'intent' and not may_be_sent and cancel_asked_at is null`
  if (noted.count === 0) return false
  await addOrderEvent(tx, orderId, now, 'posted', {})
  return true
}

/** The broker did not take the order: it is not there, and may be put to it again. */
export async function noteNotTaken(db: Db, orderId: string, posts: number): Promise<void> {
  await db`
    update orders set may_be_sent = false
    where order_id = ${orderId} and state = 'intent' and posts = ${posts}`
}

/** Nobody knew the order for the grace: what was put to the broker did not arrive. */
export async function noteLost(db: Db, orderId: string, posts: number): Promise<boolean> {
  const noted = await db`
    update orders set may_be_sent = false
    where order_id = ${orderId} and state = 'intent' and may_be_sent and posts = ${posts}`
  return noted.count > 0
}

/**
 * Ends an order that never reached the broker, and so frees what it reserved; false where it has gone
 * on meanwhile. `posts` says how often it was put to the broker when that was found out.
 */
export async function endUnsent(
  tx: Tx,
  {
    orderId,
    posts,
    to,
    code,
    detail = {},
  }: {
    orderId: string
    posts: number
    to: 'canceled' | 'expired'
    code: string
    detail?: Record<string, string>
  },
  now: Date,
): Promise<Handover<'lake_publish'>[] | undefined> {
  const ended = await tx`
    update orders set state = ${to}, end_code = ${code}, closed_at = ${now}, may_be_sent = false
    where order_id = ${orderId} and state = 'intent' and posts = ${posts}`
  if (ended.count === 0) return undefined
  await addOrderEvent(tx, orderId, now, to, { code, ...detail })
  return [tellLakeOfOrder(orderId, now)]
}

/** Records that the broker refused an order, in its own words. Refusing it again changes nothing. */
export async function rejectOrder(
  tx: Tx,
  orderId: string,
  reason: string,
  now: Date,
): Promise<Handover<'lake_publish'>[]> {
  const [rejected] = await tx<Pick<LivingOrder, 'orderId' | 'ticker' | 'side' | 'quantity'>[]>`
    update orders set state = 'rejected', reject_reason = ${reason}, closed_at = ${now}, may_be_sent = false
    where order_id = ${orderId} and state = 'intent'
    returning order_id, ticker, side, quantity
  `
  if (!rejected) return []
  await tellRejected(tx, { ...rejected, reason }, now)
  await addOrderEvent(tx, orderId, now, 'rejected', { reason })
  return [tellLakeOfOrder(orderId, now)]
}

/** Ends an order that the broker was said to have, and has not: it does not know it any more. */
export async function endVanished(
  tx: Tx,
  orderId: string,
  now: Date,
): Promise<Handover<'lake_publish'>[]> {
  const ended = await tx`
    update orders set state = 'expired', end_code = 'unknown_at_broker', closed_at = ${now}
    where order_id = ${orderId} and ${orderIsOpen(tx)} and state <> 'intent'`
  if (ended.count === 0) return []
  await addOrderEvent(tx, orderId, now, 'expired', { code: 'unknown_at_broker' })
  return [tellLakeOfOrder(orderId, now)]
}

function living(db: Db) {
  return db`order_id, decision_id, client_order_id, broker_order_id, ticker, side, order_type, quantity,
    limit_price, stop_price, state, intended_at, posted_at, posts, may_be_sent, cancel_asked_at, cancel_reason,
    cancel_sent_at, missing_since, replaces_order_id, protects`
}
