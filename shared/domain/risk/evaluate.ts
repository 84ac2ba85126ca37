/**
 * Whether one order may go to the broker: every check with its number and its limit.
 *
 * Buys must keep within every limit, what is already on its way included. Sells only reduce: they
 * are held back by the kill switch and by what is held, by nothing else.
 * Source: docs/FORMULAS.md, Risk.
 */

import { Big } from 'big.js'
import { available, exposure, sum, valueOf, type Book } from './book.ts'
import type { Limits } from './limits.ts'

export type ProposedOrder = {
  ticker: string
  side: 'buy' | 'sell'
  /** Shares and dollars, as decimal text. */
  quantity: string
  referencePrice: string
  /** The last trade seen; null where there is none. */
  quote: { price: string; at: Date } | null
  sector: string
  kind: 'entry' | 'exit'
}

/** One comparison, for people to read: `found` against `limit`. */
export type Check = {
  name: string
  found: string | number | null
  limit: string | number | null
  passed: boolean
}

export type RiskVerdict = {
  passed: boolean
  /** `passed`, or the name of the first check that failed. */
  code: string
  checks: Check[]
  needsApproval: boolean
}

/** Judges one order. Every check is made even after one failed; the first failure gives the code. */
export function evaluateOrder(
  order: ProposedOrder,
  book: Book,
  limits: Limits,
  now: Date,
): RiskVerdict {
  const checks = [
    check('trading_disabled', limits.mode, 'not disabled', limits.mode !== 'disabled'),
    check('invalid_order', `${order.side} ${order.kind}`, 'buy entry or sell exit', isSound(order)),
    ...(order.side === 'sell' ? reducing(order, book) : entering(order, book, limits, now)),
  ]
  const failed = checks.find(({ passed }) => !passed)
  const value = new Big(order.quantity).times(order.referencePrice)
  const isLarge = order.side === 'buy' && value.gte(limits.approvalValueMin)
  return {
    passed: !failed,
    code: failed?.name ?? 'passed',
    checks,
    needsApproval: limits.mode === 'live' || isLarge,
  }
}

function reducing(order: ProposedOrder, book: Book): Check[] {
  const free = available(order.ticker, book)
  return [check('exceeds_position', order.quantity, free.toFixed(), free.gte(order.quantity))]
}

function entering(order: ProposedOrder, book: Book, limits: Limits, now: Date): Check[] {
  const breaker = book.breakers.find(({ ticker }) => ticker === null || ticker === order.ticker)
  const sentWithThis = book.ordersLastMinute + 1
  return [
    check('engine_paused', String(book.paused), 'false', !book.paused),
    check('circuit_breaker', breaker?.breaker ?? null, null, !breaker),
    check(
      'news_shock',
      book.lockouts.includes(order.ticker) ? order.ticker : null,
      null,
      !book.lockouts.includes(order.ticker),
    ),
    check('session_closed', String(book.inSession), 'true', book.inSession),
    check(
      'order_shares',
      order.quantity,
      limits.orderSharesMax,
      new Big(order.quantity).lte(limits.orderSharesMax),
    ),
    ...quoteChecks(order, limits, now),
    ...bookChecks(order, book, limits),
    check(
      'orders_per_minute',
      sentWithThis,
      limits.ordersPerMinuteMax,
      sentWithThis <= limits.ordersPerMinuteMax,
    ),
  ]
}

function quoteChecks({ quote, referencePrice }: ProposedOrder, limits: Limits, now: Date): Check[] {
  if (!quote || !new Big(quote.price).gt(0)) return [check('no_quote', null, 'a last trade', false)]
  const ageSeconds = (now.getTime() - quote.at.getTime()) / 1000
  const away = new Big(referencePrice).minus(quote.price).abs().div(quote.price).toNumber()
  return [
    check(
      'stale_quote',
      ageSeconds,
      limits.quoteAgeSecondsMax,
      ageSeconds <= limits.quoteAgeSecondsMax,
    ),
    check('price_collar', away, limits.priceCollarPct, away <= limits.priceCollarPct),
  ]
}

/** Checks against equity; without a known equity there is one, and it fails. */
function bookChecks(order: ProposedOrder, book: Book, limits: Limits): Check[] {
  if (book.equity === null || book.openingEquity === null || !new Big(book.openingEquity).gt(0)) {
    return [check('unreconciled', null, 'an account read from the broker', false)]
  }
  const equity = new Big(book.equity)
  const rows = exposure(book)
  const added = new Big(order.quantity).times(order.referencePrice)
  const inTicker = sum(
    rows.filter(({ ticker }) => ticker === order.ticker),
    valueOf,
  ).plus(added)
  const inSector = sum(
    rows.filter(({ sector }) => sector === order.sector),
    valueOf,
  ).plus(added)
  const positions = new Set([...rows.map(({ ticker }) => ticker), order.ticker]).size
  const sectors = new Set([...rows.map(({ sector }) => sector), order.sector]).size
  const lossPct = new Big(book.openingEquity).minus(equity).div(book.openingEquity).toNumber()
  const pctMax = equity.times(limits.positionPctMax)
  const sectorMax = equity.times(limits.sectorPctMax)
  return [
    check('daily_loss', lossPct, limits.dailyLossPctMax, lossPct <= limits.dailyLossPctMax),
    check('position_pct', inTicker.toFixed(), pctMax.toFixed(), inTicker.lte(pctMax)),
    check(
      'position_value',
      inTicker.toFixed(),
      limits.positionValueMax,
      inTicker.lte(limits.positionValueMax),
    ),
    check('sector_pct', inSector.toFixed(), sectorMax.toFixed(), inSector.lte(sectorMax)),
    check('sectors', sectors, limits.sectorsMax, sectors <= limits.sectorsMax),
    check('positions', positions, limits.positionsMax, positions <= limits.positionsMax),
  ]
}

function isSound(order: ProposedOrder): boolean {
  const fits = order.side === 'buy' ? order.kind === 'entry' : order.kind === 'exit'
  return fits && new Big(order.quantity).gt(0) && new Big(order.referencePrice).gt(0)
}

function check(name: string, found: Check['found'], limit: Check['limit'], passed: boolean): Check {
  return { name, found, limit, passed }
}
