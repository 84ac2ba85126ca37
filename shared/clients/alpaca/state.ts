/** Reads an account so that its parts agree with one another. */

import type { BrokerOrder, BrokerState, Bust } from '../../domain/trading/broker-state.ts'
import type { Reject } from '../../domain/source/found.ts'
import type { Alpaca } from './client.ts'
import { HOUR_MS } from '../../domain/spans.ts'

export type { BrokerState }

const TRIES_MAX = 3
/** What a reading looks back: a fill may be told an hour late and more. Knowing one twice does no harm. */
const TOLD_OVERLAP_MS = 2 * HOUR_MS
/** What the first reading of an hour looks back: all that came still later, and out of order. */
const HOURLY_OVERLAP_MS = 7 * 24 * HOUR_MS
/** Other activities may tell their day alone; they are few, so that a week of them is one page. */
const ACTIVITIES_OVERLAP_MS = 7 * 24 * HOUR_MS
/** A day order sent before the longest closure of the exchange may have ended since. */
const ORDERS_OVERLAP_MS = 7 * 24 * HOUR_MS

/** What is asked of a broker; one that tells of fills alone has no activities. */
export type BrokerReader = Pick<
  Alpaca,
  'account' | 'openOrders' | 'orders' | 'positions' | 'fills'
> &
  Partial<Pick<Alpaca, 'activities'>>

/**
 * Account, orders, fills, activities and holdings, where `after` is the last reading's moment; null reads
 * all. Those that were known are told again: who takes them in knows each by its id.
 *
 * Cash is read before and after: where it moved in between, all is read again, three times at most.
 * Fills are read after orders, so they are never fewer than the orders tell of, and holdings after the
 * fills: what is held is never older than what was sold. A record that cannot be
 * read costs itself alone; an account whose totals cannot be read is a fault, since they are money.
 */
export async function fetchBrokerState(
  alpaca: BrokerReader,
  after: Date | null,
): Promise<BrokerState> {
  const since = after && new Date(after.getTime() - overlapOf(after))
  for (let attempt = 1; ; attempt += 1) {
    const before = await alpaca.account()
    const odd: Reject[] = []
    const orders = await readOrders(alpaca, after, odd)
    const busts: Bust[] = []
    const fills = await alpaca.fills(since, odd, busts)
    const week = after && new Date(after.getTime() - ACTIVITIES_OVERLAP_MS)
    const activities = (await alpaca.activities?.(week, odd)) ?? []
    const positions = await alpaca.positions(odd)
    const account = await alpaca.account()
    if (account.cash === before.cash || attempt === TRIES_MAX)
      return { account, orders, positions, fills, activities, busts, odd: distinctOf(odd) }
  }
}

/** Wide once an hour. */
function overlapOf(after: Date): number {
  return after.getUTCMinutes() === 0 ? HOURLY_OVERLAP_MS : TOLD_OVERLAP_MS
}

/** Everything open, and everything recent; oldest first. */
async function readOrders(
  alpaca: BrokerReader,
  after: Date | null,
  odd: Reject[],
): Promise<BrokerOrder[]> {
  const open = await alpaca.openOrders(odd)
  const recent = await alpaca.orders(after && new Date(after.getTime() - ORDERS_OVERLAP_MS), odd)
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
