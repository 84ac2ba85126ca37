/** A position of a backtest from its first share to its last, with what it cost and made. */

import { Big } from 'big.js'
import type { Cost } from './costs.ts'

/** One that is open at the end is valued at the last close. */
export type BacktestTrade = {
  ticker: string
  /** Numbers of the sessions of the first purchase and of the last sale. */
  entry: number
  exit: number
  /** Shares bought, and dollars paid for them. */
  quantity: string
  paid: string
  /** Dollars, after fees, with dividends. */
  profit: string
  fees: string
  spread: string
  slippage: string
  isOpen: boolean
  why: string
}

/** One that goes on. */
export type RunningTrade = {
  entry: number
  quantity: Big
  paid: Big
  /** Before fees. */
  profit: Big
  fees: Big
  spread: Big
  slippage: Big
}

const zero = new Big(0)

export function beginTrade(entry: number): RunningTrade {
  return {
    entry,
    quantity: zero,
    paid: zero,
    profit: zero,
    fees: zero,
    spread: zero,
    slippage: zero,
  }
}

/** Counts one fill, and what it made over the shares it sold. */
export function countFill(
  trade: RunningTrade,
  { side, quantity, cost, made }: { side: 'buy' | 'sell'; quantity: Big; cost: Cost; made: Big },
): void {
  if (side === 'buy') {
    trade.quantity = trade.quantity.plus(quantity)
    trade.paid = trade.paid.plus(cost.price.times(quantity))
  }
  trade.profit = plus(trade.profit, made)
  trade.fees = plus(trade.fees, cost.fee)
  trade.spread = plus(trade.spread, cost.spread)
  trade.slippage = plus(trade.slippage, cost.slippage)
}

/** Most parts of most fills are nothing, and adding exactly is slow. */
function plus(to: Big, added: Big): Big {
  return added.c[0] === 0 ? to : to.plus(added)
}

/** The trade as it stands at session `exit`; `unmade` is the profit of what is still held. */
export function asTrade(
  ticker: string,
  { entry, quantity, paid, profit, fees, spread, slippage }: RunningTrade,
  {
    exit,
    isOpen,
    why,
    unmade = zero,
  }: { exit: number; isOpen: boolean; why: string; unmade?: Big },
): BacktestTrade {
  return {
    ticker,
    entry,
    exit,
    quantity: quantity.toFixed(),
    paid: paid.toFixed(),
    profit: profit.plus(unmade).minus(fees).toFixed(),
    fees: fees.toFixed(),
    spread: spread.toFixed(),
    slippage: slippage.toFixed(),
    isOpen,
    why,
  }
}
