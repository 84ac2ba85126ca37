/**
 * The chance that entries at random would have done as well: each trade of a run put at a random session of its
 * ticker, held as long, at the same cost.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { randomOf } from '../statistics/chance.ts'
import type { BacktestTrade } from './trade.ts'
import type { BacktestFeed } from './feed.ts'

const randomEntryDefaults = {
  draws: 1000,
  /** Share of the sessions at which a trade may begin elsewhere; of one held longer its place says nothing. */
  roomMin: 0.1,
}

/** Opens of a ticker over splits, dividends put back in, by session from `first` on; holes are left out. */
type Opens = { places: Map<number, number>; prices: number[] }

/**
 * In (0, 1]: the share of draws whose mean return of a trade is at least that of the run, one counted with the run
 * itself. Null without trades that could have begun elsewhere. The same seed gives the same share.
 */
export function randomEntryChance(
  trades: readonly BacktestTrade[],
  feed: BacktestFeed,
  {
    first,
    seed,
    draws = randomEntryDefaults.draws,
  }: { first: number; seed: number; draws?: number },
): number | null {
  const opens = opensOf(feed, first)
  const placed = trades.flatMap((trade) => {
    const of = opens.get(trade.ticker)
    const [from, to] = [of?.places.get(trade.entry), of?.places.get(trade.exit)]
    if (!of || from === undefined || to === undefined || Number(trade.paid) <= 0) return []
    const costs = [trade.fees, trade.spread, trade.slippage].reduce(
      (sum, one) => sum + Number(one),
      0,
    )
    const paid = Number(trade.paid)
    const held = Math.max(1, to - from)
    if (of.prices.length - held < of.prices.length * randomEntryDefaults.roomMin) return []
    return [{ prices: of.prices, held, made: Number(trade.profit) / paid, cost: costs / paid }]
  })
  if (placed.length === 0) return null
  const made = placed.reduce((sum, trade) => sum + trade.made, 0)
  const random = randomOf(seed)
  let asGood = 1
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0
    for (const { prices, held, cost } of placed) {
      const from = Math.floor(random() * Math.max(1, prices.length - held))
      const to = Math.min(prices.length - 1, from + held)
      sum += prices[to]! / prices[from]! - 1 - cost
    }
    // What differs by rounding alone is as good.
    if (sum >= made - 1e-12 * placed.length) asGood += 1
  }
  return asGood / (draws + 1)
}

function opensOf({ sessions }: BacktestFeed, first: number): Map<string, Opens> {
  const found = new Map<string, Opens>()
  const paid = new Map<string, number>()
  for (let at = first; at < sessions.length; at += 1) {
    const { bars, dividends } = sessions[at]!
    const due = new Map(dividends.map(({ ticker, perShare }) => [ticker, Number(perShare)]))
    for (const { ticker, open, basis } of bars) {
      const of = found.get(ticker) ?? { places: new Map<number, number>(), prices: [] }
      found.set(ticker, of)
      const factor = (paid.get(ticker) ?? 1) * (1 + (due.get(ticker) ?? 0) / open)
      paid.set(ticker, factor)
      of.places.set(at, of.prices.length)
      of.prices.push(open * basis * factor)
    }
  }
  return found
}
