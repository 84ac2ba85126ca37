/**
 * Intervals of a measure by resampling returns in blocks, so that what hangs together is drawn together.
 *
 * Blocks have lengths of chance about a mean and go round from the last to the first (stationary
 * bootstrap; Politis and Romano 1994). Source: docs/FORMULAS.md, Backtests.
 */

import { randomOf } from './chance.ts'
import type { Interval } from './day-bootstrap.ts'

const blockDefaults = { draws: 1000, share: 0.95, seed: 1, returnsMin: 40 }

/** Where `measure` lies in 95 of 100 resamples; null of too few returns, or where most draws say nothing. */
export function blockInterval(
  returns: readonly number[],
  measure: (resampled: readonly number[]) => number | null,
  { draws, share, seed, returnsMin } = blockDefaults,
): Interval | null {
  const count = returns.length
  if (count < returnsMin) return null
  const random = randomOf(seed)
  const length = Math.ceil(Math.cbrt(count))
  const found: number[] = []
  for (let draw = 0; draw < draws; draw += 1) {
    const value = measure(resample(returns, length, random))
    if (value !== null) found.push(value)
  }
  if (found.length < draws / 2) return null
  found.sort((a, b) => a - b)
  const at = (part: number) => found[Math.round(part * (found.length - 1))]!
  return { low: at((1 - share) / 2), high: at((1 + share) / 2) }
}

/** As many returns as there are, in blocks of `length` on average. */
function resample(returns: readonly number[], length: number, random: () => number): number[] {
  let at = 0
  return returns.map((_, place) => {
    const isNew = place === 0 || random() < 1 / length
    at = isNew ? Math.floor(random() * returns.length) : (at + 1) % returns.length
    return returns[at]!
  })
}
