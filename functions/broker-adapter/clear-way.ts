/**
 * Takes back what stands in the way of a sale: other sales that have promised the shares, and purchases
 * that the broker would call a wash trade. An open order never keeps a stop from selling.
 */

import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { available, type Book } from '#shared/domain/risk/book.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { waitsSince } from '#shared/domain/trading/plan.ts'
import { PutOff } from '#shared/host/faults.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readOrdersInTheWay } from '#shared/sql/trading/cancels.ts'
import { forgetForeignOrder, readForeignOrders } from '#shared/sql/trading/foreign-orders.ts'
import type { LivingOrder } from '#shared/sql/trading/order-life.ts'
import type { OrderDecision } from '#shared/sql/trading/overrides.ts'
import { readRestingOrders } from '#shared/sql/trading/resting-stops.ts'

/** How soon to look again; the broker takes about a second to take an order back. */
export const WAY_MS = 2_000
/** A sale waits so long after its decision, in session; a purchase after a stop was asked back. */
const WAIT_MINUTES = 2

const BY = 'broker-adapter'
const REASON = 'in_the_way_of_exit'

/**
 * What a sale has to wait for: purchases on their way, which would meet it, and sales where they have
 * promised shares that it is to sell. Ours are asked back here; the broker's ids of others are returned.
 * Undefined where nothing is in its way, or it has waited long enough: then it is judged by what is left.
 */
export async function findInTheWay(
  tx: Tx,
  { decisionId, decidedAt, ticker, side, quantity, protects }: OrderDecision,
  book: Book,
  now: Date,
): Promise<string[] | undefined> {
  const waited = now.getTime() - waitsSince(decidedAt, now).getTime()
  // A stop that is to rest gives way itself.
  if (side === 'buy' || protects || waited > WAIT_MINUTES * MINUTE_MS) return undefined
  const isShort = available(ticker, book).lt(quantity)
  const isInTheWay = (other: { side: 'buy' | 'sell' }) => other.side === 'buy' || isShort
  const ours = (await readOrdersInTheWay(tx, ticker, decisionId)).filter(isInTheWay)
  const foreign = (await readForeignOrders(tx, ticker)).filter(isInTheWay)
  for (const { orderId } of ours) await askCancel(tx, orderId, BY, REASON, now)
  if (ours.length + foreign.length === 0) return undefined
  return foreign.map(({ brokerOrderId }) => brokerOrderId)
}

/**
 * A stop of ours that rests would meet a purchase: it is asked back, and placed anew once that is through.
 * True while there is one to wait for: not for good, since each wait is another judgement that is kept.
 */
export async function takeStopsBack(tx: Tx, ticker: string, now: Date): Promise<boolean> {
  const stops = (await readRestingOrders(tx)).filter((order) => order.ticker === ticker)
  for (const { orderId } of stops) await askCancel(tx, orderId, BY, 'in_the_way_of_entry', now)
  const since = new Date(now.getTime() - WAIT_MINUTES * MINUTE_MS)
  return stops.some(({ cancelAskedAt }) => cancelAskedAt === null || cancelAskedAt >= since)
}

/**
 * Other orders are being taken back, ours as was asked for with the judgement.
 *
 * @throws PutOff always: the order comes again.
 */
export async function waitForTheWay(
  { sql, alpaca }: { sql: Sql; alpaca: Pick<Alpaca, 'cancelOrder'> },
  { side, ticker }: Pick<OrderDecision, 'side' | 'ticker'>,
  foreign: readonly string[],
): Promise<never> {
  for (const brokerOrderId of foreign)
    if (await isAskedBack(alpaca, brokerOrderId)) await forgetForeignOrder(sql, brokerOrderId)
  throw new PutOff(
    Date.now() + WAY_MS,
    `Order ${side} ${ticker}: other open orders are taken back first`,
  )
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
    if (!known.has(order.brokerOrderId)) await isAskedBack(alpaca, order.brokerOrderId)
  }
  throw new PutOff(Date.now() + WAY_MS, `Sell ${ticker}: ${reason}`)
}

/** False where the broker will not take one back: the sale is then tried beside it, and not put off for good. */
async function isAskedBack(
  alpaca: Pick<Alpaca, 'cancelOrder'>,
  brokerOrderId: string,
): Promise<boolean> {
  try {
    await alpaca.cancelOrder(brokerOrderId)
    return true
  } catch (fault) {
    if (fault instanceof BrokerError) return false
    throw fault
  }
}
