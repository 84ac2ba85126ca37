/**
 * Takes back what stands in the way of a sale: other sales that have promised the shares, and purchases
 * that the broker would call a wash trade. An open order never keeps a stop from selling.
 */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { available, type Book } from '#shared/domain/risk/book.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { PutOff } from '#shared/host/faults.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readOrdersInTheWay } from '#shared/sql/trading/cancels.ts'
import type { LivingOrder } from '#shared/sql/trading/order-life.ts'
import type { OrderDecision } from '#shared/sql/trading/overrides.ts'

/** How soon to look again; the broker takes about a second to take an order back. */
export const WAY_MS = 2_000
/** A sale waits so long after its decision. */
const WAIT_MINUTES = 2

const BY = 'broker-adapter'
const REASON = 'in_the_way_of_exit'

/**
 * Whether a sale has to wait for other orders of its ticker, which are asked back: purchases on their
 * way, which would meet it, and sales where they have promised shares that it is to sell. After a while
 * it is judged by what is left.
 */
export async function isBlocked(
  tx: Tx,
  { decisionId, decidedAt, ticker, side, quantity }: OrderDecision,
  book: Book,
  now: Date,
): Promise<boolean> {
  if (side === 'buy' || now.getTime() - decidedAt.getTime() > WAIT_MINUTES * MINUTE_MS) return false
  const isShort = available(ticker, book).lt(quantity)
  const ways = (await readOrdersInTheWay(tx, ticker, decisionId)).filter(
    (other) => other.side === 'buy' || isShort,
  )
  for (const { orderId } of ways) await askCancel(tx, orderId, BY, REASON, now)
  return ways.length > 0
}

/**
 * Other orders are being taken back, as was asked for with the judgement.
 *
 * @throws PutOff always: the sale comes again.
 */
export function waitForTheWay(ticker: string): never {
  throw new PutOff(Date.now() + WAY_MS, `Sell ${ticker}: other open orders are taken back first`)
}

/**
 * The broker refused a sale for what else is open of its ticker: all of that is taken back, ours and
 * others', as the broker lists it.
 *
 * @throws PutOff always: the sale comes again.
 */
export async function clearTheWay(
  { sql, alpaca }: { sql: Sql; alpaca: Pick<Alpaca, 'cancelOrder' | 'openOrders'> },
  { ticker, decisionId, clientOrderId }: LivingOrder,
  reason: string,
  now: Date,
): Promise<never> {
  const open = await alpaca.openOrders()
  const ours = await readOrdersInTheWay(sql, ticker, decisionId)
  const known = new Set(ours.map(({ brokerOrderId }) => brokerOrderId))
  for (const { orderId } of ours) await sql.begin((tx) => askCancel(tx, orderId, BY, REASON, now))
  for (const order of open) {
    if (order.ticker !== ticker || order.clientOrderId === clientOrderId) continue
    if (!known.has(order.brokerOrderId)) await alpaca.cancelOrder(order.brokerOrderId)
  }
  throw new PutOff(Date.now() + WAY_MS, `Sell ${ticker}: ${reason}`)
}
