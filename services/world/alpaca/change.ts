/** Orders at the world's broker that somebody changes: taken back, put in another's place, closing a position. */

import { Big } from 'big.js'
import { deriveId } from '#shared/host/ids.ts'
import { isOpenOrder, leaves, type AlpacaBook, type BookOrder } from './book.ts'
import type { Ticket } from './execution.ts'
import { BAD_INPUT, isRefusal, readTicket, refuseOrder, type OrderRefusal } from './ticket.ts'
import { wireOrder } from './wire.ts'
import type { Quotes, World } from '../contents/world.ts'

type Market = { world: World; quotes: Quotes; book: AlpacaBook; now: Date }
type Asked = Record<string, unknown>

/** Why an order cannot be changed any more; undefined while it can. */
export function closedRefusal(order: BookOrder): OrderRefusal | undefined {
  if (isOpenOrder(order) && !order.cancelDue) return undefined
  return refuseOrder(422, 42210000, `order is already in "${wireOrder(order).status}" state`)
}

/** The ticket that takes the place of an open order: what is not asked for stays as it was. */
export function readReplacement(
  order: BookOrder,
  asked: Asked,
  market: Market,
): Ticket | OrderRefusal {
  const refusal = closedRefusal(order)
  if (refusal) return refusal
  const { book } = market
  const clientOrderId =
    asked['client_order_id'] ?? deriveId('alpaca-client', String(book.orders().length))
  const ticket = readTicket(
    {
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      time_in_force: asked['time_in_force'] ?? order.timeInForce,
      qty: asked['qty'] ?? leaves(order).toFixed(),
      limit_price: asked['limit_price'] ?? order.limitPrice?.toFixed(),
      stop_price: asked['stop_price'] ?? order.stopPrice?.toFixed(),
      client_order_id: clientOrderId,
    },
    // What the order itself holds is free for the one that takes its place.
    { ...market, book: without(book, order) },
  )
  if (isRefusal(ticket)) return ticket
  return book.byClientId(ticket.clientOrderId)
    ? refuseOrder(422, BAD_INPUT, 'client_order_id must be unique')
    : ticket
}

function without(book: AlpacaBook, left: BookOrder): AlpacaBook {
  return { ...book, orders: () => book.orders().filter((order) => order !== left) }
}

/** The order that sells all that is held of a symbol, or `qty` or `percentage` of it. */
export function readClosing(
  symbol: string,
  query: URLSearchParams,
  market: Market,
): Ticket | OrderRefusal {
  const { book } = market
  const holding = book.holdings().find((one) => one.symbol === symbol)
  if (!holding) return refuseOrder(404, 40410000, `position not found: ${symbol}`)
  const percent = query.get('percentage')
  const quantity =
    percent !== null && /^\d{1,3}(\.\d{1,9})?$/.test(percent)
      ? holding.quantity.times(percent).div(100).round(9, Big.roundDown).toFixed()
      : (query.get('qty') ?? holding.quantity.toFixed())
  return readTicket(
    {
      symbol,
      side: 'sell',
      type: 'market',
      time_in_force: 'day',
      qty: quantity,
      client_order_id: deriveId('alpaca-client', String(book.orders().length)),
    },
    market,
  )
}
