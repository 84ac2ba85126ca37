/**
 * What the fills of one ticker add up to, first in, first out: lots, cash, profit, trades.
 *
 * Fills stand in one total order (`compareFills`), so what they add up to does not depend on the
 * order in which they became known. A fill that comes after all others is applied to what is
 * there; one that became known late, before others, asks for a fold of the ticker's fills.
 * Source: docs/FORMULAS.md, Ledger.
 */

import { Big } from 'big.js'
import { noTrades, withTrade, type TradeSums } from './trades.ts'

/** One execution; shares and dollars as decimal text. */
export type Fill = {
  executionId: string
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  price: string
  fee: string
  filledAt: Date
}

/** Where a fill stands among those of its ticker. */
export type FillPlace = Pick<Fill, 'filledAt' | 'side' | 'executionId'>

/** What is left of one fill; `quantity` is below 0 for a sale whose purchase is not known yet. */
export type Lot = { executionId: string; filledAt: Date; quantity: Big; price: Big }

/** What a fill made over the lots it closed, before fees. */
export type Closing = Pick<Fill, 'executionId' | 'ticker' | 'side'> & { at: Date; profit: Big }

/** A position from its first share to its last, known by the fill that ended it. */
export type Trade = { executionId: string; ticker: string; closedAt: Date; profit: Big }

export type TickerLedger = {
  /** Oldest first, all of one sign. */
  lots: readonly Lot[]
  /** Signed sum of the fills; below 0 only while a purchase is not known yet. */
  quantity: Big
  /** Dollars paid for the lots. */
  cost: Big
  /** What the fills added to the deposit, fees taken off. */
  cash: Big
  fees: Big
  realised: Big
  /** Profit so far of the trade in progress. */
  tradeProfit: Big
  /** When the shares held began to be held; null when none are. */
  openedAt: Date | null
  trades: TradeSums
  /** The last fill in order; null before the first. */
  newest: FillPlace | null
}

/** A ledger after a fill or several, and what they closed. */
export type Booked = { ledger: TickerLedger; closings: Closing[]; trades: Trade[] }

const zero = new Big(0)

/** The ledger of a ticker that was never traded. */
export const emptyLedger: TickerLedger = {
  lots: [],
  quantity: zero,
  cost: zero,
  cash: zero,
  fees: zero,
  realised: zero,
  tradeProfit: zero,
  openedAt: null,
  trades: noTrades,
  newest: null,
}

/** By time; at one moment purchases first, then by execution id. */
export function compareFills(a: FillPlace, b: FillPlace): number {
  return (
    a.filledAt.getTime() - b.filledAt.getTime() ||
    compareText(a.side, b.side) ||
    compareText(a.executionId, b.executionId)
  )
}

/**
 * Applies one fill to what its ticker has.
 *
 * @throws RangeError when it is not the newest: then the ticker's fills must be folded again.
 */
export function applyFill(before: TickerLedger, fill: Fill): Booked {
  if (before.newest && compareFills(fill, before.newest) <= 0) {
    throw new RangeError(
      `Apply fill ${fill.executionId}: it stands before ${before.newest.executionId}, which is applied`,
    )
  }
  const { lots, closed, profit } = matchLots(before.lots, fill)
  const sign = fill.side === 'buy' ? 1 : -1
  const amount = new Big(fill.quantity).times(fill.price)
  const [signBefore, signAfter] = [before.lots[0]?.quantity.s, lots[0]?.quantity.s]
  const hasEnded = signBefore !== undefined && signBefore !== signAfter
  const tradeProfit = before.tradeProfit.plus(profit)
  const { executionId, ticker, filledAt, side } = fill
  return {
    ledger: {
      lots,
      quantity: before.quantity.plus(new Big(fill.quantity).times(sign)),
      cost: before.cost.plus(amount.times(sign)).plus(profit),
      cash: before.cash.minus(amount.times(sign)).minus(fill.fee),
      fees: before.fees.plus(fill.fee),
      realised: before.realised.plus(profit),
      tradeProfit: hasEnded ? zero : tradeProfit,
      openedAt: signBefore === signAfter ? before.openedAt : signAfter ? filledAt : null,
      trades: hasEnded ? withTrade(before.trades, tradeProfit) : before.trades,
      newest: { executionId, filledAt, side },
    },
    closings: closed.gt(0) ? [{ executionId, ticker, side, at: filledAt, profit }] : [],
    trades: hasEnded ? [{ executionId, ticker, closedAt: filledAt, profit: tradeProfit }] : [],
  }
}

/** Applies the fills of one ticker, given in any order, each execution once. */
export function foldFills(fills: readonly Fill[], from: TickerLedger = emptyLedger): Booked {
  const once = new Map(fills.map((fill) => [fill.executionId, fill]))
  const booked: Booked = { ledger: from, closings: [], trades: [] }
  for (const fill of [...once.values()].sort(compareFills)) {
    const { ledger, closings, trades } = applyFill(booked.ledger, fill)
    booked.ledger = ledger
    booked.closings.push(...closings)
    booked.trades.push(...trades)
  }
  return booked
}

/** Closes lots of the other side, oldest first, and opens one with what is left. */
function matchLots(
  before: readonly Lot[],
  { executionId, filledAt, side, quantity, price }: Fill,
): { lots: Lot[]; closed: Big; profit: Big } {
  const sign = side === 'buy' ? 1 : -1
  let [left, profit] = [new Big(quantity), zero]
  let spent = 0
  let rest: Lot | undefined
  for (const lot of before) {
    if (left.eq(0) || lot.quantity.s === sign) break
    const held = lot.quantity.abs()
    const part = held.lt(left) ? held : left
    profit = profit.plus(part.times(new Big(price).minus(lot.price)).times(-sign))
    left = left.minus(part)
    spent += 1
    if (part.lt(held)) rest = { ...lot, quantity: lot.quantity.plus(part.times(sign)) }
  }
  const opened = { executionId, filledAt, quantity: left.times(sign), price: new Big(price) }
  const lots = [...(rest ? [rest] : []), ...before.slice(spent), ...(left.gt(0) ? [opened] : [])]
  return { lots, closed: new Big(quantity).minus(left), profit }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
