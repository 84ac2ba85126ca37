/**
 * The chance that entries at random would have done as well: each trade of a run put at a random session of its
 * ticker, held as long, at the same cost.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { randomOf } from '../statistics/chance.ts'
import type { BacktestTrade } from './trade.ts'
import type { BacktestFeed } from './feed.ts'
import { movableTrades, movedTo } from './random-places.ts'

const DRAWS = 1000

/**
 * In (0, 1]: the share of draws whose mean return of a trade is at least that of the run, one counted with the run
 * itself. Null without trades that could have begun elsewhere. The same seed gives the same share.
 */
export function randomEntryChance(
  trades: readonly BacktestTrade[],
  feed: BacktestFeed,
  { first, seed, draws = DRAWS }: { first: number; seed: number; draws?: number },
): number | null {
  const movable = movableTrades(trades, feed, first)
  if (movable.length === 0) return null
  const made = movable.reduce((sum, trade) => sum + trade.made, 0)
  const random = randomOf(seed)
  let asGood = 1
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0
    for (const trade of movable) {
      const [from, to] = movedTo(trade, random())
      sum += trade.prices[to]! / trade.prices[from]! - 1 - trade.cost
    }
    // What differs by rounding alone is as good.
    if (sum >= made - 1e-12 * movable.length) asGood += 1
  }
  return asGood / (draws + 1)
}
