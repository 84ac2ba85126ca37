/**
 * What fills add up to: cash, lots held, profit realised first in, first out.
 *
 * For any marks: equity = deposit + cash + Σ quantity · mark, and the change of equity is realised
 * plus change of unrealised less fees, exactly. Source: docs/FORMULAS.md, Ledger.
 */

import { Big } from 'big.js'

/** Shares and dollars as decimal text. */
export type Fill = {
  executionId: string
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  price: string
  fee: string
  filledAt: Date
}

export type Lot = { quantity: Big; price: Big }
/** A sale and what it made over the lots it closed, before fees. */
export type Closing = { executionId: string; ticker: string; at: Date; profit: Big }
/** A position from its first share to its last. */
export type Trade = { ticker: string; closedAt: Date; profit: Big }

export type Ledger = {
  /** What fills added to the deposit, fees taken off. */
  cash: Big
  fees: Big
  realised: Big
  /** By ticker, oldest lot first; no ticker without shares. */
  lots: ReadonlyMap<string, readonly Lot[]>
  closings: readonly Closing[]
  trades: readonly Trade[]
}

/**
 * Replays fills in the order given, oldest first.
 *
 * @throws RangeError when more is sold than was bought: then the record is wrong, and no number
 * that follows from it may be traded on.
 */
export function replayFills(fills: readonly Fill[]): Ledger {
  let [cash, fees, realised] = [new Big(0), new Big(0), new Big(0)]
  const lots = new Map<string, Lot[]>()
  const closings: Closing[] = []
  const trades: Trade[] = []
  const running = new Map<string, Big>()
  for (const fill of fills) {
    const { ticker } = fill
    const amount = new Big(fill.quantity).times(fill.price)
    fees = fees.plus(fill.fee)
    cash = (fill.side === 'buy' ? cash.minus(amount) : cash.plus(amount)).minus(fill.fee)
    const held = lots.get(ticker) ?? []
    if (fill.side === 'buy') {
      lots.set(ticker, [...held, { quantity: new Big(fill.quantity), price: new Big(fill.price) }])
      continue
    }
    const { left, cost } = closeLots(held, fill)
    const profit = amount.minus(cost)
    realised = realised.plus(profit)
    closings.push({ executionId: fill.executionId, ticker, at: fill.filledAt, profit })
    const soFar = (running.get(ticker) ?? new Big(0)).plus(profit)
    if (left.length > 0) {
      lots.set(ticker, left)
      running.set(ticker, soFar)
      continue
    }
    lots.delete(ticker)
    running.delete(ticker)
    trades.push({ ticker, closedAt: fill.filledAt, profit: soFar })
  }
  return { cash, fees, realised, lots, closings, trades }
}

function closeLots(held: readonly Lot[], sale: Fill): { left: Lot[]; cost: Big } {
  let due = new Big(sale.quantity)
  let cost = new Big(0)
  const left: Lot[] = []
  for (const lot of held) {
    const taken = due.lt(lot.quantity) ? due : lot.quantity
    cost = cost.plus(taken.times(lot.price))
    due = due.minus(taken)
    if (taken.lt(lot.quantity)) left.push({ ...lot, quantity: lot.quantity.minus(taken) })
  }
  if (due.gt(0)) {
    throw new RangeError(
      `Replay fill ${sale.executionId}: sells ${sale.quantity} ${sale.ticker}, ${due.toFixed()} more than is held`,
    )
  }
  return { left, cost }
}

/** Shares of a ticker, and their average cost; undefined where none are held. */
export function holdingOf(
  ledger: Ledger,
  ticker: string,
): { quantity: string; entryPrice: string } | undefined {
  const lots = ledger.lots.get(ticker)
  if (!lots) return undefined
  const quantity = lots.reduce((total, lot) => total.plus(lot.quantity), new Big(0))
  return { quantity: quantity.toFixed(), entryPrice: costOf(lots).div(quantity).round(6).toFixed() }
}

export type Valuation = {
  cash: string
  positionsValue: string
  equity: string
  realised: string
  unrealised: string
}

/**
 * The account at given marks, exact.
 *
 * @throws RangeError when a held ticker has no mark.
 */
export function valueLedger(
  ledger: Ledger,
  deposit: string,
  marks: ReadonlyMap<string, string>,
): Valuation {
  let [value, cost] = [new Big(0), new Big(0)]
  for (const [ticker, lots] of ledger.lots) {
    const mark = marks.get(ticker)
    if (mark === undefined)
      throw new RangeError(`Value the account: ${ticker} is held and has no mark`)
    for (const lot of lots) value = value.plus(lot.quantity.times(mark))
    cost = cost.plus(costOf(lots))
  }
  const cash = new Big(deposit).plus(ledger.cash)
  return {
    cash: cash.toFixed(),
    positionsValue: value.toFixed(),
    equity: cash.plus(value).toFixed(),
    realised: ledger.realised.toFixed(),
    unrealised: value.minus(cost).toFixed(),
  }
}

function costOf(lots: readonly Lot[]): Big {
  return lots.reduce((total, { quantity, price }) => total.plus(quantity.times(price)), new Big(0))
}
