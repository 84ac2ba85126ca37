/**
 * The three risk tiers, and when one gives way to the next. Source: docs/FORMULAS.md, Tiers.
 */

import { RISK_TIERS } from '../../contracts/sets.ts'

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
}

/** The last 30 days; every number a share in [0, 1]. */
export type Performance = { winRate: number; drawdown: number; reserveShare: number }

/** The tier that past results earn: one step down or up, or the same. Down is tested first. */
export function adjustTier(
  tier: TierName,
  { winRate, drawdown, reserveShare }: Performance,
): { tier: TierName; reason: 'poor_results' | 'good_results' | 'unchanged' } {
  const place = RISK_TIERS.indexOf(tier)
  if (winRate < 0.4 || drawdown > 0.15) {
    const lower = RISK_TIERS[place - 1]
    return lower ? { tier: lower, reason: 'poor_results' } : { tier, reason: 'unchanged' }
  }
  const higher = RISK_TIERS[place + 1]
  if (higher && winRate > 0.55 && reserveShare > 0.2 && drawdown < 0.05) {
    return { tier: higher, reason: 'good_results' }
  }
  return { tier, reason: 'unchanged' }
}
