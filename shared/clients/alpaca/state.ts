/** Reads an account so that its parts agree with one another. */

import type { BrokerOrder, BrokerState, Bust } from '../../domain/trading/broker-state.ts'
import type { Reject } from '../../domain/source/found.ts'
import type { Alpaca } from './client.ts'
import { HOUR_MS } from '../../domain/spans.ts'

export type { BrokerState }

const TRIES_MAX = 3
/** A fill may be told late. Knowing one twice does no harm. */
const FILLS_OVERLAP_MS = HOUR_MS
/** A day order sent before the longest closure of the exchange may have ended since. */
const ORDERS_OVERLAP_MS = 7 * 24 * HOUR_MS

/**
 * Account, orders, holdings and fills, where `after` is the last reading's moment; null reads all.
 *
 * Cash is read before and after: where it moved in between, all is read again, three times at most.
 * Fills are read after orders, so they are never fewer than the orders tell of. A record that cannot be
 * read costs itself alone; an account whose totals cannot be read is a fault, since they are money.
 */
export async function fetchBrokerState(alpaca: Alpaca, after: Date | null): Promise<BrokerState> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await alpaca.account()
    const odd: Reject[] = []
    const orders = await readOrders(alpaca, after, odd)
    const positions = await alpaca.positions(odd)
    const busts: Bust[] = []
    const fills = await alpaca.fills(since(after, FILLS_OVERLAP_MS), odd, busts)
    const account = await alpaca.account()
    if (account.cash === before.cash || attempt === TRIES_MAX)
      return { account, orders, positions, fills, busts, odd: distinctOf(odd) }
  }
}

function since(after: Date | null, overlapMs: number): Date | null {
  return after && new Date(after.getTime() - overlapMs)
}

/** Everything open, and everything recent; oldest first. */
async function readOrders(
  alpaca: Alpaca,
  after: Date | null,
  odd: Reject[],
): Promise<BrokerOrder[]> {
  const open = await alpaca.openOrders(odd)
  const recent = await alpaca.orders(since(after, ORDERS_OVERLAP_MS), odd)
  // Read later, so it knows more of an order that is in both.
  const all = new Map([...open, ...recent].map((order) => [order.brokerOrderId, order]))
  return [...all.values()].sort(
    (a, b) =>
      a.submittedAt.getTime() - b.submittedAt.getTime() ||
      (a.brokerOrderId < b.brokerOrderId ? -1 : 1),
  )
}

/** An open order is listed twice. */
function distinctOf(odd: readonly Reject[]): Reject[] {
  return [...new Map(odd.map((one) => [`${one.reason} ${String(one.item)}`, one])).values()]
}
