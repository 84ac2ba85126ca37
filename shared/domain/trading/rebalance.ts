/** What of a position has grown past its share: it is brought back to it. Source: docs/FORMULAS.md, Sizing. */

import { Big } from 'big.js'
import { compare, floorTo } from '../money.ts'

/** A position may grow to this many times its share before it is brought back. */
const DRIFT_MAX = 1.5

/** Shares to sell of a position, or undefined while it is within its share of equity. */
export function rebalanceOf(
  { quantity, price }: { quantity: string; price: string },
  { equity, sharePct, places = 4 }: { equity: string; sharePct: number; places?: number },
): string | undefined {
  const share = new Big(equity).times(sharePct)
  const value = new Big(quantity).times(price)
  if (share.lte(0) || value.lte(share.times(DRIFT_MAX))) return undefined
  const surplus = floorTo(value.minus(share).div(price), places)
  return compare(surplus, 0) > 0 ? surplus : undefined
}
