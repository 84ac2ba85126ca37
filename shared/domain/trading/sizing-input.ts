/** What sizing looks at, and what a step of it says. Source: docs/FORMULAS.md, Sizing. */

import type { Big } from 'big.js'
import type { Limits } from '../risk/limits.ts'
import type { Tier } from './tiers.ts'

/** Money as decimal text in dollars. */
export type SizingInput = {
  price: string
  confidence: number
  tier: Tier
  equity: string
  /** Equity less the reserve. */
  activePool: string
  /** Cash that is neither reserved nor promised to an order. */
  freeCash: string
  /** Won and lost trades of this engine. */
  record: { trades: number; winRate: number; payoff: number | null }
  /** With each ticker held; `rho` null where there is too little past. */
  correlations: readonly { ticker: string; rho: number | null }[]
  /** Value held and on its way in this ticker's sector, and whether any is. */
  sectorValue: string
  /** Sessions until, and since, earnings; null where nobody knows. */
  earnings: { until: number | null; since: number | null } | null
  /** Σ (entry − stop) · quantity of what is held and on its way. */
  heat: string
  /** Entry less stop of this one, a share. */
  stopDistance: string
  poolMin: string
  positionCap: string
  /** Value held and on its way in the ticker itself. */
  tickerValue: string
  /** What the broker lets be bought with, less what is promised; null where it has not told. */
  buyingPower: string | null
  /** The broker takes no parts of a share of it. */
  isWholeOnly?: boolean
  /** Keep a size under what a person must approve. */
  withinApproval: boolean
  limits: Pick<
    Limits,
    'positionPctMax' | 'positionValueMax' | 'sectorPctMax' | 'orderSharesMax' | 'approvalValueMin'
  >
}

export type SizingCode =
  | 'no_edge'
  | 'correlated'
  | 'sector_full'
  | 'earnings_near'
  | 'portfolio_heat'
  | 'pool_below_minimum'
  | 'no_free_cash'
  | 'order_too_small'
  | 'position_pct'
  | 'position_value'
  | 'sector_pct'
  | 'buying_power'
  | 'order_shares'

/** What a step found, its limit, the dollars it leaves, and why they are none. */
export type StepVerdict = {
  found: string | number | null
  limit: string | number | null
  value: Big
  code?: SizingCode
  note?: string
}
export type Step = (input: SizingInput, value: Big) => StepVerdict
