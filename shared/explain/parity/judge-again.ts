/** A recorded decision judged again by the very code that decided, on what it was judged on. */

import { Big } from 'big.js'
import type { Rules } from '../../domain/rules/versions.ts'
import { hearEngine } from '../../domain/trading/engine-gates.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { messageOf } from '../../host/faults.ts'
import { sha256 } from '../../host/ids.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import type { KeptInputs } from '../../sql/trading/decision-inputs.ts'
import { madeBy } from '../link.ts'
import { reviveInputs } from './revive.ts'
import { verdictAgain } from './verdict-again.ts'

/** What was decided, as it is compared: amounts as plain decimals. */
export type DecidedOutcome = {
  decisionId: string
  action: string
  code: string
  side: string | null
  quantity: string | null
  referencePrice: string | null
  checks: unknown
  sizing: unknown
  ruleVersion: string
  /** What the signal engine said beside it; null where nothing was kept. */
  signalEngine: unknown
}

export type JudgedAgain =
  | { kind: 'judged'; outcome: DecidedOutcome; inputs: KeptInputs; isAltered: boolean }
  /** Why it was not, and that nothing is wrong with that. */
  | { kind: 'not_judged'; cause: string; says: string }
  /** It should have come out again and did not: as much a difference as another outcome. */
  | { kind: 'broken'; field: string; cause: string; says: string }

/** From when on inputs are there to be found. */
export type InputsKept = {
  /** Since when they are kept at all; null where none ever were. */
  since: Date | null
  /** Since when those of sales, later parts of entries and stops at the broker are. */
  laterSince: Date | null
  /** Those decided earlier, of no order, may have been pruned. */
  from: Date
}

/** As it was recorded. */
export function recordedOutcome(rules: Rules, row: DayDecision): DecidedOutcome {
  const { decisionId, action, code, side, ruleVersion } = row
  const { rules: trading } = madeBy(rules.trading, ruleVersion)
  const isHeard = row.signalEngine !== null && (!trading || hearEngine(trading))
  return {
    decisionId,
    action,
    code,
    side,
    quantity: plain(row.quantity),
    referencePrice: plain(row.referencePrice),
    checks: JSON.parse(row.checks),
    sizing: JSON.parse(row.sizing),
    ruleVersion,
    signalEngine: isHeard ? JSON.parse(row.signalEngine ?? 'null') : null,
  }
}

/** As it comes out again. */
export function judgeAgain(rules: Rules, row: DayDecision, kept: InputsKept): JudgedAgain {
  if (row.inputs === null) return notKept(row, kept)
  const isAltered = sha256(canonicalJson(JSON.parse(row.inputs))) !== row.inputsSha256
  if (row.source !== 'engine')
    return broken('source', 'record_altered', 'inputs of the engine are kept of it')
  const again = judgeKept(rules, row, row.inputs)
  // What makes them unreadable is found here first: inputs that are others are never a mere gap.
  if (again.kind !== 'judged')
    return isAltered ? broken('inputs', 'inputs_altered', 'another hash') : again
  return { ...again, isAltered }
}

function judgeKept(
  rules: Rules,
  row: DayDecision,
  kept: string,
): Omit<Extract<JudgedAgain, { kind: 'judged' }>, 'isAltered'> | ReturnType<typeof broken> {
  const { rules: trading, fault } = madeBy(rules.trading, row.ruleVersion)
  // Every version there ever was is known: a name that is not was written by nobody.
  if (!trading) return broken('ruleVersion', 'rules_unknown', fault)
  try {
    const inputs = reviveInputs(kept)
    const verdict = verdictAgain(rules, row, inputs)
    if (typeof verdict === 'string') return broken('inputs', 'rules_unknown', verdict)
    const { decisionId, ruleVersion } = row
    const side = row.kind === 'entry' ? 'buy' : 'sell'
    const amounts = { quantity: plain(verdict.quantity), referencePrice: plain(verdict.price) }
    const { action, code, checks, sizing } = verdict
    const judged = { action, code, side, ...amounts, checks, sizing }
    const signalEngine = ('gate' in inputs.input && inputs.input.gate.signalEngine) || null
    const outcome = { decisionId, ...judged, ruleVersion, signalEngine }
    return { kind: 'judged', outcome, inputs }
  } catch (fault) {
    return broken('outcome', 'code_fails', messageOf(fault))
  }
}

function notKept(
  { source, kind, action, part, decidedAt, orderId }: DayDecision,
  { since: entriesSince, laterSince, from }: InputsKept,
): JudgedAgain {
  if (source !== 'engine') return not('by_hand', 'a person asked for it: nothing judged it')
  const isLater = part > 1 || (kind === 'exit' && action === 'act')
  const since = isLater ? laterSince : entriesSince
  if (isLater && (since === null || decidedAt < since)) {
    const what = part > 1 ? 'later parts of entries' : 'sales'
    return not('recorded_before', `it is from before inputs of ${what} were kept`)
  }
  if (since === null || decidedAt < since)
    return not('inputs_gone', 'it is from before the oldest inputs that are kept')
  if (orderId !== null) return broken('inputs', 'inputs_missing', 'those of an order never go')
  if (decidedAt >= from)
    return broken('inputs', 'inputs_missing', 'it is younger than what is pruned')
  return not('input_pruned', 'what it was judged on is not there any more')
}

function not(cause: string, says: string): JudgedAgain {
  return { kind: 'not_judged', cause, says }
}

function broken(field: string, cause: string, says: string) {
  return { kind: 'broken' as const, field, cause, says }
}

function plain(amount: string | null): string | null {
  return amount === null ? null : new Big(amount).toFixed()
}
