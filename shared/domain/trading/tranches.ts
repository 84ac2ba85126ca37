/**
 * Gradual entry: a larger one is bought in parts, and the later parts are given up once the price has
 * gone against the first. Source: docs/FORMULAS.md, Sizing.
 */

import { Big } from 'big.js'
import { compare, floorTo, subtract } from '../money.ts'
import { MINUTE_MS } from '../spans.ts'
import { placesOf } from './sizing.ts'
import { sizingDefaults } from './sizing-steps.ts'

export const trancheDefaults = {
  /** Minutes from one part to the next. */
  minutes: 30,
  /** How far under the first part's price ends the later ones, in ATRs. */
  againstAtrs: 1,
}

/**
 * What each part buys, shares; one part where the entry is worth no more than `threshold`. Parts are
 * fewer where one would be too small to order, and add up to the whole.
 */
export function partsOf(
  { quantity, price }: { quantity: string; price: string },
  at: { tranches: number; threshold: string; isWholeOnly?: boolean },
): string[] {
  const { tranches, threshold } = at
  const value = new Big(quantity).times(price)
  if (value.lte(threshold)) return [quantity]
  const most = value.div(sizingDefaults.orderValueMin).round(0, Big.roundDown).toNumber()
  for (let parts = Math.min(tranches, most); parts > 1; parts--) {
    const each = floorTo(new Big(quantity).div(parts), placesOf(at))
    if (new Big(each).times(price).lt(sizingDefaults.orderValueMin)) continue
    const last = new Big(quantity).minus(new Big(each).times(parts - 1)).toFixed()
    return [...Array.from({ length: parts - 1 }, () => each), last]
  }
  return [quantity]
}

/** When a part is due, the first being the first. */
export function trancheDueAt(plannedAt: Date, part: number): Date {
  return new Date(plannedAt.getTime() + (part - 1) * trancheDefaults.minutes * MINUTE_MS)
}

/** The price under which later parts are given up; dollars a share. */
export function leastPrice({ price, atr }: { price: string; atr: string }): string {
  return subtract(price, new Big(atr).times(trancheDefaults.againstAtrs))
}

/** Whether the price has gone too far against the first part: by more than the range. */
export function isAgainst(price: string, plan: { price: string; atr: string }): boolean {
  return compare(price, leastPrice(plan)) < 0
}
