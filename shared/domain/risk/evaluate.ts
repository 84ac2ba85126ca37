/**
 * Whether one order may go to the broker: every check with its number and its limit.
 *
 * Buys must keep within every limit, what is already on its way included. Sells only reduce: they
 * are held back by what stops all trading and by what is held, by nothing else.
 * Source: docs/FORMULAS.md, Risk.
 */

import type { Book } from './book.ts'
import type { Limits } from './limits.ts'
import type { Relation, Unit } from './measure.ts'

export type ProposedOrder = {
  ticker: string
  side: 'buy' | 'sell'
  /** Shares and dollars, as decimal text. */
  quantity: string
  referencePrice: string
  /** The last trade seen; null where there is none. */
  quote: { price: string; at: Date } | null
  sector: string
  kind: 'entry' | 'exit'
}

/** All that an order is judged on; stored with the verdict, so that it can be judged again. */
export type Proposal = { order: ProposedOrder; book: Book; limits: Limits; now: Date }

/** One comparison, for people to read: `found` against `limit`. */
export type CheckResult = {
  name: string
  found: string | number | null
  limit: string | number | null
  passed: boolean
  /** Why it does not pass, where its name does not say so. */
  code?: string
  /** From `risk-2` on: what the numbers are, how they compare, and how much is left up to the limit. */
  unit?: Unit
  relation?: Relation
  distance?: string | number
}

/** Looks at one thing; undefined where it has nothing to say of this order. */
export type RiskCheck = (proposal: Proposal) => CheckResult | undefined

/** One version of the rules. What it judged can be judged again as long as it stands. */
export type RiskRules = {
  name: string
  /** Made in this order; the first that fails gives the verdict its code. */
  checks: readonly RiskCheck[]
  /** Whether a person must agree before the order leaves. */
  needsApproval: (proposal: Proposal) => boolean
}

export type RiskVerdict = {
  passed: boolean
  /** `passed`, or the code of the first check that failed. */
  code: string
  checks: CheckResult[]
  needsApproval: boolean
  /** The rules that judged. */
  ruleVersion: string
}

/** Judges one order. Every check is made even after one failed; the first failure gives the code. */
export function evaluateOrder(rules: RiskRules, proposal: Proposal): RiskVerdict {
  const checks = rules.checks.map((look) => look(proposal)).filter((check) => check !== undefined)
  const failed = checks.find(({ passed }) => !passed)
  return {
    passed: !failed,
    code: failed ? (failed.code ?? failed.name) : 'passed',
    checks,
    needsApproval: rules.needsApproval(proposal),
    ruleVersion: rules.name,
  }
}
