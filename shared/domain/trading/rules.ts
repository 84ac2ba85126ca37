/** The versions of the gates. One that has decided never changes; a change is a new version. */

import { comparisons, type CheckComparison } from './comparisons.ts'
import { gates, type TradingGate, type GateCode } from './gates.ts'

export type TradingRules = {
  name: string
  /** Looked at in this order, up to the first that is shut. */
  gates: readonly (readonly [GateCode, TradingGate])[]
  /** How the numbers of a decision's checks are compared, by name. */
  comparisons: Readonly<Record<string, CheckComparison>>
}

export const trading1: TradingRules = { name: 'trading-1', gates, comparisons }
