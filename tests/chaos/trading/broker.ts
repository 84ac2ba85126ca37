/** A broker in this process that keeps an account as Alpaca does, and misbehaves when told to. */

import { Big } from 'big.js'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import type {
  BrokerActivity,
  BrokerFill,
  BrokerOrder,
  BrokerState,
  CancelAnswer,
} from '#shared/domain/trading/broker-state.ts'

/** `lost`: taken, and the answer does not arrive; `killed_*`: whoever asked dies before or after it. */
export type PostFault = 'none' | 'lost' | 'limit' | 'refuse' | 'killed_before' | 'killed_after'

/** A process that ends where it stands: nothing of it runs on. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

type Held = BrokerOrder & { quantity: string; isForeign: boolean; isOdd: boolean }

const OPEN = ['new', 'partially_filled']

export type Double = ReturnType<typeof openDouble>

export function openDouble(now: () => Date, priceOf: (ticker: string) => string) {
  let made = 0
  let cash = new Big(5000)
  const orders: Held[] = []
  const fills: BrokerFill[] = []
  const activities: BrokerActivity[] = []
  const held = new Map<string, Big>()
  const control = { isAway: false, post: 'none' as PostFault, accountId: 'test' }
  const heldOf = (ticker: string) => held.get(ticker) ?? new Big(0)
  const open = () => orders.filter(({ status }) => OPEN.includes(status))
  const leftOf = (order: Held) => new Big(order.quantity).minus(order.filledQuantity)
  const free = (ticker: string) =>
    open()
      .filter((order) => order.ticker === ticker && order.side === 'sell')
      .reduce((left, order) => left.minus(leftOf(order)), heldOf(ticker))
  const show = ({ isOdd, ...order }: Held): BrokerOrder => ({
    ...order,
    status: isOdd && OPEN.includes(order.status) ? 'in_review' : order.status,
  })
  const reach = () => {
    if (control.isAway) throw new BrokerError('Ask the broker: away', { status: 503 })
  }
  const refuse = (status: number, code: number, message: string) =>
    new BrokerError(message, { status, code, body: JSON.stringify({ code, message }) })

  function take(asked: OrderRequest, isForeign: boolean): Held {
    const { clientOrderId, ticker, side, quantity } = asked
    if (orders.some((order) => order.clientOrderId === clientOrderId))
      throw refuse(422, 40010001, 'client_order_id must be unique')
    if (open().some((order) => order.ticker === ticker && order.side !== side))
      throw refuse(403, 40310000, 'potential wash trade detected')
    if (side === 'sell' && free(ticker).lt(quantity))
      throw refuse(403, 40310000, 'insufficient qty available for order')
    if (side === 'buy' && cash.lt(new Big(quantity).times(priceOf(ticker))))
      throw refuse(403, 40310000, 'insufficient buying power')
    made += 1
    const order: Held = {
      brokerOrderId: `order-${made}`,
      clientOrderId,
      ticker,
      side,
      quantity,
      filledQuantity: '0',
      filledPriceAvg: null,
      status: 'new',
      submittedAt: now(),
      closedAt: null,
      isForeign,
      isOdd: false,
    }
    orders.push(order)
    return order
  }

  function end(order: Held, status: string): void {
    Object.assign(order, { status, closedAt: now() })
  }

  function fill(order: Held, share: number): void {
    if (!OPEN.includes(order.status)) return
    const left = leftOf(order)
    const part = share === 1 ? left : left.times(share).round(9, Big.roundDown)
    if (part.lte(0)) return
    made += 1
    const price = priceOf(order.ticker)
    const { brokerOrderId, ticker, side } = order
    const quantity = part.toFixed()
    fills.push({
      executionId: `fill-${made}`,
      brokerOrderId,
      ticker,
      side,
      quantity,
      price,
      filledAt: now(),
    })
    const sign = side === 'buy' ? 1 : -1
    held.set(ticker, heldOf(ticker).plus(part.times(sign)))
    cash = cash.minus(part.times(price).times(sign))
    order.filledPriceAvg = price
    order.filledQuantity = new Big(order.filledQuantity).plus(part).toFixed()
    if (leftOf(order).eq(0)) end(order, 'filled')
    else order.status = 'partially_filled'
  }

  function tell(type: string, more: Partial<BrokerActivity>): void {
    made += 1
    activities.push({
      activityId: `activity-${made}`,
      type,
      subType: '',
      status: 'executed',
      ticker: null,
      quantity: null,
      price: null,
      amount: '0',
      at: now(),
      told: {},
      ...more,
    })
  }

  const alpaca = {
    async latestTrades(tickers: string[]) {
      reach()
      return new Map(tickers.map((ticker) => [ticker, { price: priceOf(ticker), at: now() }]))
    },
    async submitOrder(asked: OrderRequest): Promise<BrokerOrder> {
      reach()
      const fault = control.post
      control.post = 'none'
      if (fault === 'killed_before') throw new Killed()
      if (fault === 'limit') throw new BrokerError('too many', { status: 429, retryAfter: 1 })
      if (fault === 'refuse') throw refuse(403, 40310000, 'refused for the sake of it')
      const order = take(asked, false)
      if (fault === 'killed_after') throw new Killed()
      if (fault === 'lost') throw new BrokerError('no answer', { status: 504 })
      return show(order)
    },
    async orderByClientId(clientOrderId: string): Promise<BrokerOrder | undefined> {
      reach()
      const order = orders.find((one) => one.clientOrderId === clientOrderId)
      return order && show(order)
    },
    async cancelOrder(brokerOrderId: string): Promise<CancelAnswer> {
      reach()
      const order = orders.find((one) => one.brokerOrderId === brokerOrderId)
      if (!order) return 'not_found'
      if (!OPEN.includes(order.status)) return 'too_late'
      end(order, 'canceled')
      return 'taken'
    },
    async openOrders(): Promise<BrokerOrder[]> {
      reach()
      return open().map(show)
    },
  }
  return {
    alpaca,
    control,
    orders,
    fills,
    heldOf,
    cash: () => cash,
    open,
    fill,
    end,
    foreign(ticker: string, side: 'buy' | 'sell', quantity: string): boolean {
      const asked = { clientOrderId: `foreign-${made}`, ticker, side, quantity }
      try {
        take({ ...asked, orderType: 'market', limitPrice: null, stopPrice: null }, true)
        return true
      } catch {
        return false
      }
    },
    /** Open orders of the ticker end, as they do at a broker on the day of a split. */
    split(ticker: string, factor: number): void {
      for (const order of open()) if (order.ticker === ticker) end(order, 'canceled')
      const more = heldOf(ticker).times(factor - 1)
      if (more.eq(0)) return
      held.set(ticker, heldOf(ticker).plus(more))
      tell('SPLIT', { ticker, quantity: more.toFixed() })
    },
    move(amount: string): void {
      cash = cash.plus(amount)
      tell(amount.startsWith('-') ? 'CSW' : 'CSD', { amount })
    },
    /** The account as a reading tells it. */
    read(): BrokerState {
      reach()
      const positions = [...held]
        .filter(([, quantity]) => quantity.gt(0))
        .map(([ticker, quantity]) => ({
          ticker,
          quantity: quantity.toFixed(),
          price: priceOf(ticker),
        }))
      const worth = positions.reduce(
        (sum, { quantity, price }) => sum.plus(new Big(quantity).times(price)),
        new Big(0),
      )
      const money = cash.toFixed()
      return {
        account: {
          accountId: control.accountId,
          accountNumber: 'PA1',
          status: 'ACTIVE',
          cash: money,
          buyingPower: money,
          equity: cash.plus(worth).toFixed(),
        },
        orders: orders.map(show),
        positions,
        fills: [...fills],
        activities: [...activities],
      }
    },
  }
}
