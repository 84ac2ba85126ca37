/**
 * broker-adapter: sends one order to the broker, once, and takes back what is not wanted any more.
 *
 * The intent commits before the broker is asked, and so does each attempt to send it; from then on
 * every delivery carries the same client_order_id, and what may be at the broker is not sent again
 * before the grace is over. So a crash at any point leads to one order (docs/FORMULAS.md, Orders and
 * fills).
 */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import type { LatestTrade } from '#shared/clients/alpaca/latest.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import { readEnv } from '#shared/host/env.ts'
import { followOrder } from '#shared/queue/orders/follow.ts'
import type { Handlers, Settle } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { noteCancelWish } from '#shared/sql/trading/cancels.ts'
import { hasOrderJob } from '#shared/sql/trading/dead-orders.ts'
import { readLivingOrder } from '#shared/sql/trading/order-life.ts'
import type { OrderDecision } from '#shared/sql/trading/overrides.ts'
import { noteBuild } from '#shared/sql/trading/builds.ts'
import { waitForTheWay } from './clear-way.ts'
import { findDecision, placeIntent } from './intent.ts'
import { send } from './send.ts'
import { waitForOpen } from './wait-for-open.ts'

export type Deps = {
  sql: Sql
  alpaca: Pick<
    Alpaca,
    | 'latestTrades'
    | 'submitOrder'
    | 'replaceOrder'
    | 'orderByClientId'
    | 'cancelOrder'
    | 'openOrders'
  >
  /** Part of every client_order_id: two environments at one account never meet. */
  deployStage: string
  /** Whose current version judges. */
  rules: Pick<Rules, 'risk'>
  /** How long an order that the broker does not know may still be on its way there. */
  graceSeconds: number
  /** Where time stands until all work is done: the grace would never be over, and nothing is on its way unseen. */
  isReplay?: boolean
}

export function brokerAdapter(deps: Deps): Handlers<'broker-adapter'> {
  const { sql, alpaca, deployStage, rules, graceSeconds } = deps
  return {
    async broker_orders(job, delivery): Promise<Settle<'broker-adapter'>> {
      const { now } = delivery
      await noteBuild(sql, { part: 'broker-adapter', build: readEnv('BUILD') }, now)
      const decision = await findDecision(sql, job)
      const quote = await readQuote(alpaca, decision)
      const intent = await placeIntent(sql, { decision, quote, deployStage, rules, now })
      if (intent.kind === 'blocked') return waitForTheWay(deps, decision, intent.foreign)
      if (intent.kind === 'shut') return waitForOpen(sql, decision, delivery)
      // Refused or waiting for a person: a decision, recorded with its numbers.
      if (intent.kind !== 'order') return nothing
      if (intent.order.state !== 'intent') return nothing
      return send(deps, { orderId: intent.order.orderId, quote }, delivery)
    },
    async order_cancels({ order_id: orderId, reason }, { now }): Promise<Settle<'broker-adapter'>> {
      // Who sent the job may have been one who may not write orders: the job is the wish.
      await sql.begin((tx) => noteCancelWish(tx, orderId, { by: 'broker-adapter', reason }, now))
      const order = await readLivingOrder(sql, orderId)
      if (!order) return nothing
      const hasJob = order.state === 'intent' && (await hasOrderJob(sql, order.decisionId))
      await followOrder({ sql, broker: alpaca, graceSeconds, hasJob }, order, now)
      // What the broker is still at, the keeper sees to.
      return nothing
    },
  }
}

/** A sale reduces what is held and must not wait for market data. */
async function readQuote(
  alpaca: Deps['alpaca'],
  { ticker, side }: OrderDecision,
): Promise<LatestTrade | null> {
  try {
    return (await alpaca.latestTrades([ticker])).get(ticker) ?? null
  } catch (fault) {
    if (side === 'sell') return null
    throw fault
  }
}

const nothing: Settle<'broker-adapter'> = async () => []
