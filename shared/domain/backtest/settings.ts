/** What a backtest assumes of the market and the account. Source: docs/FORMULAS.md, Backtests. */

import type { Limits } from '../risk/limits.ts'
import { executorLimits, type StrategyLimits } from '../strategy/strategy.ts'
import { installedLimits } from './account-limits.ts'
import { costDefaults, type CostSettings } from './costs.ts'

export type BacktestSettings = {
  /** Dollars. */
  cash: string
  seed: number
  costs: CostSettings
  /** Share of a session's volume that one order may be, in (0, 1]. */
  volumeShareMax: number
  /** Seconds from a decision until its order is at the market; it trades at the first open after. */
  latencySeconds: number
  /** Sessions after which an order that never traded ends. */
  orderSessionsMax: number
  /** Whether shares are found at the open from the money there is, rather than from the close at the decision. */
  sizesAtOpen: boolean
  /** Whether parts of a share are bought. */
  isFractional: boolean
  limits: StrategyLimits
  /** Those of the live account, for a strategy that names no share of a position of its own; null: they are not asked. */
  risk: Limits | null
  /** First session to trade after, YYYY-MM-DD; what comes before only warms the strategy up. */
  from: string
}

export const backtestDefaults: Omit<BacktestSettings, 'from'> = {
  cash: '100000',
  seed: 1,
  costs: costDefaults,
  volumeShareMax: 0.1,
  latencySeconds: 1,
  orderSessionsMax: 5,
  sizesAtOpen: false,
  isFractional: false,
  limits: executorLimits,
  risk: installedLimits,
}
