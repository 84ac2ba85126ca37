/** What a run comes to, in numbers. Source: docs/FORMULAS.md, Backtests. */

import { Big } from 'big.js'
import { deepestDrawdown } from '../statistics/drawdown.ts'
import { meanOf } from '../statistics/moments.ts'
import { deflatedSharpe, sharpeOf, type Trials } from '../statistics/sharpe.ts'
import type { BacktestRun } from './engine.ts'
import type { BacktestTrade } from './trade.ts'

/** Shares are of 1; null where there is nothing to measure. */
export type BacktestMeasures = {
  return: number
  sharpe: number | null
  sharpeDeflated: number | null
  drawdownMax: number
  winRate: number | null
  profitFactor: number | null
  /** Dollars. */
  costs: { fees: string; spread: string; slippage: string }
  /** Mean share of equity in positions. */
  exposure: number
  /** Dollars bought and sold over mean equity. */
  turnover: number
}

export function measureRun(run: BacktestRun, cash: string, trials: Trials): BacktestMeasures {
  const { equity, exposure, trades, fills } = run
  const returns = returnsOf(equity)
  const mean = meanOf(equity)
  const traded = fills.reduce(
    (sum, { quantity, price }) => sum + Number(quantity) * Number(price),
    0,
  )
  return {
    return: equity.length === 0 ? 0 : equity.at(-1)! / Number(cash) - 1,
    sharpe: sharpeOf(returns),
    sharpeDeflated: deflatedSharpe(returns, trials),
    drawdownMax: deepestDrawdown(equity),
    ...recordOfTrades(trades),
    costs: {
      fees: sumOf(trades, 'fees'),
      spread: sumOf(trades, 'spread'),
      slippage: sumOf(trades, 'slippage'),
    },
    exposure: meanOf(exposure),
    turnover: mean > 0 ? traded / mean : 0,
  }
}

/** From each close to the next. */
export function returnsOf(equity: readonly number[]): number[] {
  const returns: number[] = []
  for (let place = 1; place < equity.length; place += 1)
    returns.push(equity[place]! / equity[place - 1]! - 1)
  return returns
}

/** Of all trades; one that made nothing counts as lost. Without a loss there is no factor. */
function recordOfTrades(trades: readonly BacktestTrade[]) {
  const profits = trades.map(({ profit }) => new Big(profit))
  const zero = new Big(0)
  const won = profits.filter((profit) => profit.gt(0))
  const lost = profits.filter((profit) => !profit.gt(0))
  const [gain, loss] = [won, lost].map((part) => part.reduce((sum, one) => sum.plus(one), zero))
  return {
    winRate: trades.length === 0 ? null : won.length / trades.length,
    profitFactor: loss!.eq(0) ? null : gain!.div(loss!.abs()).toNumber(),
  }
}

function sumOf(trades: readonly BacktestTrade[], part: 'fees' | 'spread' | 'slippage'): string {
  return trades.reduce((sum, trade) => sum.plus(trade[part]), new Big(0)).toFixed(2)
}
