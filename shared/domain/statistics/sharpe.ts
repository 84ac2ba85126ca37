/**
 * Sharpe's ratio of returns, and how sure it is that it is no luck.
 *
 * The deflated ratio is the chance that the true one is above what the best of so many trials without
 * any skill would show. Source: Bailey and López de Prado, The Deflated Sharpe Ratio (2014);
 * docs/FORMULAS.md, Backtests.
 */

import { countedMoments, momentsOf, type Moments } from './moments.ts'
import { normalChance, normalPoint } from './normal.ts'

/** Sessions of a year. */
const YEAR = 252
/** Euler's constant. */
const GAMMA = 0.5772156649015329

/** Mean over deviation of daily returns, a year's; null where nothing moved. `counts`: how often each counts. */
export function sharpeOf(returns: readonly number[], counts?: readonly number[]): number | null {
  const moments = counts ? countedMoments(returns, counts) : momentsOf(returns)
  return moments && (moments.mean / moments.deviation) * Math.sqrt(YEAR)
}

/** What was tried before one was chosen, and how far a session's Sharpe ratios of it spread. */
export type Trials = { count: number; variance?: number }

/**
 * The chance, in [0, 1], that the Sharpe ratio is above that of the luckiest of `trials`; null where
 * nothing moved. Without a variance that of one ratio without skill is taken.
 */
export function deflatedSharpe(returns: readonly number[], trials: Trials): number | null {
  const moments = momentsOf(returns)
  if (!moments) return null
  const variance = trials.variance ?? 1 / (moments.count - 1)
  return probabilisticSharpe(moments, luckiest({ ...trials, variance }))
}

/** The Sharpe ratio a session that the best of so many trials without skill is expected to show. */
export function luckiest({ count, variance }: Required<Trials>): number {
  if (!(count >= 1)) throw new RangeError(`Deflate a Sharpe ratio: ${count} is no number of trials`)
  if (count === 1) return 0
  const high = (1 - GAMMA) * normalPoint(1 - 1 / count)
  return Math.sqrt(variance) * (high + GAMMA * normalPoint(1 - 1 / (count * Math.E)))
}

/** The chance that the ratio is above `than`, both a session's, by the shape of the returns. */
function probabilisticSharpe(moments: Moments, than: number): number {
  const { count, mean, deviation, skew, kurtosis } = moments
  const ratio = mean / deviation
  const spread = Math.sqrt(Math.max(1e-12, 1 - skew * ratio + ((kurtosis - 1) / 4) * ratio ** 2))
  return normalChance(((ratio - than) * Math.sqrt(count - 1)) / spread)
}
