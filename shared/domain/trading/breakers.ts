/**
 * Circuit breakers: when losses stop new entries, and for how long. An open breaker never stops an
 * exit. Source: docs/FORMULAS.md, Circuit breakers.
 */

import { Big } from 'big.js'
import type { BREAKERS } from '../../contracts/sets.ts'
import { HOUR_MS, MINUTE_MS } from '../spans.ts'

export const breakerDefaults = {
  /** Shares of the session's opening equity, of the entry price, of the highest equity. */
  dailyLossPct: 0.05,
  singlePositionPct: 0.15,
  emergencyDrawdownPct: 0.4,
  singlePositionHours: 24,
  volatilityFactor: 3,
  volatilityMinutes: 60,
  /** What volatility is measured over: days looked back on, minutes of a half hour … */
  volatilityDays: 20,
  halfHourMinutes: 30,
  /** … and the least returns in one, and the least such half hours, that say anything. */
  halfHourReturnsMin: 10,
  halfHoursMin: 20,
}

export type Breaker = (typeof BREAKERS)[number]
export type OpenBreaker = {
  breaker: Breaker
  /** Null: every ticker. */
  ticker: string | null
  openedAt: Date
  closesAt: Date | null
}
export type Trip = {
  breaker: Breaker
  ticker: string | null
  /** Null: until someone resets it. */
  closesAt: Date | null
  numbers: Record<string, string | number>
}

/** The breaker that holds back entries of a ticker, if any: one for all tickers comes first. */
export function blocking(ticker: string, open: readonly OpenBreaker[]): OpenBreaker | undefined {
  return open.find((row) => row.ticker === null) ?? open.find((row) => row.ticker === ticker)
}

/** Trips when the day has lost 5 % or more; stays open until the next session opens. */
export function tripDailyLoss(
  openingEquity: string,
  equity: string,
  nextOpensAt: Date,
): Trip | undefined {
  const lossPct = lossOf(openingEquity, equity)
  if (lossPct < breakerDefaults.dailyLossPct) return undefined
  return {
    breaker: 'daily_loss',
    ticker: null,
    closesAt: nextOpensAt,
    numbers: { openingEquity, equity, lossPct, limit: breakerDefaults.dailyLossPct },
  }
}

/** Trips for one ticker when its price stands 15 % or more under the entry; lasts 24 hours. */
export function tripSinglePosition(
  { ticker, entryPrice, price }: { ticker: string; entryPrice: string; price: string },
  now: Date,
): Trip | undefined {
  const lossPct = lossOf(entryPrice, price)
  if (lossPct < breakerDefaults.singlePositionPct) return undefined
  return {
    breaker: 'single_position',
    ticker,
    closesAt: new Date(now.getTime() + breakerDefaults.singlePositionHours * HOUR_MS),
    numbers: { entryPrice, price, lossPct, limit: breakerDefaults.singlePositionPct },
  }
}

/** Trips when the last half hour moved more than three times its 20-day mean; lasts an hour. */
export function tripVolatility(realised: number, mean: number, now: Date): Trip | undefined {
  if (!(mean > 0) || realised <= breakerDefaults.volatilityFactor * mean) return undefined
  return {
    breaker: 'volatility',
    ticker: null,
    closesAt: new Date(now.getTime() + breakerDefaults.volatilityMinutes * MINUTE_MS),
    numbers: { realised, mean, limit: breakerDefaults.volatilityFactor * mean },
  }
}

/** Trips when equity fell by so much of its highest or more; everything is sold, and it stays locked. */
export function tripEmergency(
  highestEquity: string,
  equity: string,
  drawdownPct: number = breakerDefaults.emergencyDrawdownPct,
): Trip | undefined {
  const lossPct = lossOf(highestEquity, equity)
  if (lossPct < drawdownPct) return undefined
  return {
    breaker: 'emergency',
    ticker: null,
    closesAt: null,
    numbers: { highestEquity, equity, lossPct, limit: drawdownPct },
  }
}

function lossOf(from: string, to: string): number {
  return new Big(from).gt(0) ? new Big(from).minus(to).div(from).toNumber() : 0
}
