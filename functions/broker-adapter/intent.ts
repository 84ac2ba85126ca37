/**
 * The step before the broker is asked: judge the order and store the intent, in one transaction.
 *
 * The book's lock is held from the judgement to the commit, so that two orders never together
 * pass a limit that each alone would keep.
 */

import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import type { LatestTrade } from '#shared/clients/alpaca/client.ts'
import { evaluateOrder, type ProposedOrder } from '#shared/domain/risk/evaluate.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { JobOf } from '#shared/pipeline.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { askApproval, type Approval } from '#shared/sql/trading/approvals.ts'
import {
  auditOrder,
  readOrderDecision,
  readRefusal,
  saveOverride,
  type OrderDecision,
} from '#shared/sql/trading/overrides.ts'
import {
  insertIntent,
  readOrderOfDecision,
  type NewOrder,
  type RecordedOrder,
} from '#shared/sql/trading/orders.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'

type Job = JobOf<'broker_orders'>

/** `order`: to be sent, for the first time or again. Otherwise why nothing is sent. */
export type Intent =
  | { kind: 'order'; order: RecordedOrder; isNew: boolean }
  | { kind: 'refused' | 'held'; code: string }

type Prices = Pick<NewOrder, 'limitPrice' | 'stopPrice'>

const HELD = {
  pending: 'approval_pending',
  denied: 'approval_denied',
  expired: 'approval_expired',
} as const

export type IntentRequest = {
  job: Job
  jobId: string
  quote: LatestTrade | null
  deployStage: string
  rules: Pick<Rules, 'risk'>
  now: Date
}

/** Finds the intent of an earlier delivery, or judges the order and stores one. */
export function placeIntent(sql: Sql, request: IntentRequest): Promise<Intent> {
  return sql.begin(async (tx): Promise<Intent> => {
    await tx`select pg_advisory_xact_lock(hashtext('book'))`
    const decision = await findDecision(tx, request)
    const earlier = await readOrderOfDecision(tx, decision.decisionId)
    if (earlier) return { kind: 'order', order: earlier, isNew: false }
    const refusal = await readRefusal(tx, decision.decisionId)
    if (refusal) return { kind: 'refused', code: refusal }
    return judge(tx, decision, request)
  })
}

/** The decision the job carries out. A job without one is an operator's, and becomes one. */
async function findDecision(
  tx: Tx,
  { job, jobId, quote, now }: IntentRequest,
): Promise<OrderDecision> {
  const key = job.idempotency_key ?? jobId
  const decision = isUuid(key) ? await readOrderDecision(tx, key) : undefined
  if (decision) {
    if (decision.ticker === job.ticker && decision.side === job.side) return decision
    throw new PermanentFault(
      'job_contradicts_decision',
      `Order ${job.side} ${job.ticker}: decision ${key} is to ${decision.side} ${decision.ticker}`,
    )
  }
  if (job.source === 'trading_engine' && job.idempotency_key) {
    throw new PermanentFault('unknown_decision', `Order ${job.ticker}: there is no decision ${key}`)
  }
  return saveOverride(
    tx,
    {
      decisionId: deriveId('override', key),
      ticker: job.ticker,
      kind: job.side === 'buy' ? 'entry' : 'exit',
      side: job.side,
      quantity: String(job.quantity),
      referencePrice: job.limit_price === null ? (quote?.price ?? null) : String(job.limit_price),
      requestedBy: job.source,
    },
    now,
  )
}

async function judge(tx: Tx, decision: OrderDecision, request: IntentRequest): Promise<Intent> {
  const { job, quote, deployStage, now } = request
  const { decisionId, ticker, side, quantity, kind } = decision
  const referencePrice = decision.referencePrice ?? quote?.price
  if (!referencePrice) throw new Error(`Order ${ticker}: there is no price to judge it by`)
  const order: ProposedOrder = {
    ticker,
    side,
    quantity,
    referencePrice,
    quote,
    sector: job.sector,
    kind,
  }
  const proposal = { order, book: await readBook(tx, now), limits: await readLimits(tx), now }
  const verdict = evaluateOrder(request.rules.risk.current, proposal)
  const evaluation = await saveEvaluation(tx, { ...proposal, decisionId, verdict })
  if (!verdict.passed) {
    await auditOrder(tx, decisionId, 'order_refused', { code: verdict.code, ticker }, now)
    return { kind: 'refused', code: verdict.code }
  }
  const prices: Prices = { limitPrice: text(job.limit_price), stopPrice: text(job.stop_price) }
  const approval = verdict.needsApproval
    ? await approvalOf(tx, decision, { orderType: job.order_type, prices }, now)
    : 'approved'
  if (approval !== 'approved') {
    await auditOrder(tx, decisionId, HELD[approval], { ticker }, now)
    return { kind: 'held', code: HELD[approval] }
  }
  const orderId = deriveId('order', decisionId)
  const clientOrderId = `sx-${deployStage}-${orderId}`
  const placed = await insertIntent(
    tx,
    {
      ...evaluation,
      ...prices,
      orderId,
      clientOrderId,
      decisionId,
      ticker,
      side,
      quantity,
      orderType: job.order_type,
      sector: job.sector,
      referencePrice,
    },
    now,
  )
  return { kind: 'order', order: placed, isNew: true }
}

/** A person approves the order as it is here: one that differs in any of this is not approved. */
function approvalOf(
  tx: Tx,
  { decisionId, ticker, side, quantity }: OrderDecision,
  { orderType, prices }: { orderType: Job['order_type']; prices: Prices },
  now: Date,
): Promise<Approval> {
  const orderHash = sha256(JSON.stringify([decisionId, ticker, side, quantity, orderType, prices]))
  const approvalId = deriveId('approval', decisionId)
  return askApproval(tx, { approvalId, decisionId, orderHash }, now)
}

function text(price: number | null): string | null {
  return price === null ? null : String(price)
}

function isUuid(key: string): boolean {
  return new RegExp(`^${UUID_PATTERN}$`, 'i').test(key)
}
