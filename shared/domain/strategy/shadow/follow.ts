/**
 * What a strategy's wishes did: trades on paper, made by the engine of backtests out of what the strategy said, session
 * by session. A trade begins from 100,000 dollars of its own, so that all are of one size.
 *
 * What was said is taken from the record and never worked out again: data that comes later changes no decision.
 *
 * Source: docs/FORMULAS.md, Strategies in shadow.
 */

import { Big } from 'big.js'
import { runBacktest, type BacktestRun } from '../../backtest/engine.ts'
import type { FeedSession } from '../../backtest/feed.ts'
import { backtestDefaults } from '../../backtest/settings.ts'
import type { BacktestTrade } from '../../backtest/trade.ts'
import { roundTo } from '../../money.ts'
import { strategyOf, type RuleStrategy } from '../rule.ts'
import type { Strategy } from '../strategy.ts'

/** Sessions after which a position is valued and counted, so that no path grows with what is held. */
export const HELD_MAX = 250

/** Dollars as decimal text; a price is a share's. */
export type ShadowTrade = {
  state: 'waiting' | 'open' | 'closed'
  /** Sessions: at whose close it was decided, at whose open it was bought, and in which it was sold. */
  decidedOn: string
  enteredOn: string | null
  exitedOn: string | null
  quantity: string
  entryPrice: string | null
  exitPrice: string | null
  paid: string
  /** After fees, with dividends; of what is held as it stands at the last close. */
  profit: string
  fees: string
  spread: string
  slippage: string
  why: string
}

/** What of a strategy matters once it has spoken. */
export type FollowedStrategy = Pick<
  RuleStrategy,
  'name' | 'summary' | 'readingMin' | 'weight' | 'limits'
>

/** One of one's own acts on whatever it said, with the weight that it said then. */
export function followedOwn({ name, summary, limits }: Strategy): FollowedStrategy {
  return { name, summary, readingMin: 0, weight: 1, ...(limits && { limits }) }
}

type Following = {
  ticker: string
  strategy: FollowedStrategy
  /** Oldest first, the session at `from` among them. */
  sessions: readonly FeedSession[]
  /** What the strategy had said by the close of a session, by its date. */
  readings: ReadonlyMap<string, number>
  /** The share of equity it wanted by then, where it wanted to hold: within what the account lets a position be. */
  weights: ReadonlyMap<string, number>
  /** The session at whose close nothing was held. */
  from: string
}

/** Trades that ended since, in their order, then the one that still stands. */
export function followStrategy(following: Following): ShadowTrade[] {
  const { ticker, strategy, sessions, readings, weights } = following
  const scripted = scriptOf(strategy, readings, weights)
  const trades: ShadowTrade[] = []
  let { from } = following
  for (;;) {
    const own = sessions.filter(({ date }) => date >= from)
    if (own.length === 0) return trades
    // No account stands behind it; what of its limits is of one position is in the weights already.
    const settings = { ...backtestDefaults, risk: null, isFractional: true, from }
    const run = runBacktest(scripted, { tickers: [ticker], sessions: own }, settings)
    const [first] = run.trades
    const isDone = first && (!first.isOpen || first.exit - first.entry >= HELD_MAX)
    const trade = first ? tradeOf(run, first, isDone === true) : waitingIn(run)
    if (trade) trades.push(trade)
    // It always goes on: a trade ends no earlier than the session after it was decided.
    if (!isDone) return trades
    from = run.dates[first.exit]!
  }
}

/** The strategy, told what it said. */
function scriptOf(
  strategy: FollowedStrategy,
  readings: ReadonlyMap<string, number>,
  weights: ReadonlyMap<string, number>,
): Strategy {
  const { name, summary, readingMin, weight, limits } = strategy
  const rule = {
    name,
    open:
      () =>
      ({ date }: { date: string }) =>
        readings.get(date) ?? 0,
  }
  const said = strategyOf(rule, summary, { readingMin, weight, ...(limits && { limits }) })
  return {
    ...said,
    open(opening) {
      const step = said.open(opening)
      return (known) =>
        step(known).map((target) =>
          target.weight > 0
            ? { ...target, weight: weights.get(known.date) ?? target.weight }
            : target,
        )
    },
  }
}

function tradeOf(run: BacktestRun, trade: BacktestTrade, isDone: boolean): ShadowTrade {
  const { entry, exit, isOpen, quantity, paid, profit, fees, spread, slippage, why } = trade
  const decided = run.wanted.findLast(({ at, weight }) => at < entry && weight > 0)
  const sale = run.fills.findLast(({ side }) => side === 'sell')
  const isSold = isDone && !isOpen
  return {
    state: isDone ? 'closed' : 'open',
    decidedOn: run.dates[decided?.at ?? entry]!,
    enteredOn: run.dates[entry]!,
    exitedOn: isDone ? run.dates[exit]! : null,
    quantity,
    entryPrice: roundTo(new Big(paid).div(quantity), PRICE_DECIMALS),
    exitPrice: isSold && sale ? roundTo(sale.price, PRICE_DECIMALS) : null,
    paid,
    profit,
    fees,
    spread,
    slippage,
    why: isSold ? why : isDone ? `held for ${HELD_MAX} sessions` : '',
  }
}

const PRICE_DECIMALS = 6

/** An order that no open has come for yet; one that ended untraded is none. */
function waitingIn({ wanted, rejected, dates }: BacktestRun): ShadowTrade | undefined {
  const last = wanted.findLast(({ weight }) => weight > 0)
  const decidedOn = last && dates[last.at]
  if (!decidedOn || rejected.some(({ date }) => date >= decidedOn)) return undefined
  const nothing = { quantity: '0', paid: '0', profit: '0', fees: '0', spread: '0', slippage: '0' }
  const prices = { entryPrice: null, exitPrice: null }
  return {
    state: 'waiting',
    decidedOn,
    enteredOn: null,
    exitedOn: null,
    ...nothing,
    ...prices,
    why: '',
  }
}
