/**
 * Where a position ends: stop, targets and trailing stop, measured in average true ranges.
 *
 * The average true range is Wilder's (New Concepts in Technical Trading Systems, 1978): the mean
 * of the first 14 true ranges, then smoothed by 1/14. Source: docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { compare, floorTo, greatest, roundTo } from '../money.ts'
import type { Tier } from './tiers.ts'

const ATR_BARS = 14
/** How far the trailing stop follows, in ATRs. */
const TRAILING_ATRS = 2
/** A stop lies above zero, however wide the range. */
const STOP_MIN = '0.01'

/** Dollars a share, as decimal text. */
export type Levels = {
  atr: string
  stopPrice: string
  target1: string
  target2: string
  trailingStop: string | null
  /** The first target was reached, and half was sold. */
  halfTaken: boolean
}

export type ExitReason = 'stop_loss' | 'target_2' | 'trailing_stop' | 'target_1'

/**
 * Wilder's average true range over 14 bars, oldest first, to 6 decimals.
 *
 * Null with fewer than 15 bars: a shorter past gives no range to trust, and so no entry.
 */
export function averageTrueRange(
  bars: readonly { high: string; low: string; close: string }[],
): string | null {
  const ranges = bars.slice(1).map((bar, place) => {
    const before = Number(bars[place]?.close)
    const [high, low] = [Number(bar.high), Number(bar.low)]
    return Math.max(high - low, Math.abs(high - before), Math.abs(low - before))
  })
  if (ranges.length < ATR_BARS) return null
  const first = ranges.slice(0, ATR_BARS).reduce((total, range) => total + range, 0) / ATR_BARS
  const atr = ranges
    .slice(ATR_BARS)
    .reduce((mean, range) => (mean * (ATR_BARS - 1) + range) / ATR_BARS, first)
  return roundTo(atr, 6)
}

/** The levels of a position entered at `entryPrice`. */
export function placeLevels(entryPrice: string, atr: string, tier: Tier): Levels {
  const distance = new Big(atr).times(tier.stopAtrs)
  const reward = distance.times(tier.rewardRisk)
  return {
    atr,
    stopPrice: roundTo(greatest(new Big(entryPrice).minus(distance), STOP_MIN), 6),
    target1: roundTo(new Big(entryPrice).plus(reward), 6),
    target2: roundTo(new Big(entryPrice).plus(reward.times(2)), 6),
    trailingStop: null,
    halfTaken: false,
  }
}

/**
 * The exit a price calls for, if any, and how many of `quantity` shares it sells.
 *
 * In this order: stop (all), second target (all), trailing stop (all), first target (half, once).
 * A price equal to a level counts as a hit.
 */
export function exitAt(
  levels: Levels,
  price: string,
  quantity: string,
): { reason: ExitReason; level: string; quantity: string } | undefined {
  const { stopPrice, target1, target2, trailingStop, halfTaken } = levels
  const all = (reason: ExitReason, level: string) => ({ reason, level, quantity })
  if (compare(price, stopPrice) <= 0) return all('stop_loss', stopPrice)
  if (compare(price, target2) >= 0) return all('target_2', target2)
  if (trailingStop !== null && compare(price, trailingStop) <= 0)
    return all('trailing_stop', trailingStop)
  if (halfTaken || compare(price, target1) < 0) return undefined
  const half = floorTo(new Big(quantity).div(2), 4)
  return { reason: 'target_1', level: target1, quantity: compare(half, 0) > 0 ? half : quantity }
}

/** Levels after a price was seen: once half is taken the trailing stop follows, only ever upwards. */
export function ratchet(levels: Levels, price: string): Levels {
  if (!levels.halfTaken) return levels
  const trail = new Big(price).minus(new Big(levels.atr).times(TRAILING_ATRS))
  return {
    ...levels,
    trailingStop: roundTo(greatest(trail, levels.trailingStop ?? STOP_MIN, STOP_MIN), 6),
  }
}
