/** Brings one intent to the broker: looks whether it is there, lets it leave, and records what came of it. */

import type { LatestTrade } from '#shared/clients/alpaca/latest.ts'
import { PutOff } from '#shared/host/faults.ts'
import type { Delivery, Settle } from '#shared/queue/stage.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  noteLost,
  noteNotTaken,
  readLivingOrder,
  type LivingOrder,
} from '#shared/sql/trading/order-life.ts'
import { rejectOrder } from '#shared/sql/trading/order-life.ts'
import { applyReport } from '#shared/sql/trading/orders.ts'
import { clearTheWay, WAY_MS } from './clear-way.ts'
import { depart } from './depart.ts'
import type { Deps } from './handler.ts'
import { inPlaceOf } from './replace.ts'
import { submitOnce, type Submission } from './submit.ts'
import { waitForOpen } from './wait-for-open.ts'

/** A sale that other orders keep out so often is refused in the broker's words. */
const POSTS_MAX = 20

type Sending = { orderId: string; quote: LatestTrade | null }

/**
 * Sends the order unless it is there, or may not leave.
 *
 * @throws PutOff while it may be at the broker unseen, other orders stand in its way, or the exchange is
 * shut; what the broker said where it took no notice of it.
 */
export async function send(
  deps: Deps,
  { orderId, quote }: Sending,
  delivery: Delivery,
): Promise<Settle<'broker-adapter'>> {
  const { sql, alpaca } = deps
  const { now } = delivery
  const order = await readLivingOrder(sql, orderId)
  if (!order || order.state !== 'intent') return nothing
  if (order.mayBeSent) {
    const sent = await alpaca.orderByClientId(order.clientOrderId)
    if (sent) return (tx: Tx) => applyReport(tx, orderId, sent, now)
    waitForGrace(deps, order, delivery)
    if (!(await noteLost(sql, orderId, order.posts))) return nothing
  }
  const departure = await depart(sql, orderId, quote, now)
  if (departure.kind === 'ended') return nothing
  if (departure.kind === 'waits') return waitForOpen(sql, order, delivery)
  // Another delivery, or the keeper, has it in hand: its outcome is not this one's to record.
  if (departure.kind === 'gone')
    throw new PutOff(Date.now() + WAY_MS, `Send order ${orderId}: in hand`)
  const { order: leaving, old } = departure
  const broker = old ? inPlaceOf(old, alpaca) : alpaca
  return record(deps, leaving, await submitOnce(broker, leaving), delivery)
}

async function record(
  deps: Deps,
  order: LivingOrder,
  outcome: Submission,
  delivery: Delivery,
): Promise<Settle<'broker-adapter'>> {
  const { sql } = deps
  const { orderId, posts, side, protects } = order
  const { now } = delivery
  if (outcome.kind === 'accepted') return (tx: Tx) => applyReport(tx, orderId, outcome.order, now)
  if (outcome.kind === 'unclear') return waitForGrace(deps, order, delivery, outcome.fault)
  if (outcome.kind === 'not_taken') {
    await noteNotTaken(sql, orderId, posts)
    throw outcome.fault
  }
  const mayClear =
    side === 'sell' && !protects && order.replacesOrderId === null && posts < POSTS_MAX
  if (outcome.kind === 'in_the_way' && mayClear) {
    await noteNotTaken(sql, orderId, posts)
    return clearTheWay(deps, order, outcome.reason, now)
  }
  return (tx: Tx) => rejectOrder(tx, orderId, outcome.reason, now)
}

/** A replay's broker has taken by then what it will take. */
const REPLAY_GRACE_MS = 1_000

/** Until the grace is over an order may be at the broker unseen, and must not be sent again. */
function waitForGrace(
  { graceSeconds, isReplay = false }: Deps,
  { orderId, postedAt, intendedAt }: LivingOrder,
  { now, clock }: Delivery,
  cause?: unknown,
): Settle<'broker-adapter'> {
  const overAt = (postedAt ?? intendedAt).getTime() + graceSeconds * 1000
  const leftMs = overAt - (cause === undefined ? now : (clock?.now() ?? now)).getTime()
  if (cause === undefined && (leftMs <= 0 || isReplay)) return nothing
  throw new PutOff(
    Date.now() + (isReplay ? REPLAY_GRACE_MS : leftMs / (clock?.speed ?? 1)),
    `Send order ${orderId}: the broker does not know it yet`,
    { cause },
  )
}

const nothing: Settle<'broker-adapter'> = async () => []
