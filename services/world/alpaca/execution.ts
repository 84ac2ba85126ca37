/**
 * When and at what price the world's broker executes an order.
 *
 * Nothing but the order, the quotes and the business moment decide, so it does not matter when or
 * how often anyone looks. An order is tried when it arrives in session, else at the open, and from
 * then on at each whole minute until the close, where a day order expires.
 */

import { Big } from 'big.js'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Quotes } from '../contents/world.ts'

export type Ticket = {
  orderId: string
  clientOrderId: string
  symbol: string
  side: 'buy' | 'sell'
  type: 'market' | 'limit' | 'stop' | 'stop_limit'
  timeInForce: 'day' | 'gtc'
  quantity: Big
  limitPrice: Big | null
  stopPrice: Big | null
  submittedAt: Date
}

export type Execution = {
  executionId: string
  orderId: string
  symbol: string
  side: 'buy' | 'sell'
  quantity: Big
  price: Big
  at: Date
  /** Filled in all after this one. */
  filled: Big
}

/** What became of an order so far. `next` is the moment it is tried next; null when it is closed. */
export type Working = {
  next: Date | null
  triggered: boolean
  filled: Big
  expiredAt: Date | null
}

const MINUTE = 60_000

/** An order nobody has tried yet. */
export function fresh(ticket: Ticket): Working {
  return {
    next: firstTry(ticket.submittedAt),
    triggered: false,
    filled: new Big(0),
    expiredAt: null,
  }
}

/** Tries the order at every due moment up to `until`, moving `working` on; returns what executed. */
export function execute(
  ticket: Ticket,
  working: Working,
  quotes: Quotes,
  seed: number,
  until: Date,
): Execution[] {
  const done: Execution[] = []
  while (working.next && working.next <= until) {
    const at = working.next
    const price = priceAt(ticket, working, quotes, at)
    if (price) done.push(fill(ticket, working, seed, at, price))
    advance(ticket, working, at)
  }
  return done
}

/** True for one order in ten, known by the seed and the order's own id. */
export function fillsInParts(clientOrderId: string, seed: number): boolean {
  return Number.parseInt(sha256(`${seed}:${clientOrderId}`).slice(0, 8), 16) % 10 === 0
}

function fill(ticket: Ticket, working: Working, seed: number, at: Date, price: Big): Execution {
  const left = ticket.quantity.minus(working.filled)
  const quantity =
    working.filled.eq(0) && fillsInParts(ticket.clientOrderId, seed) ? half(ticket.quantity) : left
  const index = working.filled.eq(0) ? 0 : 1
  working.filled = working.filled.plus(quantity)
  return {
    executionId: deriveId('execution', ticket.clientOrderId, index),
    orderId: ticket.orderId,
    symbol: ticket.symbol,
    side: ticket.side,
    quantity,
    price,
    at,
    filled: working.filled,
  }
}

/** Half, whole where the whole is whole; all of what cannot be halved. */
function half(quantity: Big): Big {
  const whole = quantity.round(0, Big.roundDown).eq(quantity)
  const part = quantity.div(2).round(whole ? 0 : 9, Big.roundDown)
  return part.gt(0) ? part : quantity
}

function advance(ticket: Ticket, working: Working, at: Date): void {
  const session = sessionAt(at)
  const following = new Date((Math.floor(at.getTime() / MINUTE) + 1) * MINUTE)
  if (working.filled.eq(ticket.quantity)) working.next = null
  else if (session && following < session.closesAt) working.next = following
  else if (ticket.timeInForce === 'gtc') working.next = nextSession(at).opensAt
  else {
    working.next = null
    working.expiredAt = session?.closesAt ?? at
  }
}

function firstTry(submittedAt: Date): Date {
  return sessionAt(submittedAt) ? submittedAt : nextSession(submittedAt).opensAt
}

/** The price the order executes at now, or undefined while the market is not there. */
function priceAt(ticket: Ticket, working: Working, quotes: Quotes, at: Date): Big | undefined {
  const trade = quotes.lastTrade(ticket.symbol, at)
  if (!trade) return undefined
  const last = new Big(trade.price)
  const buying = ticket.side === 'buy'
  if (ticket.stopPrice && !working.triggered) {
    working.triggered = buying ? last.gte(ticket.stopPrice) : last.lte(ticket.stopPrice)
    if (!working.triggered) return undefined
  }
  if (!ticket.limitPrice) return last
  const marketable = buying ? last.lte(ticket.limitPrice) : last.gte(ticket.limitPrice)
  return marketable ? last : undefined
}
