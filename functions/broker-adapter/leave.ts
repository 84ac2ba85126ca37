/**
 * What an order must pass as it leaves for the broker, however long ago it was decided and judged.
 *
 * Of an entry everything may have changed since: breakers, a pause, the session, the price. A sale
 * reduces what is held, so nothing ends it but a halt, or that so much is not held any more; while the
 * exchange is shut it waits. What is refused here has not left: it ends with a code, and what it
 * reserved is free (docs/trading.md, The life of an order).
 */

import { Big } from 'big.js'
import type { LatestTrade } from '#shared/clients/alpaca/latest.ts'
import { sessionAt } from '#shared/domain/market/calendar.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { mayLeave, type Standing } from '#shared/domain/trading/mode.ts'
import { isYoung, youngSince } from '#shared/domain/trading/plan.ts'
import { isMade } from '#shared/domain/trading/price-ladder.ts'

const leaveDefaults = {
  /** The price and size of a decision hold for so long. */
  judgedMinutes: 30,
}

/** An order about to leave, and how things stand now. */
export type Leaving = {
  order: {
    ticker: string
    side: 'buy' | 'sell'
    quantity: string
    referencePrice: string
    isCancelAsked: boolean
  }
  /** Shares of its ticker in the books. */
  held: string
  decidedAt: Date
  /** When its recommendation was made; null for an operator's own. */
  recommendedAt: Date | null
  quote: LatestTrade | null
  /** How trading stands. */
  standing: Standing
  breakers: readonly { breaker: string; ticker: string | null }[]
  limits: { priceCollarPct: number; quoteAgeSecondsMax: number }
}

/** Why it may not leave: a code of docs/CODES.md, and the numbers compared; `waits`: not yet. */
export type Kept = {
  code: string
  found: string
  limit: string
  to: 'canceled' | 'expired' | 'waits'
}

/** The first reason why an order may not leave, or undefined. */
export function judgeLeaving(leaving: Leaving, now: Date): Kept | undefined {
  const { order, standing } = leaving
  if (order.isCancelAsked) return kept('cancel_asked', 'asked', 'not asked')
  const leave = mayLeave(standing, { reduces: order.side === 'sell' })
  if (!leave.ok) return kept(leave.code, leave.says, 'not held')
  if (order.side === 'sell') return keepsSale(leaving, now)
  return holdsBack(leaving) ?? tooOld(leaving, now) ?? offMarket(leaving, now)
}

/** Nothing is sent out of session, and nothing is sold that is not held, however the books moved since. */
function keepsSale({ order, held }: Leaving, now: Date): Kept | undefined {
  if (!sessionAt(now)) return { ...kept('session_closed', 'closed', 'open'), to: 'waits' }
  if (new Big(order.quantity).gt(held)) return kept('exceeds_position', order.quantity, held)
  return undefined
}

function holdsBack({ order, breakers }: Leaving): Kept | undefined {
  const open = breakers.find(({ ticker }) => ticker === null || ticker === order.ticker)
  return open && kept('circuit_breaker', open.breaker, 'none')
}

function tooOld({ recommendedAt, decidedAt }: Leaving, now: Date): Kept | undefined {
  const session = sessionAt(now)
  if (!session) return kept('session_closed', 'closed', 'open')
  const judged = (now.getTime() - decidedAt.getTime()) / MINUTE_MS
  if (judged > leaveDefaults.judgedMinutes)
    return expired('judged_long_ago', judged, leaveDefaults.judgedMinutes)
  const saidAt = recommendedAt ?? decidedAt
  if (isYoung(saidAt, now)) return undefined
  return {
    code: 'recommendation_old',
    found: saidAt.toISOString(),
    limit: youngSince(now).toISOString(),
    to: 'expired',
  }
}

function offMarket({ order, quote, limits }: Leaving, now: Date): Kept | undefined {
  if (!quote || !new Big(quote.price).gt(0)) return kept('no_quote', 'none', 'a last trade')
  const age = (now.getTime() - quote.at.getTime()) / 1000
  if (age > limits.quoteAgeSecondsMax || !isMade(quote.at, now))
    return kept('stale_quote', String(age), String(limits.quoteAgeSecondsMax))
  const away = new Big(order.referencePrice).minus(quote.price).abs().div(quote.price)
  if (away.gt(limits.priceCollarPct))
    return kept('price_collar', away.toFixed(6), String(limits.priceCollarPct))
  return undefined
}

function kept(code: string, found: string, limit: string): Kept {
  return { code, found, limit, to: 'canceled' }
}

function expired(code: string, found: number, limit: number): Kept {
  return { code, found: found.toFixed(2), limit: String(limit), to: 'expired' }
}
