/**
 * What a strategy of one's own says of one ticker at its last close: what it wanted there in a run of its own over the
 * sessions before, so that it finds in its account what it bought.
 *
 * Source: docs/FORMULAS.md, Strategies in shadow.
 */

import { runBacktest } from '../../backtest/engine.ts'
import type { FeedSession } from '../../backtest/feed.ts'
import { backtestDefaults } from '../../backtest/settings.ts'
import { executorLimits, type Strategy } from '../strategy.ts'
import type { StrategySaid } from './say.ts'

/**
 * Nothing where the last session has no bar.
 *
 * @throws what the strategy throws; RangeError where it wants what is no position.
 */
export function sayOwn(
  strategy: Strategy,
  ticker: string,
  sessions: readonly FeedSession[],
): StrategySaid[] {
  const last = sessions.at(-1)
  if (!last || last.bars.length === 0) return []
  const settings = { ...backtestDefaults, risk: null, isFractional: true, from: sessions[0]!.date }
  const { wanted } = runBacktest(strategy, { tickers: [ticker], sessions }, settings)
  const target = wanted.findLast((one) => one.at === sessions.length - 1 && one.ticker === ticker)
  return [{ strategy: strategy.name, ...readingOf(target?.weight) }]
}

/** Whole strength for a whole position of the executor, less for less; leaving is whole strength the other way. */
function readingOf(weight: number | undefined): Omit<StrategySaid, 'strategy'> {
  if (weight === undefined)
    return { reading: 0, direction: 'none', weight: null, why: 'wants nothing changed' }
  if (weight === 0) return { reading: -1, direction: 'short', weight, why: 'wants none of it' }
  const reading = Math.min(1, weight / executorLimits.positionPctMax)
  const share = `${(weight * 100).toFixed(1)} % of equity`
  return { reading, direction: 'long', weight, why: `wants ${share}` }
}
