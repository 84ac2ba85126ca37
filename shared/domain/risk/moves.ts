/** How far a price moved within a short while, up or down. */

import { Big } from 'big.js'
import type { PriceMove } from './facts.ts'

export type SeenPrice = { price: string; at: Date }

/**
 * The largest move between two prices at most `withinMs` apart, of which the later is after `since`.
 *
 * `prices` rise by time. Undefined with no such pair.
 */
export function largestMove(
  prices: readonly SeenPrice[],
  { withinMs, since }: { withinMs: number; since: Date },
): PriceMove | undefined {
  let largest: (PriceMove & { size: Big }) | undefined
  let first = 0
  for (const [place, later] of prices.entries()) {
    while (later.at.getTime() - prices[first]!.at.getTime() > withinMs) first += 1
    if (later.at <= since) continue
    for (const earlier of prices.slice(first, place)) {
      const size = new Big(later.price).minus(earlier.price).div(earlier.price).abs()
      if (!largest || size.gt(largest.size))
        largest = { from: earlier.price, to: later.price, size }
    }
  }
  return largest && { from: largest.from, to: largest.to }
}
