/**
 * Between what the equity of a run would have lain, had its trades begun by chance: each at a random session of its
 * ticker, with as much money, held as long, at the same cost.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { randomOf } from '../statistics/chance.ts'
import type { BacktestFeed } from './feed.ts'
import { movableTrades, movedTo, type MovableTrade } from './random-places.ts'
import type { BacktestTrade } from './trade.ts'

const bandDefaults = { draws: 200, low: 0.05, high: 0.95 }

/** Dollars at each session from the first: nineteen of twenty draws lie above `low`, and as many under `high`. */
export type RandomBand = { low: number[]; high: number[] }

/** Null without trades that could have begun elsewhere. The same seed gives the same band. */
export function randomBandOf(
  trades: readonly BacktestTrade[],
  feed: BacktestFeed,
  { first, seed, cash }: { first: number; seed: number; cash: number },
): RandomBand | null {
  const movable = movableTrades(trades, feed, first)
  if (movable.length === 0) return null
  const random = randomOf(seed)
  const count = feed.sessions.length - first
  const draws = Array.from({ length: bandDefaults.draws }, () =>
    equityOf(movable, { first, count, cash, random }),
  )
  const band: RandomBand = { low: [], high: [] }
  const at = (part: number) => Math.round(part * (draws.length - 1))
  for (let place = 0; place < count; place += 1) {
    const there = draws.map((draw) => draw[place]!).sort((a, b) => a - b)
    band.low.push(there[at(bandDefaults.low)]!)
    band.high.push(there[at(bandDefaults.high)]!)
  }
  return band
}

/** Dollars at each session of one draw; what a trade made or lost stays where it ends. */
function equityOf(
  movable: readonly MovableTrade[],
  { first, count, cash, random }: { first: number; count: number; cash: number; random(): number },
): Float64Array {
  const equity = new Float64Array(count)
  for (const trade of movable) {
    const { prices, sessions, paid, cost } = trade
    const [from, to] = movedTo(trade, random())
    equity[sessions[from]! - first]! -= cost * paid
    for (let at = from + 1; at <= to; at += 1)
      equity[sessions[at]! - first]! += (paid * (prices[at]! - prices[at - 1]!)) / prices[from]!
  }
  let sum = cash
  return equity.map((change) => (sum += change))
}
