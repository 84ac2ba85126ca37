/**
 * Recorded: does what was recommended at the time, by the rules of a risk tier: who may enter, how much, and where it
 * ends.
 *
 * Source: docs/FORMULAS.md, Strategies.
 */

import { averageTrueRange } from '../technical/indicators/range.ts'
import { tiers, type Tier, type TierName } from '../trading/tiers.ts'
import type { Strategy, Target, TickerAdvice, TradedBar } from './strategy.ts'

const recordedDefaults = {
  /** Sessions of the average true range that stops are measured in. */
  rangeBars: 14,
  /** Under the limit of a position, so that a price that moves to the open keeps within it. */
  room: 0.96,
}

export function recorded(name: TierName): Strategy {
  const tier = tiers[name]
  return {
    name: 'recorded',
    summary: 'what was recommended at the time, entered and left by the rules of a risk tier',
    ignoresNews: true,
    limits: { positionPctMax: tier.positionPctMax },
    open() {
      const ranges = new Map<string, ReturnType<typeof averageTrueRange>>()
      const waiting = new Map<string, TickerAdvice>()
      return ({ bars, advice = [], holdings, waiting: ordered }) => {
        // The newest word on a ticker is the one that counts.
        for (const one of advice) waiting.set(one.ticker, one)
        return bars.flatMap((bar): Target[] => {
          const range = rangeOf(ranges, bar)
          const said = waiting.get(bar.ticker)
          if (!said || ordered.has(bar.ticker)) return []
          waiting.delete(bar.ticker)
          const isHeld = holdings.has(bar.ticker)
          if (said.action === 'sell') return isHeld ? [exit(said)] : []
          return isHeld || said.confidence < tier.confidenceMin ? [] : entry(said, bar, range, tier)
        })
      }
    },
  }
}

/** Dollars of the bar's own day; splits leave no step in it. */
function rangeOf(
  ranges: Map<string, ReturnType<typeof averageTrueRange>>,
  { ticker, high, low, close, volume, basis }: TradedBar,
): number {
  let step = ranges.get(ticker)
  if (!step) ranges.set(ticker, (step = averageTrueRange(recordedDefaults.rangeBars)))
  return step(high * basis, low * basis, close * basis, volume) / basis
}

function exit({ ticker, confidence }: TickerAdvice): Target {
  return { ticker, weight: 0, why: `sell, confidence ${confidence.toFixed(2)}` }
}

/** Nothing where too few bars came before to say how far the price ranges, as live. */
function entry(
  { ticker, confidence, share }: TickerAdvice,
  { close }: TradedBar,
  range: number,
  { positionPctMax, stopAtrs, rewardRisk }: Tier,
): Target[] {
  if (!(range > 0)) return []
  const stop = Math.max(0.01, close - stopAtrs * range)
  return [
    {
      ticker,
      weight: Math.min(share, positionPctMax * recordedDefaults.room),
      stop,
      take: close + rewardRisk * stopAtrs * range,
      why: `buy, confidence ${confidence.toFixed(2)}`,
    },
  ]
}
