/**
 * How lively the market is around a ticker, read from its daily bars.
 *
 * Source: docs/FORMULAS.md, Signals, market context.
 */

import { roundScore } from '../score.ts'
import type { Scoring } from './scoring.ts'

/** Closes of one session and the next give one return, so 101 bars are read for 100 returns. */
export const BARS_READ = 101
const BARS_SHORT = 20
const BARS_LONG = 100

export type Bar = { close: number; volume: number }

export type Market = {
  /** Standard deviation of the last 20 daily returns over that of the last 100; 1 is calm. */
  volatilityRatio: number
  /** Last volume against the mean of the 20 before it: 0.5 is +50 %. */
  volumeChange: number
  /** How many bars it was read from. */
  bars: number
}

/** A market of which nothing is known: it changes no weight. */
export const calmMarket: Market = { volatilityRatio: 1, volumeChange: 0, bars: 0 }

/** Reads the market from daily bars, oldest first; what too few bars cannot tell is calm. */
export function marketOf(bars: readonly Bar[]): Market {
  return {
    volatilityRatio: volatilityRatio(bars.slice(-BARS_READ).map(({ close }) => close)),
    volumeChange: volumeChange(bars.slice(-BARS_SHORT - 1).map(({ volume }) => volume)),
    bars: bars.length,
  }
}

/** What a lively market multiplies a weight by, in [1, 1.45]. */
export function marketContext({ volatilityRatio, volumeChange }: Market, scoring: Scoring): number {
  const unrest = Math.log(1 + Math.max(volatilityRatio - 1, 0))
  const volatility = Math.min(scoring.volatilityShare * unrest, scoring.volatilityBonusMax)
  return roundScore(
    1 + volatility + (volumeChange > scoring.volumeChangeMin ? scoring.volumeBonus : 0),
  )
}

function volatilityRatio(closes: readonly number[]): number {
  if (closes.length < BARS_READ) return calmMarket.volatilityRatio
  const returns = closes.slice(1).map((close, index) => close / closes[index]! - 1)
  const long = deviation(returns.slice(-BARS_LONG))
  // A price that never moved has no unrest; the bound keeps the dust of equal returns out.
  return long < 1e-12
    ? calmMarket.volatilityRatio
    : roundScore(deviation(returns.slice(-BARS_SHORT)) / long)
}

function volumeChange(volumes: readonly number[]): number {
  const mean = meanOf(volumes.slice(0, -1))
  if (volumes.length <= BARS_SHORT || mean <= 0) return calmMarket.volumeChange
  return roundScore(volumes.at(-1)! / mean - 1)
}

/** Sample standard deviation (n − 1). */
function deviation(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  )
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
