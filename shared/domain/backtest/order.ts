/**
 * The life of an order in a backtest, in the states of the live one, and the price at which a day's bar fills it.
 *
 * An order that came before the open trades at the open, or at its own price where the day reached it; a price that
 * was jumped over trades at the open. A day without a bar (a halt) trades nothing.
 */

import { Big } from 'big.js'
import type { TradedBar } from '../strategy/strategy.ts'
import { advanceOrder, type OrderState } from '../trading/order-state.ts'

export type BacktestOrder = {
  orderId: string
  ticker: string
  side: 'buy' | 'sell'
  type: 'market' | 'limit' | 'stop'
  /** Dollars; 0 of a market order. */
  price: number
  /** Shares; 0 where they are found at the fill from `weight`. */
  quantity: Big
  weight: number
  /** The close it was decided at, dollars. */
  reference: number
  filled: Big
  state: OrderState
  /** Number of the bar it was decided at. */
  decidedAt: number
  /** Milliseconds of the moment at which it is at the market. */
  arrivesAt: number
  why: string
  /** What rests at the broker once it is bought; dollars, 0 without. */
  stop: number
  take: number
  /** Waits for its price for as long as the shares are held. */
  rests: boolean
}

/** The price of the market at which the bar fills it; undefined where it does not. */
export function filledAt({ type, side, price }: BacktestOrder, bar: TradedBar): number | undefined {
  const { open, high, low } = bar
  if (type === 'market') return open
  const waitsForFall = (side === 'buy') === (type === 'limit')
  if (waitsForFall) return open <= price ? open : low <= price ? price : undefined
  return open >= price ? open : high >= price ? price : undefined
}

/** The order after `quantity` more of it is filled. */
export function withFill(order: BacktestOrder, quantity: Big): void {
  const filled = order.filled.plus(quantity)
  const seen = { status: 'partially_filled', filledQuantity: filled.toFixed() }
  const before = {
    state: order.state,
    filledQuantity: order.filled.toFixed(),
    quantity: order.quantity.toFixed(),
  }
  const next = advanceOrder(before, seen, filled.toFixed())
  order.state = next.state
  order.filled = new Big(next.filledQuantity)
}
