/** The versions of the gates. One that has decided never changes; a change is a new version. */

import { comparisons, type CheckComparison } from './comparisons.ts'
import { engineGates } from './engine-gates.ts'
import { entryGates } from './entry-gates.ts'
import { gates, type TradingGate, type GateCode } from './gates.ts'
import type { Step } from './sizing-input.ts'
import { sizingSteps, sizingSteps2 } from './sizing-steps.ts'

export type TradingRules = {
  name: string
  /** Looked at in this order, up to the first that is shut. */
  gates: readonly (readonly [GateCode, TradingGate])[]
  /** The steps that size what is through them. */
  sizing: readonly (readonly [string, Step])[]
  /** How the numbers of a decision's checks are compared, by name. */
  comparisons: Readonly<Record<string, CheckComparison>>
}

export const trading1: TradingRules = { name: 'trading-1', gates, sizing: sizingSteps, comparisons }

export const trading2: TradingRules = {
  name: 'trading-2',
  gates: entryGates,
  sizing: sizingSteps2,
  comparisons: {
    ...comparisons,
    outweighed: 'at most',
    tranche_price: 'at least',
    micro_daily: 'below',
    micro_pace: 'at least',
  },
}

/** Where the signal engine is traded it has its say, once all else that concerns the ticker let it through. */
export const trading3: TradingRules = {
  ...trading2,
  name: 'trading-3',
  gates: [...entryGates, ...engineGates],
}
