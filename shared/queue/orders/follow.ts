/**
 * Finds out how an order at the broker stands, and does what is due: takes it over, has it taken back,
 * or ends it where the broker never got it.
 *
 * Whoever owns an order just now comes here (the keeper, the stage that carries out a wish to cancel):
 * each look is the same look, and two at once do no more than one.
 */

import { isClosed } from '../../domain/trading/order-state.ts'
import type { BrokerOrder, CancelAnswer } from '../../domain/trading/broker-state.ts'
import type { Handover } from '../../pipeline.ts'
import type { Sql, Tx } from '../../sql/open.ts'
import {
  endUnsent,
  endVanished,
  noteLook,
  readLivingOrder,
  type LivingOrder,
} from '../../sql/trading/order-life.ts'
import { noteCancelSent } from '../../sql/trading/cancels.ts'
import { applyReport } from '../../sql/trading/orders.ts'
import { enqueue } from '../record/jobs.ts'

/** What is asked of a broker about one order. */
export type OrderBroker = {
  orderByClientId(clientOrderId: string): Promise<BrokerOrder | undefined>
  cancelOrder(brokerOrderId: string): Promise<CancelAnswer>
}

export type FollowDeps = {
  sql: Sql
  broker: OrderBroker
  /** How long an order that the broker does not know may still be on its way there. */
  graceSeconds: number
  /** Whether a job is still to bring an order to the broker: then it is not ended for not being there. */
  hasJob?: boolean
}

export type Followed = 'closed' | 'open'

/**
 * Looks after one order once.
 *
 * @throws what asking the broker throws: then nothing is known, and nothing was changed.
 */
export async function followOrder(
  deps: FollowDeps,
  order: LivingOrder,
  now: Date,
): Promise<Followed> {
  const { sql, broker } = deps
  if (isClosed(order.state)) return 'closed'
  if (isAtHome(order) && order.cancelAskedAt !== null) return endWanted(sql, order, now)
  const told = await ask(broker, order)
  if (!told) return missing(deps, order, now)
  const after = await takeOver(sql, order.orderId, told, now)
  if (!after || isClosed(after.state)) return 'closed'
  if (after.cancelAskedAt === null) return 'open'
  return takeBack(deps, after, told.brokerOrderId, now)
}

/** What the broker says of an order; of one that never left, its silence is enough. */
async function ask(broker: OrderBroker, order: LivingOrder): Promise<BrokerOrder | undefined> {
  try {
    return await broker.orderByClientId(order.clientOrderId)
  } catch (fault) {
    if (isAtHome(order)) return undefined
    throw fault
  }
}

/** Was never put to the broker, or is known not to have got there. */
function isAtHome({ state, mayBeSent }: LivingOrder): boolean {
  return state === 'intent' && !mayBeSent
}

/** Somebody wants back what never left. */
async function endWanted(sql: Sql, order: LivingOrder, now: Date): Promise<Followed> {
  const { orderId, posts } = order
  const code = order.cancelReason ?? 'cancel_asked'
  const ended = await settle(sql, orderId, now, (tx) =>
    endUnsent(tx, { orderId, posts, to: 'canceled', code }, now),
  )
  return ended ? 'closed' : 'open'
}

/** The broker has no such order: after the grace it never will, unless a job brings it there yet. */
async function missing(deps: FollowDeps, order: LivingOrder, now: Date): Promise<Followed> {
  const { sql, graceSeconds } = deps
  const { orderId, posts } = order
  const isIntent = order.state === 'intent'
  const since = isIntent ? (order.postedAt ?? order.intendedAt) : (order.missingSince ?? now)
  const isOver = now.getTime() - since.getTime() >= graceSeconds * 1000
  if (!isOver || (isIntent && deps.hasJob)) {
    await noteLook(sql, orderId, now, { isMissing: true })
    return 'open'
  }
  if (!isIntent) {
    await settle(sql, orderId, now, (tx) => endVanished(tx, orderId, now))
    return 'closed'
  }
  const code = order.mayBeSent ? 'never_arrived' : 'never_sent'
  const to = order.cancelAskedAt === null ? 'expired' : 'canceled'
  const ended = await settle(sql, orderId, now, (tx) =>
    endUnsent(tx, { orderId, posts, to, code }, now),
  )
  return ended ? 'closed' : 'open'
}

/** Takes in what the broker says; gives the order as it is then. */
async function takeOver(
  sql: Sql,
  orderId: string,
  told: BrokerOrder,
  now: Date,
): Promise<LivingOrder | undefined> {
  await settle(sql, orderId, now, (tx) => applyReport(tx, orderId, told, now))
  return readLivingOrder(sql, orderId)
}

/** Asks the broker to take the order back, and reads what came of it. */
async function takeBack(
  { sql, broker }: FollowDeps,
  { orderId, clientOrderId }: LivingOrder,
  brokerOrderId: string,
  now: Date,
): Promise<Followed> {
  const answer = await broker.cancelOrder(brokerOrderId)
  await sql.begin((tx) => noteCancelSent(tx, orderId, answer, now))
  const told = await broker.orderByClientId(clientOrderId)
  const after = told && (await takeOver(sql, orderId, told, now))
  return after && isClosed(after.state) ? 'closed' : 'open'
}

/** One change of an order with what it hands on, in one transaction; true where it was made. */
async function settle(
  sql: Sql,
  orderId: string,
  now: Date,
  change: (tx: Tx) => Promise<Handover<'lake_publish'>[] | undefined>,
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const handovers = await change(tx)
    await noteLook(tx, orderId, now)
    if (handovers === undefined) return false
    await enqueue(tx, handovers, { key: `trading-engine:order:${orderId}`, now })
    return true
  })
}
