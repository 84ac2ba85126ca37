/** How often trades won, and how much more a win brought than a loss cost, from running sums. */

import { Big } from 'big.js'

/** Closed trades added up; a trade that made nothing counts as lost. Dollars, exact. */
export type TradeSums = { won: number; lost: number; wonDollars: Big; lostDollars: Big }

/** `payoff` is the mean win over the mean loss; null without a loss. */
export type TradeRecord = { trades: number; winRate: number; payoff: number | null }

export const noTrades: TradeSums = {
  won: 0,
  lost: 0,
  wonDollars: new Big(0),
  lostDollars: new Big(0),
}

/** The sums with one more trade. */
export function withTrade(sums: TradeSums, profit: Big): TradeSums {
  return profit.gt(0)
    ? { ...sums, won: sums.won + 1, wonDollars: sums.wonDollars.plus(profit) }
    : { ...sums, lost: sums.lost + 1, lostDollars: sums.lostDollars.plus(profit) }
}

/** What the sums say of winning. */
export function recordOf({ won, lost, wonDollars, lostDollars }: TradeSums): TradeRecord {
  const loss = meanOf(lostDollars, lost)
  return {
    trades: won + lost,
    winRate: won + lost === 0 ? 0 : won / (won + lost),
    payoff: loss === 0 ? null : meanOf(wonDollars, won) / loss,
  }
}

function meanOf(dollars: Big, count: number): number {
  return count === 0 ? 0 : Math.abs(dollars.div(count).toNumber())
}

/**
 * `factor`: dollars won over dollars lost, null where none were lost; `expectancy`: dollars that a trade
 * brought on the mean, null of none. Exact but for the factor. Source: docs/FORMULAS.md, Trades.
 */
export function expectationOf(sums: TradeSums): {
  factor: number | null
  expectancy: string | null
} {
  const trades = sums.won + sums.lost
  const profit = sums.wonDollars.plus(sums.lostDollars)
  return {
    factor: sums.lostDollars.eq(0) ? null : sums.wonDollars.div(sums.lostDollars.abs()).toNumber(),
    expectancy: trades === 0 ? null : profit.div(trades).round(6, Big.roundHalfUp).toFixed(),
  }
}
