/** A broker in this process, as the product asks it; it misbehaves when told to. */

import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { OrderChange } from '#shared/clients/alpaca/change.ts'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import type { BrokerOrder, BrokerState, CancelAnswer } from '#shared/domain/trading/broker-state.ts'
import { isOpen, openAccount, refuse, type HeldOrder } from './account.ts'

/** `lost`: taken, and the answer does not arrive; `killed_*`: whoever asked dies before or after it. */
export type PostFault = 'none' | 'lost' | 'limit' | 'refuse' | 'killed_before' | 'killed_after'

/** A process that ends where it stands: nothing of it runs on. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

export type Double = ReturnType<typeof openDouble>

export function openDouble(now: () => Date, priceOf: (ticker: string) => string) {
  const account = openAccount(now, priceOf)
  const { orders, open } = account
  const control = { isAway: false, post: 'none' as PostFault, accountId: 'test' }
  const show = ({ isOdd, ...order }: HeldOrder): BrokerOrder => ({
    ...order,
    status:
      isOdd && open().some((one) => one.brokerOrderId === order.brokerOrderId)
        ? 'in_review'
        : order.status,
  })
  const reach = () => {
    if (control.isAway) throw new BrokerError('Ask the broker: away', { status: 503 })
  }
  /** Puts an order there, unless it is to go wrong. */
  async function put(take: () => HeldOrder): Promise<BrokerOrder> {
    reach()
    const fault = control.post
    control.post = 'none'
    if (fault === 'killed_before') throw new Killed()
    if (fault === 'limit') throw new BrokerError('too many', { status: 429, retryAfter: 1 })
    if (fault === 'refuse') throw refuse(403, 40310000, 'refused for the sake of it')
    const order = take()
    if (fault === 'killed_after') throw new Killed()
    if (fault === 'lost') throw new BrokerError('no answer', { status: 504 })
    return show(order)
  }
  const alpaca = {
    async latestTrades(tickers: string[]) {
      reach()
      return new Map(tickers.map((ticker) => [ticker, { price: priceOf(ticker), at: now() }]))
    },
    submitOrder: (asked: OrderRequest) => put(() => account.take(asked, false)),
    replaceOrder: (brokerOrderId: string, by: OrderChange) =>
      put(() => account.replace(brokerOrderId, by)),
    async orderByClientId(clientOrderId: string): Promise<BrokerOrder | undefined> {
      reach()
      const order = orders.find((one) => one.clientOrderId === clientOrderId)
      return order && show(order)
    },
    async cancelOrder(brokerOrderId: string): Promise<CancelAnswer> {
      reach()
      const order = orders.find((one) => one.brokerOrderId === brokerOrderId)
      if (!order) return 'not_found'
      if (!isOpen(order)) return 'too_late'
      account.end(order, 'canceled')
      return 'taken'
    },
    async openOrders(): Promise<BrokerOrder[]> {
      reach()
      return open().map(show)
    },
  }
  /** The account as a reading tells it. */
  function read(): BrokerState {
    reach()
    const cash = account.cash().toFixed()
    const equity = account.cash().plus(account.worth()).toFixed()
    const { accountId } = control
    return {
      account: {
        accountId,
        accountNumber: 'PA1',
        status: 'ACTIVE',
        cash,
        buyingPower: cash,
        equity,
      },
      orders: orders.map(show),
      positions: account.positions(),
      fills: [...account.fills],
      activities: [...account.activities],
    }
  }
  return { ...account, alpaca, control, read }
}
