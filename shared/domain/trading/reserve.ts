/**
 * The reserve: a share of each profit is set aside; what grows past its mark returns.
 *
 * Source: docs/FORMULAS.md, Reserve.
 */

import { Big } from 'big.js'
import { compare, floorTo, greatest, roundTo, subtract } from '../money.ts'

/** Share of the portfolio above which the reserve gives back, where nobody set another. */
const RESERVE_PCT_MAX = 0.3

/** Dollars to set aside of one sale's profit: a share of it, to the cent, and nothing of a loss. */
export function siphonOf(profit: string | Big, pct: number): string {
  if (compare(profit, 0) <= 0) return '0'
  return roundTo(new Big(profit).times(pct), 2)
}

/** Dollars that return from the reserve: what stands above so much of equity, to the cent; never more than there are. */
export function excessOf(reserve: string, equity: string, pctMax = RESERVE_PCT_MAX): string {
  const most = greatest(new Big(equity).times(pctMax), 0)
  return compare(reserve, most) > 0 ? floorTo(subtract(reserve, most), 2) : '0'
}
