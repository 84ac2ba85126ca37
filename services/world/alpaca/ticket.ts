/** The ticket an order asks for at the world's broker, and the words that refuse the rest. */

import { Big } from 'big.js'
import { deriveId } from '#shared/host/ids.ts'
import { buyingPower, promised } from './account.ts'
import { isOpenOrder, type AlpacaBook, type BookOrder } from './book.ts'
import type { Ticket } from './execution.ts'
import type { Quotes, World } from '../contents/world.ts'

export type OrderRefusal = {
  status: number
  body: { code: number; message: string } & Record<string, unknown>
}

export const BAD_INPUT = 40010001
const UNPROCESSABLE = 42210000
const FORBIDDEN = 40310000

type Asked = Record<string, unknown>
type Market = { world: World; quotes: Quotes; book: AlpacaBook; now: Date }

/** The ticket an order's JSON asks for, or why there is none. */
export function readTicket(asked: Asked, market: Market): Ticket | OrderRefusal {
  const { symbol, side, type, time_in_force: timeInForce } = asked
  const quantity = decimal(asked['qty'])
  const limitPrice = decimal(asked['limit_price'])
  const stopPrice = decimal(asked['stop_price'])
  if (typeof symbol !== 'string' || !symbol)
    return refuseOrder(422, BAD_INPUT, 'symbol is required')
  if (!market.world.companies.some(({ ticker }) => ticker === symbol)) {
    return refuseOrder(422, UNPROCESSABLE, `asset "${symbol}" not found`)
  }
  if (side !== 'buy' && side !== 'sell')
    return refuseOrder(422, BAD_INPUT, `invalid side "${String(side)}"`)
  if (!isType(type)) return refuseOrder(422, BAD_INPUT, `invalid order type "${String(type)}"`)
  if (timeInForce !== 'day' && timeInForce !== 'gtc')
    return refuseOrder(422, BAD_INPUT, 'invalid time_in_force')
  if (asked['notional'] !== undefined && asked['notional'] !== null) {
    return refuseOrder(422, BAD_INPUT, 'only qty is accepted here')
  }
  if (!quantity) return refuseOrder(422, BAD_INPUT, 'qty or notional is required')
  if (quantity.lte(0)) return refuseOrder(422, BAD_INPUT, 'qty must be > 0')
  if (!quantity.round(9).eq(quantity)) {
    return refuseOrder(422, UNPROCESSABLE, 'qty value must be limited to 9 decimal places')
  }
  const fractional = !quantity.round(0).eq(quantity)
  if (fractional && timeInForce !== 'day')
    return refuseOrder(422, UNPROCESSABLE, 'fractional orders must be DAY orders')
  const refusal = priceRefusal(type, limitPrice, stopPrice)
  if (refusal) return refusal
  const clientOrderId = clientIdOf(asked['client_order_id'], market.book)
  if (clientOrderId.length > 128) {
    return refuseOrder(422, BAD_INPUT, 'client_order_id must be no more than 128 characters')
  }
  if (market.book.byClientId(clientOrderId))
    return refuseOrder(422, BAD_INPUT, 'client_order_id must be unique')
  const ticket: Ticket = {
    orderId: deriveId('alpaca-order', clientOrderId),
    clientOrderId,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    limitPrice,
    stopPrice,
    submittedAt: market.now,
  }
  return fundsRefusal(ticket, market) ?? ticket
}

export function isRefusal(found: Ticket | OrderRefusal): found is OrderRefusal {
  return 'status' in found
}

function clientIdOf(asked: unknown, book: AlpacaBook): string {
  return typeof asked === 'string' && asked
    ? asked
    : deriveId('alpaca-client', book.orders().length)
}

function priceRefusal(
  type: Ticket['type'],
  limit: Big | null,
  stop: Big | null,
): OrderRefusal | undefined {
  const wantsLimit = type === 'limit' || type === 'stop_limit'
  const wantsStop = type === 'stop' || type === 'stop_limit'
  if (wantsLimit && !limit?.gt(0))
    return refuseOrder(422, BAD_INPUT, `${type} orders require limit_price`)
  if (wantsStop && !stop?.gt(0))
    return refuseOrder(422, BAD_INPUT, `${type} orders require stop_price`)
  if (!wantsLimit && limit)
    return refuseOrder(422, BAD_INPUT, `${type} orders must not have limit_price`)
  if (!wantsStop && stop)
    return refuseOrder(422, BAD_INPUT, `${type} orders must not have stop_price`)
  for (const price of [limit, stop]) {
    if (price && !price.round(price.gte(1) ? 2 : 4).eq(price)) {
      return refuseOrder(
        422,
        UNPROCESSABLE,
        'sub-penny increment does not fulfill minimum pricing criteria',
      )
    }
  }
  return undefined
}

function fundsRefusal(ticket: Ticket, { quotes, book, now }: Market): OrderRefusal | undefined {
  const opposite = book.orders().find((order) => crosses(order, ticket))
  if (opposite) {
    return refuseOrder(403, FORBIDDEN, 'potential wash trade detected. use complex orders', {
      existing_order_id: opposite.orderId,
      reject_reason: 'opposite side market/stop order exists',
    })
  }
  if (ticket.side === 'sell') return sharesRefusal(ticket, book)
  const price = ticket.limitPrice ?? new Big(quotes.lastTrade(ticket.symbol, now)?.price ?? 0)
  const cost = ticket.quantity.times(price)
  const free = buyingPower(book, quotes, now)
  if (cost.lt(1)) {
    return refuseOrder(403, FORBIDDEN, 'cost basis must be >= minimal amount of order 1', {
      cost_basis: cost.toFixed(),
    })
  }
  if (cost.lte(free)) return undefined
  return refuseOrder(403, FORBIDDEN, 'insufficient buying power', {
    buying_power: free.toFixed(),
    cost_basis: cost.toFixed(),
  })
}

function sharesRefusal({ symbol, quantity }: Ticket, book: AlpacaBook): OrderRefusal | undefined {
  const held = book.holdings().find((holding) => holding.symbol === symbol)?.quantity ?? new Big(0)
  const pledged = promised(book, symbol)
  const available = held.minus(pledged)
  if (quantity.lte(available)) return undefined
  if (held.eq(0)) return refuseOrder(403, FORBIDDEN, 'account is not allowed to short')
  const asks = `(requested: ${quantity.toFixed()}, available: ${available.toFixed()})`
  return refuseOrder(403, FORBIDDEN, `insufficient qty available for order ${asks}`, {
    symbol,
    existing_qty: held.toFixed(),
    held_for_orders: pledged.toFixed(),
    available: available.toFixed(),
  })
}

/** An open order on the other side that could meet this one. */
function crosses(order: BookOrder, ticket: Ticket): boolean {
  if (!isOpenOrder(order) || order.symbol !== ticket.symbol || order.side === ticket.side)
    return false
  if (!order.limitPrice || !ticket.limitPrice) return true
  const [buy, sell] = ticket.side === 'buy' ? [ticket, order] : [order, ticket]
  return buy.limitPrice !== null && sell.limitPrice !== null && buy.limitPrice.gte(sell.limitPrice)
}

function isType(text: unknown): text is Ticket['type'] {
  return text === 'market' || text === 'limit' || text === 'stop' || text === 'stop_limit'
}

function decimal(value: unknown): Big | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(String(value)) ? new Big(value) : null
}

export function refuseOrder(
  status: number,
  code: number,
  message: string,
  more: Record<string, unknown> = {},
): OrderRefusal {
  return { status, body: { code, message, ...more } }
}
