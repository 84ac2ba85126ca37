/** The account of a backtest: cash and lots exactly as the live ledger has them, and the trades that they make. */

import { Big } from 'big.js'
import { applyFill, emptyLedger, type TickerLedger } from '../ledger/ledger.ts'
import type { HeldShares } from '../strategy/strategy.ts'
import type { Cost } from './costs.ts'
import { asTrade, beginTrade, countFill, type BacktestTrade, type RunningTrade } from './trade.ts'

type Position = {
  ledger: TickerLedger
  shares: number
  /** The last close, dollars. */
  last: number
  trade: RunningTrade | null
}

export type BacktestAccount = {
  cash: Big
  /** The same as a float, for what is measured and not booked. */
  cashNumber: number
  positions: Map<string, Position>
  /** What a strategy sees of them; none of zero. */
  holdings: Map<string, HeldShares>
  /** Those that have ended, in the order they did. */
  trades: BacktestTrade[]
  /** Fills and splits so far: the ledger asks for a moment of its own for each. */
  events: number
}

const zero = new Big(0)

export function openAccount(cash: string): BacktestAccount {
  return {
    cash: new Big(cash),
    cashNumber: Number(cash),
    positions: new Map(),
    holdings: new Map(),
    trades: [],
    events: 0,
  }
}

export function sharesOf({ positions }: BacktestAccount, ticker: string): Big {
  return positions.get(ticker)?.ledger.quantity ?? zero
}

/** What was traded: `at` is the number of the session. */
export type BacktestFill = {
  side: 'buy' | 'sell'
  ticker: string
  quantity: Big
  cost: Cost
  at: number
  why: string
}

/** Books a fill. Shares that are not there cannot be sold: the rules refuse that before. */
export function bookFill(
  account: BacktestAccount,
  { side, ticker, quantity, cost, at, why }: BacktestFill,
) {
  const position = positionOf(account, ticker, cost.price.toNumber())
  const { ledger, trades, closings } = applyFill(position.ledger, {
    ...placeOf(account, ticker),
    side,
    quantity: quantity.toFixed(),
    price: cost.price.toFixed(),
    fee: cost.fee.toFixed(),
  })
  setCash(account, account.cash.plus(ledger.cash).minus(position.ledger.cash))
  const made = closings.reduce((total, { profit }) => total.plus(profit), zero)
  position.trade ??= beginTrade(at)
  countFill(position.trade, { side, quantity, cost, made })
  keep(account, ticker, position, ledger)
  if (trades.length === 0) return
  account.trades.push(asTrade(ticker, position.trade, { exit: at, isOpen: false, why }))
  position.trade = null
}

/** Shares become `ratio` times as many, at as much less each. */
export function bookSplit(account: BacktestAccount, ticker: string, ratio: string): void {
  const position = account.positions.get(ticker)
  if (!position || position.shares === 0) return
  const place = placeOf(account, ticker)
  const { ledger } = applyFill(position.ledger, { ...place, side: 'split', ratio })
  position.last /= Number(ratio)
  keep(account, ticker, position, ledger)
}

/** Pays `perShare` dollars on what is held; returns the dollars. */
export function bookDividend(account: BacktestAccount, ticker: string, perShare: string): Big {
  const position = account.positions.get(ticker)
  if (!position?.trade || position.shares === 0) return zero
  const dollars = position.ledger.quantity.times(perShare).round(2, Big.roundHalfUp)
  setCash(account, account.cash.plus(dollars))
  position.trade.profit = position.trade.profit.plus(dollars)
  return dollars
}

/** Values what is held of the ticker at its close. */
export function markAt(
  { positions, holdings }: BacktestAccount,
  ticker: string,
  close: number,
): void {
  const held = holdings.get(ticker)
  const position = held && positions.get(ticker)
  if (!position) return
  position.last = close
  held.value = position.shares * close
}

/** Dollars in positions at the last closes. */
export function investedIn({ positions, holdings }: BacktestAccount): number {
  if (holdings.size === 0) return 0
  let value = 0
  for (const ticker of holdings.keys()) {
    const { shares, last } = positions.get(ticker)!
    value += shares * last
  }
  return value
}

/** Trades that have ended, then those still open, as they stand at session `at`. */
export function tradesUntil({ trades, positions }: BacktestAccount, at: number): BacktestTrade[] {
  const open = [...positions].flatMap(([ticker, { ledger, trade, last }]) => {
    if (!trade) return []
    const unmade = ledger.quantity.times(last).minus(ledger.cost)
    return [asTrade(ticker, trade, { exit: at, isOpen: true, why: 'open at the end', unmade })]
  })
  return [...trades, ...open]
}

function setCash(account: BacktestAccount, cash: Big): void {
  account.cash = cash
  account.cashNumber = cash.toNumber()
}

function positionOf({ positions }: BacktestAccount, ticker: string, price: number): Position {
  const known = positions.get(ticker)
  if (known && known.shares !== 0) return known
  const made = known ?? { ledger: emptyLedger, shares: 0, last: price, trade: null }
  made.last = price
  positions.set(ticker, made)
  return made
}

function placeOf(account: BacktestAccount, ticker: string) {
  account.events += 1
  return { executionId: String(account.events), ticker, filledAt: new Date(account.events) }
}

function keep(
  { holdings }: BacktestAccount,
  ticker: string,
  position: Position,
  ledger: TickerLedger,
) {
  position.ledger = ledger
  position.shares = ledger.quantity.toNumber()
  if (position.shares === 0) holdings.delete(ticker)
  else
    holdings.set(ticker, {
      quantity: ledger.quantity.toFixed(),
      value: position.shares * position.last,
    })
}
