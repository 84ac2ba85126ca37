/**
 * The limits an order of a backtest keeps within: the risk rules of the live account, made by the same judge over the
 * account of the backtest.
 *
 * Every check of them is made. Of some history does not hold the facts; those see facts that pass, and are named.
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
import { closedLimits, limitNames, type Limits } from '../risk/limits.ts'
import { rules } from '../rules/versions.ts'
import type { Strategy, StrategyLimits } from '../strategy/strategy.ts'
import type { BacktestFeed } from './feed.ts'

/** The version of what a backtest does with an order; results of other versions mean something else. */
export const PLAY_VERSION = 'backtest-4'

/** What history can refuse by, in the order of the rules; `sector_pct` and `sectors` where sectors are known. */
export const ASKED_CHECKS = [
  'invalid_order',
  'exceeds_position',
  'circuit_breaker',
  'order_shares',
  'daily_loss',
  'position_pct',
  'position_value',
  'sector_pct',
  'sectors',
  'positions',
  'buying_power',
  'day_trades',
  'duplicate_order',
  'orders_per_day',
  'ticker_orders_per_day',
] as const

/** What a strategy is held to that names its own share of a position. */
export const OWN_CHECKS = [
  'invalid_order',
  'exceeds_position',
  'order_shares',
  'position_pct',
  'exposure_pct',
  'positions',
] as const

/** What it cannot: the facts are people's, the broker's, or of a moment within a bar. */
export const UNASKED_CHECKS = [
  'standing',
  'news_shock',
  'price_shock',
  'session_closed',
  'no_quote',
  'stale_quote',
  'price_collar',
  'unreconciled',
  'account_status',
  'account_stale',
  'cash_short',
  'holdings_differ',
  'marks_stale',
  'asset_unknown',
  'asset_not_tradable',
  'asset_halted',
  'asset_not_fractionable',
  'orders_per_second',
  'orders_per_minute',
  'approval',
] as const

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

/**
 * The limits of the live account that a strategy is held to; null of one that names its own share of a position. Where
 * no sectors are known each ticker is one of its own, and nobody counts them.
 */
export function accountLimitsOf(
  { limits }: Pick<Strategy, 'limits'>,
  risk: Limits | null,
  { sectors }: Pick<BacktestFeed, 'sectors'>,
): Limits | null {
  if (limits?.positionPctMax !== undefined || risk === null) return null
  return sectors ? risk : { ...risk, sectorsMax: SHARES_MAX }
}

/** The sector that a ticker counts under. */
export function sectorIn(sectors: BacktestFeed['sectors'], ticker: string): string {
  return sectors?.get(ticker) ?? `? ${ticker}`
}

/** The check that an order fails; undefined where it may go. Of the strategy's limits and the account's the lesser holds. */
export function openRules(
  { positionPctMax, exposurePctMax, positionsMax }: StrategyLimits,
  risk: Limits | null,
) {
  const within = exposureWithin(exposurePctMax)
  const judging: RiskRules = risk
    ? { ...rules.risk.current, checks: [...rules.risk.current.checks, within] }
    : {
        name: PLAY_VERSION,
        checks: [invalidOrder, exceedsPosition, orderShares, positionPct, within, positions],
        needsApproval: () => false,
      }
  const limits = risk
    ? {
        ...risk,
        mode: 'paper' as const,
        positionPctMax: Math.min(risk.positionPctMax, positionPctMax),
        positionsMax: Math.min(risk.positionsMax, positionsMax),
      }
    : ownLimits(positionPctMax, positionsMax)
  return (order: ProposedOrder, book: Book, now: Date): CheckResult | undefined =>
    evaluateOrder(judging, { order, book, limits, now }).checks.find(({ passed }) => !passed)
}

function ownLimits(positionPctMax: number, positionsMax: number): Limits {
  return closedLimits(
    new Map<string, unknown>([
      [limitNames.positionPctMax, positionPctMax],
      [limitNames.positionsMax, positionsMax],
      [limitNames.orderSharesMax, SHARES_MAX],
      ['mode', 'paper'],
    ]),
  )
}
