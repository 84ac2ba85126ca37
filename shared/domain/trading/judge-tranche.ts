/**
 * Judges one later part of a gradual entry: whether it waits, is given up for good, or is bought now.
 *
 * Pure, as `judgeEntry` is. Source: docs/FORMULAS.md, Sizing.
 */

import type { Book } from '../risk/book.ts'
import { evaluateOrder, type CheckResult, type RiskRules } from '../risk/evaluate.ts'
import type { Limits } from '../risk/limits.ts'
import { checkGates, type GateCode, type GateInput } from './gates.ts'
import { isYoung } from './plan.ts'
import type { TradingRules } from './rules.ts'
import { isAgainst, leastPrice } from './tranches.ts'

/** What shuts out a part for good, and what it only waits for. */
const ENDS: readonly GateCode[] = [
  'circuit_breaker',
  'confidence_below_tier',
  'outweighed',
  'cool_down',
  'engine_against',
]
// An evaluation of the session may still come while the part is young.
const WAITS: readonly GateCode[] = ['trading_window', 'declining_book', 'engine_unheard']

export type TrancheInput = {
  tranche: {
    planId: string
    part: number
    parts: number
    ticker: string
    sector: string
    /** Shares. */
    quantity: string
    /** The first part's price and range, dollars. */
    price: string
    atr: string
    plannedAt: Date
    dueAt: Date
  }
  gate: GateInput
  /** The last trade seen; null where there is none. */
  trade: { price: string; at: Date } | null
  book: Book
  limits: Limits
  /** Whether a split took effect since it was planned: read only where it is asked for. */
  isSplit?: boolean
}

export type TrancheVerdict =
  | { action: 'look back' }
  | { action: 'wait' }
  | { action: 'skip'; code: string; checks: readonly CheckResult[] }
  | {
      action: 'act'
      code: 'tranche'
      checks: readonly CheckResult[]
      price: string
      quantity: string
      sizing: { planId: string; part: number; parts: number }
    }

type Rules = { trading: TradingRules; risk: RiskRules }

/** The verdict, or `look back` where it depends on splits that were not read yet. */
export function judgeTranche(rules: Rules, input: TrancheInput, now: Date): TrancheVerdict {
  const { tranche, gate, trade, book, isSplit } = input
  const { ticker, plannedAt, dueAt } = tranche
  const isThere = [...book.holdings, ...book.pending].some(
    (row) => row.ticker === ticker && !('side' in row && row.side === 'sell'),
  )
  const { soldAt } = gate
  if (soldAt !== null && soldAt >= plannedAt) return drop('cool_down', soldAt.toISOString(), null)
  if (!isThere) return drop('no_position', '0', 'more than 0')
  if (isSplit === undefined) return { action: 'look back' }
  if (isSplit) return drop('tranche_split', null, null)
  const gates = checkGates(
    { gates: rules.trading.gates.filter(([code]) => [...ENDS, ...WAITS].includes(code)) },
    gate,
    now,
  )
  const shut = gates.checks.at(-1)
  if (gates.code && shut && ENDS.includes(gates.code))
    return drop(gates.code, shut.found, shut.limit)
  if (dueAt > now) return { action: 'wait' }
  if (!isYoung(dueAt, now)) return drop('tranche_late', dueAt.toISOString(), null)
  if (gates.code || !trade) return { action: 'wait' }
  const found = trade.price
  if (isAgainst(found, tranche)) return drop('tranche_price', found, leastPrice(tranche))
  return judgePart(rules, { input, trade, gates: gates.checks }, now)
}

/** One that is due and stands, if risk lets it pass. */
function judgePart(
  rules: Rules,
  made: {
    input: TrancheInput
    trade: { price: string; at: Date }
    gates: readonly CheckResult[]
  },
  now: Date,
): TrancheVerdict {
  const { tranche, book, limits } = made.input
  const { ticker, sector, quantity, planId, part, parts } = tranche
  const { price } = made.trade
  const order = {
    ticker,
    side: 'buy' as const,
    kind: 'entry' as const,
    quantity,
    referencePrice: price,
    quote: made.trade,
    sector,
  }
  const verdict = evaluateOrder(rules.risk, { order, book, limits, now })
  // What risk will not have now it may later, while the part is young.
  if (!verdict.passed) return { action: 'wait' }
  const inOrder = { name: 'tranche', found: part, limit: parts, passed: true }
  const kept = { name: 'tranche_price', found: price, limit: leastPrice(tranche), passed: true }
  const checks = [inOrder, kept, ...made.gates, ...verdict.checks]
  return {
    action: 'act',
    code: 'tranche',
    checks,
    price,
    quantity,
    sizing: { planId, part, parts },
  }
}

function drop(
  code: string,
  found: CheckResult['found'],
  limit: CheckResult['limit'],
): TrancheVerdict {
  return { action: 'skip', code, checks: [{ name: code, found, limit, passed: false }] }
}
