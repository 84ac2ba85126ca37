/**
 * broker-adapter: sends one order to the broker, once.
 *
 * The intent commits before the broker is asked; from then on every delivery carries the same
 * client_order_id, so a crash at any point leads to one order (docs/FORMULAS.md, Orders and fills).
 */

import type { Alpaca, LatestTrade } from '#shared/clients/alpaca/client.ts'
import { mayLeave } from '#shared/domain/trading/mode.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Handlers, Settle } from '#shared/queue/stage.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { applyReport, rejectOrder } from '#shared/sql/trading/orders.ts'
import type { OrderDecision } from '#shared/sql/trading/overrides.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { findDecision, placeIntent } from './intent.ts'
import { submitOnce } from './submit.ts'

export type Deps = {
  sql: Sql
  alpaca: Pick<Alpaca, 'latestTrades' | 'submitOrder' | 'orderByClientId'>
  /** Part of every client_order_id: two environments at one account never meet. */
  deployStage: string
  /** Whose current version judges. */
  rules: Pick<Rules, 'risk'>
}

export function brokerAdapter({
  sql,
  alpaca,
  deployStage,
  rules,
}: Deps): Handlers<'broker-adapter'> {
  return {
    async broker_orders(job, { now }): Promise<Settle<'broker-adapter'>> {
      const decision = await findDecision(sql, job)
      const quote = await readQuote(alpaca, decision)
      const intent = await placeIntent(sql, { decision, quote, deployStage, rules, now })
      // Refused or waiting for a person: a decision, recorded with its numbers.
      if (intent.kind !== 'order') return nothing
      const { order, isNew } = intent
      if (order.state !== 'intent') return nothing
      const mayTrade = async () =>
        mayLeave(await readStanding(sql, now), { reduces: order.side === 'sell' })
      const outcome = await submitOnce(alpaca, order, { isNew, mayTrade })
      return (tx: Tx) =>
        outcome.kind === 'rejected'
          ? rejectOrder(tx, order.orderId, outcome.reason, now)
          : applyReport(tx, order.orderId, outcome.order, now)
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
