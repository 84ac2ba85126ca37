/**
 * Table `foreign_orders`: orders that are open at the broker and not open with us, such as one that a
 * person placed in the broker's own app. They hold shares and money as ours do, so they count.
 */

import type { ForeignOrderRow } from '../../contracts/api/beside.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Pending } from '../../domain/risk/book.ts'
import { isClosed, stateOf } from '../../domain/trading/order-state.ts'
import type { BrokerOrder } from '../../domain/trading/broker-state.ts'
import { ofAccount } from './accounts.ts'
import { orderIsOpen } from './orders.ts'
import type { Db, Tx } from '../open.ts'

export type ForeignOrder = { brokerOrderId: string; ticker: string; side: 'buy' | 'sell' }

/**
 * What they may still buy and sell, at their limit or the newest price known; of one placed for an amount
 * of dollars a sale may take all that is held.
 */
export function readForeignPending(db: Db): Promise<Pending[]> {
  return db<Pending[]>`
    select f.ticker, coalesce(nullif(p.sector, ''), c.sector, '') as sector, f.side, true as foreign,
      coalesce(f.limit_price, p.mark_price, 0.01) as price,
      coalesce(f.quantity - f.filled_quantity, p.quantity) as quantity
    from foreign_orders f left join positions p using (account_id, ticker) left join companies c using (ticker)
    where f.account_id = current_account_id() and coalesce(f.quantity - f.filled_quantity, p.quantity) > 0
    order by f.submitted_at, f.broker_order_id`
}

/** Open orders at the broker that are not ours, oldest first. */
export async function listForeignOrders(db: Db): Promise<Served<ForeignOrderRow>[]> {
  return db<Served<ForeignOrderRow>[]>`
    select broker_order_id, ticker, side, quantity, filled_quantity, limit_price, status, submitted_at
    from foreign_orders where ${ofAccount(db)} order by submitted_at, broker_order_id`
}

/** Open ones of a ticker, oldest first. */
export function readForeignOrders(db: Db, ticker: string): Promise<ForeignOrder[]> {
  return db<ForeignOrder[]>`
    select broker_order_id, ticker, side from foreign_orders
    where account_id = current_account_id() and ticker = ${ticker} order by submitted_at, broker_order_id`
}

/**
 * Stores what a reading at `now` says of orders that are not ours, or that we hold for ended; behind the
 * book's lock. A reading lists all that is open: what it does not tell of has ended. An older reading
 * than the newest known of an order changes nothing.
 */
export async function saveForeignOrders(
  tx: Tx,
  told: readonly BrokerOrder[],
  now: Date,
): Promise<void> {
  const open = told.filter(({ status }) => !isClosed(stateOf(status)))
  const ours = await tx<{ id: string }[]>`
    select client_order_id as id from orders where ${orderIsOpen(tx)}
      and client_order_id = any(${open.map(({ clientOrderId }) => clientOrderId)}::text[])`
  const openWithUs = new Set(ours.map(({ id }) => id))
  const foreign = open.filter(({ clientOrderId }) => !openWithUs.has(clientOrderId))
  await tx`
    delete from foreign_orders where account_id = current_account_id() and seen_at <= ${now}
      and broker_order_id <> all(${foreign.map(({ brokerOrderId }) => brokerOrderId)}::text[])`
  for (const order of foreign) {
    const { brokerOrderId, clientOrderId, ticker, side, status, submittedAt } = order
    await tx`
      insert into foreign_orders as known (broker_order_id, client_order_id, ticker, side, quantity,
        filled_quantity, limit_price, status, submitted_at, seen_at)
      values (${brokerOrderId}, ${clientOrderId}, ${ticker}, ${side}, ${order.quantity},
        ${order.filledQuantity}, ${order.limitPrice ?? null}, ${status}, ${submittedAt}, ${now})
      on conflict (account_id, broker_order_id) do update set filled_quantity = excluded.filled_quantity,
        quantity = excluded.quantity, limit_price = excluded.limit_price, status = excluded.status,
        seen_at = excluded.seen_at
      where known.seen_at <= excluded.seen_at`
  }
}

/** Ours that we hold for ended, and that the broker shows open all the same: they are to be taken back. */
export function readGhosts(db: Db, most: number): Promise<ForeignOrder[]> {
  return db<ForeignOrder[]>`
    select f.broker_order_id, f.ticker, f.side
    from foreign_orders f join orders o on o.client_order_id = f.client_order_id
    where f.account_id = current_account_id() order by f.submitted_at, f.broker_order_id limit ${most}`
}

/** One that the broker was asked to take back: a reading that still lists it brings it again. */
export async function forgetForeignOrder(db: Db, brokerOrderId: string): Promise<void> {
  await db`
    delete from foreign_orders
    where account_id = current_account_id() and broker_order_id = ${brokerOrderId}`
}
