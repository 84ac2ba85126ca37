/** What a trade that ended came to: as a share, in risks taken, and how far its price went meanwhile. */

import { Big } from 'big.js'
import { greatest, least } from '../money.ts'

/** One purchase or sale of a trade, in the order in which they stand; decimals as text. */
export type HeldEvent = {
  orderId: string | null
  side: 'buy' | 'sell' | 'split'
  quantity: string
  price: string
  fee: string
  at: Date
}

/** Sums of a trade's events; averages are null where shares came or went unevenly. */
export type TradeSpan = {
  openedAt: Date | null
  quantity: string
  paid: string
  received: string
  fees: string
  entryOrderId: string | null
  exitOrderId: string | null
  lacks: 'split' | 'uneven' | null
}

/** Adds up what a trade was bought and sold for; exact. */
export function spanOf(events: readonly HeldEvent[]): TradeSpan {
  const [bought, sold] = (['buy', 'sell'] as const).map((side) =>
    events.filter((event) => event.side === side),
  ) as [HeldEvent[], HeldEvent[]]
  const [quantity, gone] = [sharesOf(bought), sharesOf(sold)]
  const isSplit = events.some(({ side }) => side === 'split')
  const isEven = quantity.eq(gone) && quantity.gt(0) && events[0]?.side === 'buy'
  return {
    openedAt: events[0]?.at ?? null,
    quantity: quantity.toFixed(),
    paid: dollarsOf(bought).toFixed(),
    received: dollarsOf(sold).toFixed(),
    fees: events.reduce((sum, { fee }) => sum.plus(fee), zero).toFixed(),
    entryOrderId: bought[0]?.orderId ?? null,
    exitOrderId: events.at(-1)?.orderId ?? null,
    lacks: isSplit ? 'split' : isEven ? null : 'uneven',
  }
}

const zero = new Big(0)
const sharesOf = (events: readonly HeldEvent[]) =>
  events.reduce((sum, { quantity }) => sum.plus(quantity), zero)
const dollarsOf = (events: readonly HeldEvent[]) =>
  events.reduce((sum, { quantity, price }) => sum.plus(new Big(quantity).times(price)), zero)

/**
 * The lowest and highest of prices recorded while it was held, with what was paid and got: a fill is a
 * price too. Null where nothing but the fills is known.
 */
export function extremesOf(
  events: readonly HeldEvent[],
  seen: { lowPrice: string | null; highPrice: string | null },
): { lowPrice: string; highPrice: string } | null {
  if (seen.lowPrice === null || seen.highPrice === null) return null
  // Shares that came for nothing, as by a spin-off, were not to be had at that price.
  const filled = events
    .filter(({ side, price }) => side !== 'split' && new Big(price).gt(0))
    .map(({ price }) => price)
  return {
    lowPrice: least(seen.lowPrice, ...filled),
    highPrice: greatest(seen.highPrice, ...filled),
  }
}

type Outcome = {
  /** After fees, dollars. */
  net: string
  /** `net` as a share of what was paid; null where nothing was. */
  share: number | null
  entryPrice: string | null
  exitPrice: string | null
  /** `net` over the dollars at risk as it was entered. */
  multiple: number | null
  /** Farthest against it and for it, from the mean price paid: dollars of all shares bought, and shares of that price. */
  adverse: string | null
  adverseShare: number | null
  favourable: string | null
  favourableShare: number | null
}

/**
 * Measures a trade that ended.
 *
 * With P = paid / quantity, the mean price paid, and prices recorded while it was held:
 *
 *     net  = profit - fees                       share = net / paid
 *     R    = net / (quantity × (P - first stop))      null where there was no stop below P
 *     MAE  = quantity × max(0, P - lowest price)      MFE = quantity × max(0, highest price - P)
 *
 * MAE and MFE after J. Sweeney, Maximum Adverse Excursion, 1997; R after V. Tharp, Trade Your Way to
 * Financial Freedom, 1998. Null where shares came or went unevenly, by a split or without a purchase of
 * ours, and where no price is recorded. Exact but for the shares and R. docs/FORMULAS.md, Trades.
 */
export function outcomeOf(trade: {
  profit: string
  quantity: string | null
  paid: string | null
  received: string | null
  fees: string | null
  stopPrice: string | null
  lowPrice: string | null
  highPrice: string | null
  pricesLack: string | null
}): Outcome {
  const net = new Big(trade.profit).minus(trade.fees ?? 0)
  const paid = new Big(trade.paid ?? 0)
  const share = paid.gt(0) ? net.div(paid).toNumber() : null
  const quantity = new Big(trade.quantity ?? 0)
  const isUneven = trade.pricesLack === 'split' || trade.pricesLack === 'uneven'
  if (isUneven || quantity.lte(0) || paid.lte(0))
    return { ...unmeasured, net: net.toFixed(), share }
  const risk = trade.stopPrice === null ? zero : paid.minus(quantity.times(trade.stopPrice))
  const [low, high] = [trade.lowPrice, trade.highPrice]
  const adverse = low === null ? null : greater(paid.minus(quantity.times(low)))
  const favourable = high === null ? null : greater(quantity.times(high).minus(paid))
  return {
    net: net.toFixed(),
    share,
    entryPrice: priceOf(paid, quantity),
    exitPrice: trade.received === null ? null : priceOf(new Big(trade.received), quantity),
    multiple: risk.gt(0) ? net.div(risk).toNumber() : null,
    adverse: adverse?.toFixed() ?? null,
    adverseShare: adverse?.div(paid).toNumber() ?? null,
    favourable: favourable?.toFixed() ?? null,
    favourableShare: favourable?.div(paid).toNumber() ?? null,
  }
}

const unmeasured = {
  entryPrice: null,
  exitPrice: null,
  multiple: null,
  adverse: null,
  adverseShare: null,
  favourable: null,
  favourableShare: null,
}

const greater = (amount: Big) => (amount.gt(0) ? amount : zero)
const priceOf = (dollars: Big, shares: Big) =>
  dollars.div(shares).round(6, Big.roundHalfUp).toFixed()
