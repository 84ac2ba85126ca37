/**
 * The limits an order of a backtest keeps within: checks of the live account, over the account of the backtest.
 *
 * Left out are those that ask what history does not hold: quotes, the broker's word, people, the pace of a minute.
 */

import { Big } from 'big.js'
import { exposure, sum, worthOf, type Book } from '../risk/book.ts'
import {
  compared,
  equityOf,
  exceedsPosition,
  invalidOrder,
  ofBuys,
  orderShares,
  positionPct,
  positions,
} from '../risk/checks.ts'
import {
  evaluateOrder,
  type CheckResult,
  type ProposedOrder,
  type RiskCheck,
  type RiskRules,
} from '../risk/evaluate.ts'
import { closedLimits, limitNames } from '../risk/limits.ts'
import type { StrategyLimits } from '../strategy/strategy.ts'

/** Dollars in all positions, this order included. */
function exposureWithin(exposurePctMax: number): RiskCheck {
  return ofBuys(({ order, book }) => {
    const known = equityOf(book)
    if (!known) return undefined
    const added = new Big(order.quantity).times(order.referencePrice)
    const value = sum(exposure(book), worthOf).plus(added)
    const limit = known.equity.times(exposurePctMax)
    return compared('exposure_pct', value.toFixed(), limit.toFixed(), value.lte(limit))
  })
}

/** More shares than any account here could buy: the rule is of live slips of a digit. */
const SHARES_MAX = 10_000_000

/** The check that an order fails; undefined where it may go. */
export function openRules({ positionPctMax, exposurePctMax, positionsMax }: StrategyLimits) {
  const rules: RiskRules = {
    name: 'backtest-1',
    checks: [
      invalidOrder,
      exceedsPosition,
      orderShares,
      positionPct,
      exposureWithin(exposurePctMax),
      positions,
    ],
    needsApproval: () => false,
  }
  const stored = new Map<string, unknown>([
    [limitNames.positionPctMax, positionPctMax],
    [limitNames.positionsMax, positionsMax],
    [limitNames.orderSharesMax, SHARES_MAX],
    ['mode', 'paper'],
  ])
  const limits = closedLimits(stored)
  return (order: ProposedOrder, book: Book, now: Date): CheckResult | undefined =>
    evaluateOrder(rules, { order, book, limits, now }).checks.find(({ passed }) => !passed)
}
