/**
 * Where a position ends: stop, targets and trailing stop, measured in average true ranges.
 *
 * The average true range is Wilder's (New Concepts in Technical Trading Systems, 1978): the mean
 * of the first 14 true ranges, then smoothed by 1/14. Source: docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { compare, floorTo, greatest, isPrice, roundTo } from '../money.ts'
import { averageTrueRange } from '../technical/indicators/range.ts'
import type { WhyExit } from './exits.ts'
import { tiers, type Tier } from './tiers.ts'

const ATR_BARS = 14
/** How far the trailing stop follows, in ATRs. */
const TRAILING_ATRS = 2
/** A stop lies above zero, however wide the range. */
const STOP_MIN = '0.01'

/** Under the price where no range is known, as a share of it. */
const UNKNOWN_RANGE = 0.1

/** What levels were measured in: the ticker's own range, or a share of the price for want of one. */
export type LevelBasis = 'atr' | 'percent'

/** Dollars a share, as decimal text. */
export type Levels = {
  atr: string
  basis: LevelBasis
  stopPrice: string
  /** Null of what we did not buy: there is no plan to take a profit by. */
  target1: string | null
  target2: string | null
  trailingStop: string | null
  /** The first target was reached, and half was sold. */
  halfTaken: boolean
}

export type ExitReason = Extract<WhyExit, 'stop_loss' | 'target_2' | 'trailing_stop' | 'target_1'>

/**
 * Wilder's average true range over 14 bars, oldest first, to 6 decimals.
 *
 * Null with fewer than 15 bars: a shorter past gives no range to trust, and so no entry.
 */
export function rangeOf(
  bars: readonly { high: string; low: string; close: string }[],
): string | null {
  const step = averageTrueRange(ATR_BARS)
  const last = bars.reduce(
    (_mean, { high, low, close }) => step(Number(high), Number(low), Number(close), 0),
    Number.NaN,
  )
  return Number.isNaN(last) ? null : roundTo(last, 6)
}

/** False where one is no price, or the stop lies beyond what it protects. */
export function areSound({ atr, stopPrice, target1, target2, trailingStop }: Levels): boolean {
  const told = [atr, stopPrice, target1, target2, trailingStop].filter((price) => price !== null)
  return told.every(isPrice) && (target1 === null || compare(stopPrice, target1) < 0)
}

/** The levels of a position entered at `entryPrice`; without a range its stop is a tenth below. */
export function placeLevels(entryPrice: string, atr: string | null, tier: Tier): Levels {
  const range = atr ?? roundTo(new Big(entryPrice).times(UNKNOWN_RANGE).div(tier.stopAtrs), 6)
  const distance = new Big(range).times(tier.stopAtrs)
  const reward = distance.times(tier.rewardRisk)
  return {
    atr: range,
    basis: atr === null ? 'percent' : 'atr',
    stopPrice: roundTo(greatest(new Big(entryPrice).minus(distance), STOP_MIN), 6),
    target1: roundTo(new Big(entryPrice).plus(reward), 6),
    target2: roundTo(new Big(entryPrice).plus(reward.times(2)), 6),
    trailingStop: null,
    halfTaken: false,
  }
}

/** The stop of what we did not buy, under the price it was first seen at: it has no targets. */
export function protect(price: string, atr: string | null): Levels {
  return { ...placeLevels(price, atr, tiers.conservative), target1: null, target2: null }
}

/**
 * Levels after more of the same was bought: the targets follow the new average, the stop rises to
 * where that puts it and never falls; the trailing stop and the half that was taken stay.
 */
export function followPurchase(levels: Levels, placed: Levels): Levels {
  const { trailingStop, halfTaken } = levels
  return {
    ...placed,
    stopPrice: greatest(levels.stopPrice, placed.stopPrice),
    trailingStop,
    halfTaken,
  }
}

/** Levels in the shares of after a split of `from` into `to`. */
export function carryAcross(levels: Levels, { from, to }: { from: string; to: string }): Levels {
  const carried = (price: string) =>
    roundTo(greatest(new Big(price).times(from).div(to), '0.000001'), 6)
  const { target1, target2, trailingStop } = levels
  return {
    ...levels,
    atr: carried(levels.atr),
    stopPrice: carried(levels.stopPrice),
    target1: target1 && carried(target1),
    target2: target2 && carried(target2),
    trailingStop: trailingStop && carried(trailingStop),
  }
}

/** The level that a price has hit, if any; a price equal to it counts. */
export type Hit = { reason: ExitReason; level: string; isDown: boolean }

/**
 * The exit a price calls for, in this order: stop (all), second target (all), trailing stop (all),
 * first target (half, once).
 */
export function hitOf(levels: Levels, price: string): Hit | undefined {
  const { stopPrice, target1, target2, trailingStop, halfTaken } = levels
  const down = (reason: ExitReason, level: string) => ({ reason, level, isDown: true })
  const up = (reason: ExitReason, level: string) => ({ reason, level, isDown: false })
  if (compare(price, stopPrice) <= 0) return down('stop_loss', stopPrice)
  if (target2 !== null && compare(price, target2) >= 0) return up('target_2', target2)
  if (trailingStop !== null && compare(price, trailingStop) <= 0)
    return down('trailing_stop', trailingStop)
  if (halfTaken || target1 === null || compare(price, target1) < 0) return undefined
  return up('target_1', target1)
}

/** Half of what is held, as the first target sells it; all of it where half is too little to sell. */
export function halfOf(quantity: string, places = 4): string {
  const half = floorTo(new Big(quantity).div(2), places)
  return compare(half, 0) > 0 ? half : quantity
}

/** The exit a price calls for, if any, and how many of `quantity` shares it sells. */
export function exitAt(
  levels: Levels,
  price: string,
  quantity: string,
): { reason: ExitReason; level: string; quantity: string } | undefined {
  const hit = hitOf(levels, price)
  if (!hit) return undefined
  const { reason, level } = hit
  return { reason, level, quantity: reason === 'target_1' ? halfOf(quantity) : quantity }
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
