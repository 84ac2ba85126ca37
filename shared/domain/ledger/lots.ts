/**
 * What fills add up to: shares held, their average entry price, and realised profit, by FIFO lots.
 *
 * The oldest lot is sold first. Exact decimals; the order in which fills became known does not
 * matter, nor does knowing one twice. docs/FORMULAS.md, Orders and fills.
 */

import { Big } from 'big.js'

export type LotFill = {
  executionId: string
  side: 'buy' | 'sell'
  quantity: string
  price: string
  filledAt: Date
}

/** What one fill that closed lots earned, in dollars; negative for a loss. */
export type Closing = { executionId: string; filledAt: Date; quantity: string; realisedPnl: string }

export type Lots = {
  /** Signed sum of all fills; below 0 only while a purchase is not known yet. */
  quantity: string
  /** Dollars a share of what is held, to 6 decimals; `0` of none. */
  entryPriceAvg: string
  /** Dollars, exact. */
  realisedPnl: string
  /** When the shares held began to be held; null when none are. */
  openedAt: Date | null
  closings: Closing[]
}

/** `quantity` is signed: a lot below 0 is a sale whose purchase comes later. */
type Lot = { quantity: Big; price: Big }

/** Folds the fills of one ticker, given in any order. */
export function foldLots(fills: readonly LotFill[]): Lots {
  const lots: Lot[] = []
  const closings: Closing[] = []
  let openedAt: Date | null = null
  for (const fill of inOrder(fills)) {
    const signBefore = lots[0]?.quantity.s
    const closing = take(lots, fill)
    if (closing) closings.push(closing)
    if (lots[0]?.quantity.s !== signBefore) openedAt = lots[0] ? fill.filledAt : null
  }
  const quantity = lots.reduce((sum, lot) => sum.plus(lot.quantity), new Big(0))
  const cost = lots.reduce((sum, lot) => sum.plus(lot.quantity.times(lot.price)), new Big(0))
  const realised = closings.reduce((sum, closing) => sum.plus(closing.realisedPnl), new Big(0))
  return {
    quantity: quantity.toFixed(),
    entryPriceAvg: quantity.eq(0) ? '0' : cost.div(quantity).round(6, Big.roundHalfUp).toFixed(),
    realisedPnl: realised.toFixed(),
    openedAt,
    closings,
  }
}

/** Closes lots of the other side, oldest first, and opens one with what is left. */
function take(lots: Lot[], fill: LotFill): Closing | undefined {
  const price = new Big(fill.price)
  const sign = fill.side === 'buy' ? 1 : -1
  let left = new Big(fill.quantity)
  let realised = new Big(0)
  for (let lot = lots[0]; lot && left.gt(0) && lot.quantity.s !== sign; lot = lots[0]) {
    const held = lot.quantity.abs()
    const part = held.lt(left) ? held : left
    realised = realised.plus(part.times(price.minus(lot.price)).times(-sign))
    left = left.minus(part)
    if (part.eq(held)) lots.shift()
    else lot.quantity = lot.quantity.plus(part.times(sign))
  }
  if (left.gt(0)) lots.push({ quantity: left.times(sign), price })
  const closed = new Big(fill.quantity).minus(left)
  if (closed.eq(0)) return undefined
  return {
    executionId: fill.executionId,
    filledAt: fill.filledAt,
    quantity: closed.toFixed(),
    realisedPnl: realised.toFixed(),
  }
}

/** By time; at one moment purchases first, then by execution id; each execution once. */
function inOrder(fills: readonly LotFill[]): LotFill[] {
  const once = new Map(fills.map((fill) => [fill.executionId, fill]))
  return [...once.values()].sort(
    (a, b) =>
      a.filledAt.getTime() - b.filledAt.getTime() ||
      compare(a.side, b.side) ||
      compare(a.executionId, b.executionId),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
