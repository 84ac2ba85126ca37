/** The double's account: orders, fills, cash and shares as a broker would keep them. */

import { Big } from 'big.js'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import type {
  BrokerActivity,
  BrokerFill,
  BrokerOrder,
} from '#shared/domain/trading/broker-state.ts'

export type HeldOrder = BrokerOrder & {
  quantity: string
  /** Of one that waits for it. */
  stopPrice: string | null
  isForeign: boolean
  isOdd: boolean
}

const OPEN = ['new', 'partially_filled']
export const OPENED_WITH = '5000'

export const isOpen = ({ status }: HeldOrder): boolean => OPEN.includes(status)

export const refuse = (status: number, code: number, message: string) =>
  new BrokerError(message, { status, code, body: JSON.stringify({ code, message }) })

export type Account = ReturnType<typeof openAccount>

export function openAccount(now: () => Date, priceOf: (ticker: string) => string) {
  let made = 0
  let cash = new Big(OPENED_WITH)
  let moved = new Big(0)
  const orders: HeldOrder[] = []
  const fills: BrokerFill[] = []
  const activities: BrokerActivity[] = []
  const held = new Map<string, Big>()
  const heldOf = (ticker: string) => held.get(ticker) ?? new Big(0)
  const open = () => orders.filter(isOpen)
  const leftOf = (order: HeldOrder) => new Big(order.quantity).minus(order.filledQuantity)
  const free = (ticker: string) =>
    open()
      .filter((order) => order.ticker === ticker && order.side === 'sell')
      .reduce((left, order) => left.minus(leftOf(order)), heldOf(ticker))

  function judge({ clientOrderId, ticker, side, quantity, protects }: OrderRequest): void {
    if (orders.some((order) => order.clientOrderId === clientOrderId))
      throw refuse(422, 40010001, 'client_order_id must be unique')
    if (protects && !new Big(quantity).round(0).eq(quantity))
      throw refuse(422, 42210000, 'fractional orders must be DAY orders')
    if (open().some((order) => order.ticker === ticker && order.side !== side))
      throw refuse(403, 40310000, 'potential wash trade detected')
    if (side === 'sell' && free(ticker).lt(quantity))
      throw refuse(403, 40310000, 'insufficient qty available for order')
    if (side === 'buy' && cash.lt(new Big(quantity).times(priceOf(ticker))))
      throw refuse(403, 40310000, 'insufficient buying power')
  }

  function take(asked: OrderRequest, isForeign: boolean): HeldOrder {
    judge(asked)
    const { clientOrderId, ticker, side, quantity } = asked
    made += 1
    const order: HeldOrder = {
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
      stopPrice: asked.stopPrice,
      isForeign,
      isOdd: false,
    }
    orders.push(order)
    return order
  }

  function end(order: HeldOrder, status: string): void {
    Object.assign(order, { status, closedAt: now() })
  }

  /** Puts another in the place of one that is open; refused, that one stays. */
  function replace(brokerOrderId: string, by: Partial<OrderRequest>): HeldOrder {
    const old = orders.find((order) => order.brokerOrderId === brokerOrderId)
    if (!old || !isOpen(old)) throw refuse(422, 42210000, 'order is not open')
    const { status } = old
    old.status = 'replaced'
    const { ticker, side, quantity, stopPrice } = old
    const kept = { ticker, side, quantity, stopPrice, limitPrice: null, orderType: 'stop' as const }
    try {
      const order = take({ ...kept, protects: true, clientOrderId: '', ...by }, false)
      Object.assign(old, { closedAt: now(), replacedBy: order.brokerOrderId })
      return order
    } catch (fault) {
      old.status = status
      throw fault
    }
  }

  /** What the market may fill now: a stop waits for its price. */
  const fillable = () =>
    open().filter(
      ({ ticker, stopPrice }) => stopPrice === null || new Big(priceOf(ticker)).lte(stopPrice),
    )

  function fill(order: HeldOrder, share: number): void {
    const left = leftOf(order)
    const part = share === 1 ? left : left.times(share).round(9, Big.roundDown)
    if (!isOpen(order) || part.lte(0)) return
    made += 1
    const price = priceOf(order.ticker)
    const { brokerOrderId, ticker, side } = order
    const told = { brokerOrderId, ticker, side, quantity: part.toFixed(), price, filledAt: now() }
    fills.push({ executionId: `fill-${made}`, ...told })
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
    const blank = { subType: '', status: 'executed', ticker: null, quantity: null, price: null }
    const activityId = `activity-${made}`
    activities.push({ activityId, type, ...blank, amount: '0', at: now(), told: {}, ...more })
  }

  return {
    orders,
    fills,
    activities,
    heldOf,
    open,
    fillable,
    take,
    replace,
    fill,
    end,
    cash: () => cash,
    /** Paid in less what was taken out, since the account was opened. */
    moved: () => moved,
    positions: () =>
      [...held]
        .filter(([, quantity]) => quantity.gt(0))
        .map(([ticker, quantity]) => ({
          ticker,
          quantity: quantity.toFixed(),
          price: priceOf(ticker),
        })),
    worth: () => [...held].reduce((sum, [of, n]) => sum.plus(n.times(priceOf(of))), new Big(0)),
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
      moved = moved.plus(amount)
      tell(amount.startsWith('-') ? 'CSW' : 'CSD', { amount })
    },
  }
}
