/** What stands between an order and its recommendation, as it is stored. */

import type { HeardEngine } from '../../contracts/api/heard-engine.ts'
import type { Window } from '../../domain/signal/window.ts'
import type { Db } from '../open.ts'

export type StoredOrder = {
  orderId: string
  decisionId: string
  riskEvaluationId: string
  inputsSha256: string
  clientOrderId: string
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  referencePrice: string
  state: string
  intendedAt: Date
}

export async function readStoredOrder(db: Db, orderId: string): Promise<StoredOrder | undefined> {
  const [row] = await db<StoredOrder[]>`
    select order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker, side,
           quantity, reference_price, state, intended_at
    from orders where order_id = ${orderId}
  `
  return row
}

/** Every order, as they were stored. */
export async function listOrderIds(db: Db): Promise<string[]> {
  const rows = await db<{ orderId: string }[]>`select order_id from orders order by seq`
  return rows.map(({ orderId }) => orderId)
}

export type StoredEvaluation = {
  riskEvaluationId: string
  decisionId: string | null
  evaluatedAt: Date
  passed: boolean
  code: string
  needsApproval: boolean
  inputsSha256: string
  /** JSON as text: its keys must stay as they were hashed. */
  checks: string
  inputs: string
  /** Of the decision's approval request, where one was asked for. */
  approval: string | null
  ruleVersion: string
}

export async function readStoredEvaluation(
  db: Db,
  riskEvaluationId: string,
): Promise<StoredEvaluation | undefined> {
  const [row] = await db<StoredEvaluation[]>`
    select risk_evaluation_id, decision_id, evaluated_at, passed, code, needs_approval, inputs_sha256, rule_version,
           checks::text as checks, inputs::text as inputs,
           (select status from approval_requests asked where asked.decision_id = evaluation.decision_id) as approval
    from risk_evaluations evaluation where risk_evaluation_id = ${riskEvaluationId}
  `
  return row
}

export type StoredCheck = {
  name: string
  found: unknown
  limit: unknown
  passed: boolean
  code?: string
}

export type StoredDecision = {
  decisionId: string
  recommendationId: string | null
  ticker: string
  decidedAt: Date
  kind: 'entry' | 'exit'
  action: 'act' | 'skip'
  code: string
  side: 'buy' | 'sell' | null
  quantity: string | null
  referencePrice: string | null
  checks: StoredCheck[]
  source: string
  ruleVersion: string
  /** The decision that entered what an exit ends, as it says itself; empty: none of ours. */
  entered: string | null
  /** Of a gradual entry. */
  part: number
  /** What the signal engine said of the ticker then; null where nothing was kept. */
  signalEngine: HeardEngine | null
}

export async function readStoredDecision(
  db: Db,
  decisionId: string,
): Promise<StoredDecision | undefined> {
  const [row] = await db<StoredDecision[]>`
    select ${decisionColumns(db)} from trading_decisions where decision_id = ${decisionId}`
  return row
}

/**
 * The decision that a position was entered by: as the exit says, else the newest one of its ticker
 * before it.
 */
export async function readEntryBefore(
  db: Db,
  { ticker, decidedAt, entered }: StoredDecision,
): Promise<StoredDecision | undefined> {
  if (entered !== null) return entered === '' ? undefined : readStoredDecision(db, entered)
  const [row] = await db<StoredDecision[]>`
    select ${decisionColumns(db)} from trading_decisions
    where ticker = ${ticker} and kind = 'entry' and action = 'act' and part = 1 and decided_at < ${decidedAt}
    order by decided_at desc, seq desc
    limit 1
  `
  return row
}

function decisionColumns(db: Db) {
  return db`decision_id, recommendation_id, ticker, decided_at, kind, action, code, side, quantity,
    reference_price, checks, source, rule_version, part, signal_engine,
    case when sizing ? 'entry' then coalesce(sizing ->> 'entry', '') end as entered`
}

export type StoredRecommendation = {
  recommendationId: string
  ticker: string
  window: Window
  trendId: string
  generatedAt: Date
  action: string
  mode: string
  confidence: number
  strength: number
  contradiction: number
  direction: string
  suppressions: string[]
  ineligibilities: string[]
  checks: StoredCheck[]
  ruleVersion: string
  portfolioPct: number
  maxLossPct: number
  /** The evidence it was given with: `supporting 1 <impact id>`. */
  evidence: string[]
}

export async function readStoredRecommendation(
  db: Db,
  recommendationId: string,
): Promise<StoredRecommendation | undefined> {
  const [row] = await db<StoredRecommendation[]>`
    select recommendation_id, ticker, trend_window as window, trend_id, generated_at, action, mode,
           confidence, strength, contradiction, direction, suppressions, ineligibilities, checks, rule_version,
           portfolio_pct, max_loss_pct,
           array(select concat_ws(' ', side, place, impact_id) from recommendation_evidence evidence
                 where evidence.recommendation_id = recommendation.recommendation_id
                 order by side desc, place) as evidence
    from recommendations recommendation where recommendation_id = ${recommendationId}
  `
  return row
}
