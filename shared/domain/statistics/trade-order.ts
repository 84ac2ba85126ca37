/**
 * How deep a drawdown the same trades could have had in another order: what order did is luck, whatever the trades were.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { randomOf } from './chance.ts'
import { deepestDrawdown } from './drawdown.ts'

const orderDefaults = { draws: 1000, tradesMin: 10 }

/** Shares of 1: the drawdown half of all orders stay under, and the one that 95 of 100 do. */
export type OrderDrawdowns = { middle: number; high: number }

/**
 * `profits` are dollars of each trade, shuffled over `cash` dollars; null of too few trades. The same seed gives the
 * same.
 */
export function drawdownsByOrder(
  profits: readonly number[],
  cash: number,
  seed: number,
  draws = orderDefaults.draws,
): OrderDrawdowns | null {
  if (profits.length < orderDefaults.tradesMin) return null
  const random = randomOf(seed)
  const order = [...profits]
  const found = Array.from({ length: draws }, () => {
    shuffle(order, random)
    let worth = cash
    const curve = [cash, ...order.map((profit) => Math.max(0, (worth += profit)))]
    return deepestDrawdown(curve)
  }).sort((a, b) => a - b)
  const at = (part: number) => found[Math.round(part * (draws - 1))]!
  return { middle: at(0.5), high: at(0.95) }
}

/** Fisher and Yates. */
function shuffle(values: number[], random: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    ;[values[last], values[other]] = [values[other]!, values[last]!]
  }
}
