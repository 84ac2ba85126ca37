/**
 * The life of an order: its states, the moves between them, and what the broker's words make of it.
 *
 * A closed order stays as it closed, what was filled stays filled, and a status we do not know
 * keeps the order open. The database refuses every move that is not here (`guard_order`).
 * docs/FORMULAS.md, Orders and fills.
 */

import { Big } from 'big.js'
import { CLOSED_ORDER_STATES, type ORDER_STATES } from '../../contracts/sets.ts'

export type OrderState = (typeof ORDER_STATES)[number]

/**
 * Where an order may go from each state. `unknown` is a word of the broker's that we do not know: the
 * order goes on from there. Of an order that was filled in part nothing can be refused any more.
 */
export const ORDER_MOVES: Readonly<Record<OrderState, readonly OrderState[]>> = {
  intent: [
    'submitted',
    'partially_filled',
    'unknown',
    'filled',
    'canceled',
    'expired',
    'rejected',
    'replaced',
  ],
  submitted: [
    'partially_filled',
    'unknown',
    'filled',
    'canceled',
    'expired',
    'rejected',
    'replaced',
  ],
  partially_filled: ['unknown', 'filled', 'canceled', 'expired', 'replaced'],
  unknown: [
    'submitted',
    'partially_filled',
    'filled',
    'canceled',
    'expired',
    'rejected',
    'replaced',
  ],
  filled: [],
  canceled: [],
  expired: [],
  rejected: [],
  replaced: [],
}

const STATES: Readonly<Record<string, OrderState>> = {
  new: 'submitted',
  accepted: 'submitted',
  pending_new: 'submitted',
  accepted_for_bidding: 'submitted',
  pending_cancel: 'submitted',
  pending_replace: 'submitted',
  stopped: 'submitted',
  suspended: 'submitted',
  calculated: 'submitted',
  held: 'submitted',
  done_for_day: 'submitted',
  partially_filled: 'partially_filled',
  filled: 'filled',
  canceled: 'canceled',
  // What stands in its place is another order, with an id of its own.
  replaced: 'replaced',
  expired: 'expired',
  rejected: 'rejected',
}

export type OrderProgress = { state: OrderState; filledQuantity: string }

/** Our word for the broker's; `unknown` for one we do not know. */
export function stateOf(status: string): OrderState {
  return Object.hasOwn(STATES, status) ? (STATES[status] ?? 'unknown') : 'unknown'
}

/** Whether an order has ended. */
export function isClosed(state: OrderState): boolean {
  return (CLOSED_ORDER_STATES as readonly OrderState[]).includes(state)
}

/**
 * The order's next state and filled quantity.
 *
 * Filled is the most that anyone told: the order before, the broker's report or the fills' sum,
 * never more than was ordered. Telling it again, or telling something older, changes nothing.
 */
export function advanceOrder(
  order: OrderProgress & { quantity: string },
  seen: { status: string; filledQuantity: string; closedAt?: Date | null },
  fillsTotal: string,
): OrderProgress {
  const told = [order.filledQuantity, seen.filledQuantity, fillsTotal].map((text) => new Big(text))
  const most = told.reduce((high, one) => (one.gt(high) ? one : high))
  const filled = most.gt(order.quantity) ? new Big(order.quantity) : most
  return { state: nextState(order, endOf(seen), filled), filledQuantity: filled.toFixed() }
}

/** A word that is not known says nothing; the moment at which the order ended does. */
function endOf({ status, closedAt }: { status: string; closedAt?: Date | null }): OrderState {
  const told = stateOf(status)
  return told === 'unknown' && closedAt ? 'canceled' : told
}

function nextState(
  order: OrderProgress & { quantity: string },
  told: OrderState,
  filled: Big,
): OrderState {
  if (isClosed(order.state)) return order.state
  if (filled.eq(order.quantity)) return 'filled'
  // "filled" with less than all filled: more is still to be told.
  if (told === 'filled' || told === 'submitted' || told === 'partially_filled') {
    return filled.gt(0) ? 'partially_filled' : 'submitted'
  }
  // Refused after some of it was filled is taken back, not refused.
  return told === 'rejected' && filled.gt(0) ? 'canceled' : told
}
