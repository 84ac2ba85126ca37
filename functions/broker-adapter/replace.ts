/**
 * An order that takes the place of another: judged as if that one were gone, and put to the broker as
 * a change of it, so that never both may fill.
 */

import { Big } from 'big.js'
import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { isClosed } from '#shared/domain/trading/order-state.ts'
import type { Db } from '#shared/sql/open.ts'
import { readLivingOrder, type LivingOrder } from '#shared/sql/trading/order-life.ts'

/** An order at the broker, whose place another may take. */
export type Replaceable = LivingOrder & { brokerOrderId: string }

/** The order that is to be replaced; undefined where it has ended or is being taken back. */
export async function readReplaced(db: Db, orderId: string): Promise<Replaceable | undefined> {
  const order = await readLivingOrder(db, orderId)
  if (!order || isClosed(order.state) || order.cancelAskedAt !== null) return undefined
  const { brokerOrderId } = order
  return brokerOrderId === null ? undefined : { ...order, brokerOrderId }
}

type Broker = Pick<Alpaca, 'submitOrder' | 'orderByClientId'>

/** A broker to which a new order is a change of the old one. */
export function inPlaceOf(
  old: Replaceable,
  alpaca: Pick<Alpaca, 'orderByClientId' | 'replaceOrder'>,
): Broker {
  return {
    orderByClientId: alpaca.orderByClientId,
    submitOrder: ({ clientOrderId, quantity, limitPrice, stopPrice }) =>
      alpaca.replaceOrder(old.brokerOrderId, {
        clientOrderId,
        // Whole shares, and no broker has to look for that behind a point.
        quantity: new Big(quantity).toFixed(),
        ...(limitPrice === null ? {} : { limitPrice }),
        ...(stopPrice === null ? {} : { stopPrice }),
      }),
  }
}
