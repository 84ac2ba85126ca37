/**
 * What the fills of one ticker add up to, first in, first out: lots, cash, profit, trades.
 *
 * With them are folded splits, which change how many shares a lot is and not what it cost, and moves:
 * shares that come or go without cash, at a price.
 *
 * Fills stand in one total order (`compareFills`), so what they add up to does not depend on the
 * order in which they became known. A fill that comes after all others is applied to what is
 * there; one that became known late, before others, asks for a fold of the ticker's fills.
 * Source: docs/FORMULAS.md, Ledger.
 */

import { Big } from 'big.js'
import { matchLots, type Lot } from './lots.ts'
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
  /** True of shares that came or went without cash. */
  isMove?: boolean
}

/** A split: `ratio` shares after it for each before, as decimal text. */
export type ShareSplit = Pick<Fill, 'executionId' | 'ticker' | 'filledAt'> & {
  side: 'split'
  ratio: string
}

/** All that changes what is held of a ticker. */
export type ShareEvent = Fill | ShareSplit

/** Where a fill stands among those of its ticker. */
export type FillPlace = Pick<ShareEvent, 'filledAt' | 'side' | 'executionId'>

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
  /** Dollars of shares that came, less those that went, without cash. */
  moved: Big
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
  moved: zero,
  fees: zero,
  realised: zero,
  tradeProfit: zero,
  openedAt: null,
  trades: noTrades,
  newest: null,
}

/** By time; at one moment splits first, then purchases, then by execution id. */
export function compareFills(a: FillPlace, b: FillPlace): number {
  return (
    a.filledAt.getTime() - b.filledAt.getTime() ||
    sides[a.side] - sides[b.side] ||
    compareText(a.executionId, b.executionId)
  )
}

const sides = { split: 0, buy: 1, sell: 2 } as const

/**
 * Applies one fill, move or split to what its ticker has.
 *
 * @throws RangeError when it is not the newest: then the ticker's fills must be folded again.
 */
export function applyFill(before: TickerLedger, fill: ShareEvent): Booked {
  if (before.newest && compareFills(fill, before.newest) <= 0) {
    throw new RangeError(
      `Apply fill ${fill.executionId}: it stands before ${before.newest.executionId}, which is applied`,
    )
  }
  if (fill.side === 'split') return { ledger: applySplit(before, fill), closings: [], trades: [] }
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
      cash: fill.isMove ? before.cash : before.cash.minus(amount.times(sign)).minus(fill.fee),
      moved: fill.isMove ? before.moved.plus(amount.times(sign)) : before.moved,
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

/** More or fewer shares at the same cost; a share's billionths that a split leaves over are cut off. */
function applySplit(before: TickerLedger, { ratio, ...place }: ShareSplit): TickerLedger {
  const lots = before.lots.map((lot) => {
    const quantity = lot.quantity.times(ratio).round(9, Big.roundDown)
    const price = quantity.eq(0) ? zero : lot.cost.div(quantity).round(6, Big.roundHalfUp)
    return { ...lot, quantity, price }
  })
  // A lot of which nothing is left was lost with what it cost.
  const [kept, gone] = [lots.filter(isSome), lots.filter((lot) => !isSome(lot))]
  const lost = gone.reduce((sum, lot) => sum.plus(lot.cost), zero)
  const { executionId, filledAt, side } = place
  return {
    ...before,
    lots: kept,
    quantity: kept.reduce((sum, lot) => sum.plus(lot.quantity), zero),
    cost: before.cost.minus(lost),
    realised: before.realised.minus(lost),
    openedAt: kept.length > 0 ? before.openedAt : null,
    newest: { executionId, filledAt, side },
  }
}

const isSome = ({ quantity }: Lot) => !quantity.eq(0)

/** Applies the fills of one ticker, given in any order, each execution once. */
export function foldFills(fills: readonly ShareEvent[], from: TickerLedger = emptyLedger): Booked {
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
