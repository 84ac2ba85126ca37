/**
 * The three risk tiers, and when one gives way to the next. Source: docs/FORMULAS.md, Tiers.
 */

import { RISK_TIERS } from '../../contracts/sets.ts'
import { recordOf, type TradeSums } from '../ledger/trades.ts'

export type TierName = (typeof RISK_TIERS)[number]

export type Tier = {
  /** Least confidence of a recommendation that may be acted on. */
  confidenceMin: number
  /** Share of the active pool one position may take. */
  positionPctMax: number
  /** Stop distance in ATRs, and how many times that distance the first target lies away. */
  stopAtrs: number
  rewardRisk: number
  /** Shares of equity: in one sector, and at risk between entries and stops. */
  sectorPctMax: number
  heatPctMax: number
}

export const tiers: Record<TierName, Tier> = {
  conservative: {
    confidenceMin: 0.75,
    positionPctMax: 0.05,
    stopAtrs: 1.5,
    rewardRisk: 2.0,
    sectorPctMax: 0.2,
    heatPctMax: 0.1,
  },
  moderate: {
    confidenceMin: 0.55,
    positionPctMax: 0.1,
    stopAtrs: 2.0,
    rewardRisk: 1.5,
    sectorPctMax: 0.3,
    heatPctMax: 0.2,
  },
  aggressive: {
    confidenceMin: 0.4,
    positionPctMax: 0.15,
    stopAtrs: 2.5,
    rewardRisk: 1.2,
    sectorPctMax: 0.4,
    heatPctMax: 0.3,
  },
}

export const tierDefaults = {
  /** How far back results count. */
  resultDays: 30,
  /** Fewer trades closed in that time say nothing of a win rate … */
  tradesMin: 10,
  /** … and it counts as this. */
  winRateUnknown: 0.5,
  /** A step down: fewer won, or fallen further from the highest … */
  winRateMin: 0.4,
  drawdownMax: 0.15,
  /** … and one up: more won, more dollars won than lost by this factor, and fallen less. */
  winRateGood: 0.55,
  profitFactorGood: 1.2,
  drawdownGood: 0.05,
  /** Without a loss the factor counts as this. */
  profitFactorMax: 99,
}

/**
 * Trades that ended, and how equity stands. `winRate` and `drawdown` are shares in [0, 1], `profitFactor`
 * is what was won over what was lost, in dollars.
 */
export type Performance = {
  trades: number
  winRate: number
  profitFactor: number
  drawdown: number
}

/** What trades say of the way they were made; too few of them say nothing. */
export function performanceOf(sums: TradeSums): Omit<Performance, 'drawdown'> {
  const { trades, winRate } = recordOf(sums)
  const lost = Math.abs(Number(sums.lostDollars))
  const won = Number(sums.wonDollars)
  const { tradesMin, winRateUnknown, profitFactorMax } = tierDefaults
  if (trades < tradesMin) return { trades, winRate: winRateUnknown, profitFactor: 1 }
  const factor = lost === 0 ? profitFactorMax : Math.min(won / lost, profitFactorMax)
  return { trades, winRate, profitFactor: factor }
}

/** The tier that results earn: one step down or up, or the same. Down is tested first. */
export function adjustTier(
  tier: TierName,
  { winRate, profitFactor, drawdown }: Performance,
): { tier: TierName; reason: 'poor_results' | 'good_results' | 'unchanged' } {
  const place = RISK_TIERS.indexOf(tier)
  if (winRate < tierDefaults.winRateMin || drawdown > tierDefaults.drawdownMax) {
    const lower = RISK_TIERS[place - 1]
    return lower ? { tier: lower, reason: 'poor_results' } : { tier, reason: 'unchanged' }
  }
  const higher = RISK_TIERS[place + 1]
  const { winRateGood, profitFactorGood, drawdownGood } = tierDefaults
  const isGood = winRate > winRateGood && profitFactor > profitFactorGood && drawdown < drawdownGood
  return higher && isGood ? { tier: higher, reason: 'good_results' } : { tier, reason: 'unchanged' }
}
