/**
 * One defect planted for each invariant of trading: what is changed where, and the test that must
 * notice. `missing` names what a release does not have yet, so that nothing can be planted in it.
 */

import { inBooks } from './in-books.ts'
import { inLimits } from './in-limits.ts'
import { inOrders } from './in-orders.ts'

export type Planted = {
  invariant: string
  /** What is wrong with the product while it is planted. */
  says: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  test: string
}

export const planted: readonly Planted[] = [...inBooks, ...inOrders, ...inLimits]

/** Invariants of parts that do not exist yet. */
export const missing: Readonly<Record<string, string>> = {
  I27: 'the gate of promotions',
  I28: 'breaking the glass of a promotion',
  I35: 'the backtest, whose signals must be the live ones',
}
