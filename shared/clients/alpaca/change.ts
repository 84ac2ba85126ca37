/** What is asked of Alpaca beside a new order: to take one back, to change one, to close a position. */

import type { BrokerOrder, CancelAnswer } from '../../domain/trading/broker-state.ts'
import { BrokerError } from './broker-error.ts'
import { type AlpacaRequest } from './http.ts'
import { readReply } from './read.ts'
import { OrderReply } from './schemas.ts'

/** What is to be different in the order that takes another's place; whole shares alone may change. */
export type OrderChange = {
  clientOrderId: string
  quantity?: string
  limitPrice?: string
  stopPrice?: string
}

type Send = (request: AlpacaRequest) => Promise<unknown>

/** What can be asked of orders that are there. */
export type OrderChanges = {
  /** Asks that an order be taken back; whether it was, its next report says. */
  cancelOrder(brokerOrderId: string): Promise<CancelAnswer>
  /** Puts another order in the place of one; that one is `replaced` only once the other stands. */
  replaceOrder(brokerOrderId: string, by: OrderChange): Promise<BrokerOrder>
  /** Sells all that is held of a ticker, or so many shares; the order has an id of the broker's own. */
  closePosition(ticker: string, quantity?: string): Promise<BrokerOrder>
}

export function openChanges(send: Send): OrderChanges {
  return {
    cancelOrder: (brokerOrderId) => cancelOrder(send, brokerOrderId),
    replaceOrder: (brokerOrderId, by) => replaceOrder(send, brokerOrderId, by),
    closePosition: (ticker, quantity) => closePosition(send, ticker, quantity),
  }
}

/** Asking again does no harm: what is taken back already is too late to be. */
async function cancelOrder(send: Send, brokerOrderId: string): Promise<CancelAnswer> {
  try {
    await send({ method: 'DELETE', path: `/v2/orders/${encodeURIComponent(brokerOrderId)}` })
    return 'taken'
  } catch (fault) {
    if (fault instanceof BrokerError && fault.isWordOf(404)) return 'not_found'
    if (fault instanceof BrokerError && fault.isWordOf(422)) return 'too_late'
    throw fault
  }
}

function replaceOrder(
  send: Send,
  brokerOrderId: string,
  { clientOrderId, quantity, limitPrice, stopPrice }: OrderChange,
): Promise<BrokerOrder> {
  const data = {
    client_order_id: clientOrderId,
    ...(quantity === undefined ? {} : { qty: quantity }),
    ...(limitPrice === undefined ? {} : { limit_price: limitPrice }),
    ...(stopPrice === undefined ? {} : { stop_price: stopPrice }),
  }
  const path = `/v2/orders/${encodeURIComponent(brokerOrderId)}`
  return readReply('order', OrderReply, send({ method: 'PATCH', path, data }))
}

function closePosition(
  send: Send,
  ticker: string,
  quantity: string | undefined,
): Promise<BrokerOrder> {
  const path = `/v2/positions/${encodeURIComponent(ticker)}`
  const params = quantity === undefined ? {} : { qty: quantity }
  return readReply('order', OrderReply, send({ method: 'DELETE', path, params }))
}
