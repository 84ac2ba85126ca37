/** The checks of `risk-1`, one function each; a version of the rules lists those it makes. */

import { Big } from 'big.js'
import { available, exposure, sum, worthOf, type Book, type Holding } from './book.ts'
import type { CheckResult, Proposal, RiskCheck } from './evaluate.ts'

export const tradingDisabled: RiskCheck = ({ limits }) =>
  compared('trading_disabled', limits.mode, 'not disabled', limits.mode !== 'disabled')

export const invalidOrder: RiskCheck = ({ order }) => {
  const fits = order.side === 'buy' ? order.kind === 'entry' : order.kind === 'exit'
  const isSound = fits && new Big(order.quantity).gt(0) && new Big(order.referencePrice).gt(0)
  return compared('invalid_order', `${order.side} ${order.kind}`, 'buy entry or sell exit', isSound)
}

export const exceedsPosition: RiskCheck = ({ order, book }) => {
  if (order.side !== 'sell') return undefined
  const free = available(order.ticker, book)
  return compared('exceeds_position', order.quantity, free.toFixed(), free.gte(order.quantity))
}

export const enginePaused = ofBuys(({ book }) =>
  compared('engine_paused', String(book.paused), 'false', !book.paused),
)

export const circuitBreaker = ofBuys(({ order, book }) => {
  const breaker = book.breakers.find(({ ticker }) => ticker === null || ticker === order.ticker)
  return compared('circuit_breaker', breaker?.breaker ?? null, null, !breaker)
})

export const newsShock = ofBuys(({ order, book }) => {
  const isLocked = book.lockouts.includes(order.ticker)
  return compared('news_shock', isLocked ? order.ticker : null, null, !isLocked)
})

export const sessionClosed = ofBuys(({ book }) =>
  compared('session_closed', String(book.inSession), 'true', book.inSession),
)

export const orderShares = ofBuys(({ order: { quantity }, limits: { orderSharesMax } }) =>
  compared('order_shares', quantity, orderSharesMax, new Big(quantity).lte(orderSharesMax)),
)

export const noQuote = ofBuys((proposal) =>
  quoteOf(proposal) ? undefined : compared('no_quote', null, 'a last trade', false),
)

export const staleQuote = ofBuys((proposal) => {
  const quote = quoteOf(proposal)
  if (!quote) return undefined
  const ageSeconds = (proposal.now.getTime() - quote.at.getTime()) / 1000
  const limit = proposal.limits.quoteAgeSecondsMax
  return compared('stale_quote', ageSeconds, limit, ageSeconds <= limit)
})

export const priceCollar = ofBuys((proposal) => {
  const quote = quoteOf(proposal)
  if (!quote) return undefined
  const { order, limits } = proposal
  const away = new Big(order.referencePrice).minus(quote.price).abs().div(quote.price).toNumber()
  return compared('price_collar', away, limits.priceCollarPct, away <= limits.priceCollarPct)
})

/** Stands in for all that is checked against equity while that is not known. */
export const unreconciled = ofBuys(({ book }) =>
  equityOf(book)
    ? undefined
    : compared('unreconciled', null, 'an account read from the broker', false),
)

export const dailyLoss = ofBuys(({ book, limits: { dailyLossPctMax } }) => {
  const known = equityOf(book)
  if (!known) return undefined
  const lossPct = known.opening.minus(known.equity).div(known.opening).toNumber()
  return compared('daily_loss', lossPct, dailyLossPctMax, lossPct <= dailyLossPctMax)
})

export const positionPct = ofBuys((proposal) => {
  const known = equityOf(proposal.book)
  if (!known) return undefined
  const value = valueWith(proposal, ({ ticker }) => ticker === proposal.order.ticker)
  const limit = known.equity.times(proposal.limits.positionPctMax)
  return compared('position_pct', value.toFixed(), limit.toFixed(), value.lte(limit))
})

export const positionValue = ofBuys((proposal) => {
  if (!equityOf(proposal.book)) return undefined
  const value = valueWith(proposal, ({ ticker }) => ticker === proposal.order.ticker)
  const limit = proposal.limits.positionValueMax
  return compared('position_value', value.toFixed(), limit, value.lte(limit))
})

export const sectorPct = ofBuys((proposal) => {
  const known = equityOf(proposal.book)
  if (!known) return undefined
  const value = valueWith(proposal, ({ sector }) => sector === proposal.order.sector)
  const limit = known.equity.times(proposal.limits.sectorPctMax)
  return compared('sector_pct', value.toFixed(), limit.toFixed(), value.lte(limit))
})

export const sectors = ofBuys(({ order, book, limits: { sectorsMax } }) => {
  if (!equityOf(book)) return undefined
  const count = new Set([...exposure(book).map(({ sector }) => sector), order.sector]).size
  return compared('sectors', count, sectorsMax, count <= sectorsMax)
})

export const positions = ofBuys(({ order, book, limits: { positionsMax } }) => {
  if (!equityOf(book)) return undefined
  const count = new Set([...exposure(book).map(({ ticker }) => ticker), order.ticker]).size
  return compared('positions', count, positionsMax, count <= positionsMax)
})

export const ordersPerMinute = ofBuys(({ book, limits: { ordersPerMinuteMax } }) => {
  const sentWithThis = book.ordersLastMinute + 1
  return compared(
    'orders_per_minute',
    sentWithThis,
    ordersPerMinuteMax,
    sentWithThis <= ordersPerMinuteMax,
  )
})

/** A check that is made of buys alone: sells only reduce. */
export function ofBuys(look: RiskCheck): RiskCheck {
  return (proposal) => (proposal.order.side === 'buy' ? look(proposal) : undefined)
}

function quoteOf({ order: { quote } }: Proposal) {
  return quote && new Big(quote.price).gt(0) ? quote : undefined
}

export function equityOf({
  equity,
  openingEquity,
}: Book): { equity: Big; opening: Big } | undefined {
  if (equity === null || openingEquity === null || !new Big(openingEquity).gt(0)) return undefined
  return { equity: new Big(equity), opening: new Big(openingEquity) }
}

/** Dollars in what is held and bought of a kind, this order included. */
function valueWith({ order, book }: Proposal, isOfKind: (row: Holding) => boolean): Big {
  const added = new Big(order.quantity).times(order.referencePrice)
  return sum(exposure(book).filter(isOfKind), worthOf).plus(added)
}

export function compared(
  name: string,
  found: CheckResult['found'],
  limit: CheckResult['limit'],
  passed: boolean,
): CheckResult {
  return { name, found, limit, passed }
}
