/**
 * The step before the broker is asked: judge the order and store the intent, in one transaction.
 *
 * The book's lock is held from the judgement to the commit, so that two orders never together
 * pass a limit that each alone would keep.
 */

import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import type { LatestTrade } from '#shared/clients/alpaca/latest.ts'
import { sessionAt } from '#shared/domain/market/calendar.ts'
import { evaluateOrder, type ProposedOrder } from '#shared/domain/risk/evaluate.ts'
import type { Book } from '#shared/domain/risk/book.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { JobOf } from '#shared/pipeline.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { askApproval } from '#shared/sql/trading/approvals.ts'
import {
  auditOrder,
  readOrderDecision,
  readRefusal,
  type OrderDecision,
} from '#shared/sql/trading/overrides.ts'
import {
  insertIntent,
  readOrderOfDecision,
  type RecordedOrder,
} from '#shared/sql/trading/orders.ts'
import { findInTheWay, takeStopsBack } from './clear-way.ts'
import { readReplaced } from './replace.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { isUnreadable } from '#shared/sql/unreadable.ts'
import { readBook, readExitBook } from '#shared/sql/risk/book.ts'
import { saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { readClosedLimits, readLimits } from '#shared/sql/risk/limits.ts'

type Job = JobOf<'broker_orders'>

/** `order`: to be sent, or sent already. Otherwise why nothing is sent. */
export type Intent =
  | { kind: 'order'; order: RecordedOrder }
  | { kind: 'refused' | 'held'; code: string }
  /** It waits until other orders of its ticker are taken back. */
  | { kind: 'blocked'; foreign: string[] }
  /** A sale while the exchange is shut: it is judged once it opens. */
  | { kind: 'shut' }

const HELD = {
  pending: 'approval_pending',
  denied: 'approval_denied',
  expired: 'approval_expired',
  void: 'approval_void',
} as const

export type IntentRequest = {
  decision: OrderDecision
  quote: LatestTrade | null
  deployStage: string
  rules: Pick<Rules, 'risk'>
  now: Date
}

/**
 * The decision that a job carries out: what is ordered is what stands there. Of the job only its key
 * is taken, since whoever can write to a list can write any job.
 *
 * @throws PermanentFault where none of ours decided it, or the job asks for something else.
 */
export async function findDecision(sql: Sql, job: Job): Promise<OrderDecision> {
  const { ticker, side, idempotency_key: key = '' } = job
  const decision = isUuid(key) ? await readOrderDecision(sql, key) : undefined
  if (!decision) {
    throw new PermanentFault(
      'unknown_decision',
      `Order ${side} ${ticker}: no decision stands behind the key "${key}"`,
    )
  }
  if (decision.ticker === ticker && decision.side === side) return decision
  throw new PermanentFault(
    'job_contradicts_decision',
    `Order ${side} ${ticker}: decision ${key} is to ${decision.side} ${decision.ticker}`,
  )
}

/** Finds the intent of an earlier delivery, or judges the order and stores one. */
export function placeIntent(sql: Sql, request: IntentRequest): Promise<Intent> {
  const { decisionId } = request.decision
  return sql.begin(async (tx): Promise<Intent> => {
    await lockBook(tx)
    const earlier = await readOrderOfDecision(tx, decisionId)
    if (earlier) return { kind: 'order', order: earlier }
    const refusal = await readRefusal(tx, decisionId)
    if (refusal) return { kind: 'refused', code: refusal }
    if (request.decision.side === 'sell' && !sessionAt(request.now)) return { kind: 'shut' }
    return judge(tx, request)
  })
}

async function judge(tx: Tx, request: IntentRequest): Promise<Intent> {
  const { decision, quote, deployStage, now } = request
  const { decisionId, ticker, side, quantity, kind, sector, orderType } = decision
  const referencePrice = decision.referencePrice ?? quote?.price
  if (!referencePrice) throw new Error(`Order ${ticker}: there is no price to judge it by`)
  const order: ProposedOrder = { ticker, side, quantity, referencePrice, quote, sector, kind }
  const { replaces = null } = decision
  if (replaces !== null && !(await readReplaced(tx, replaces)))
    return refuse(tx, decision, 'replaced_gone', now)
  const book = await readBookFor(tx, { ...order, replaces }, now)
  const foreign = replaces === null ? await findInTheWay(tx, decision, book, now) : undefined
  if (foreign) return { kind: 'blocked', foreign }
  // A sale is judged by no limit: one that cannot be read does not keep a position from ending.
  const limits = side === 'sell' ? await readClosedLimits(tx) : await readLimits(tx)
  const proposal = { order, book, limits, now }
  const verdict = evaluateOrder(request.rules.risk.current, proposal)
  const evaluation = await saveEvaluation(tx, { ...proposal, decisionId, verdict })
  if (!verdict.passed) return refuse(tx, decision, verdict.code, now)
  const { limitPrice, stopPrice } = decision
  const approval = verdict.needsApproval ? await askApproval(tx, decision, now) : 'approved'
  if (approval !== 'approved') {
    await auditOrder(tx, decisionId, HELD[approval], { ticker }, now)
    return { kind: 'held', code: HELD[approval] }
  }
  if (side === 'buy' && (await takeStopsBack(tx, ticker, now)))
    return { kind: 'blocked', foreign: [] }
  const orderId = deriveId('order', decisionId)
  const clientOrderId = `sx-${deployStage}-${orderId}`
  const placed = await insertIntent(
    tx,
    {
      ...evaluation,
      limitPrice,
      stopPrice,
      orderId,
      clientOrderId,
      decisionId,
      ticker,
      side,
      quantity,
      orderType,
      sector,
      referencePrice,
      replacesOrderId: replaces,
      protects: decision.protects ?? false,
    },
    now,
  )
  return { kind: 'order', order: placed }
}

async function refuse(
  tx: Tx,
  { decisionId, ticker }: OrderDecision,
  code: string,
  now: Date,
): Promise<Intent> {
  await auditOrder(tx, decisionId, 'order_refused', { code, ticker }, now)
  return { kind: 'refused', code }
}

/** Of a sale that which it is judged by, where all that is known of the account cannot be read. */
async function readBookFor(
  tx: Tx,
  { ticker, side, quote, replaces: without }: ProposedOrder & { replaces: string | null },
  now: Date,
): Promise<Book> {
  // What assets and moves are looked at of, the price just seen among them.
  const seen = new Map(quote ? [[ticker, quote]] : [])
  const asked = { tickers: [ticker], seen, without }
  if (side === 'buy') return readBook(tx, now, asked)
  try {
    return await tx.savepoint((inner) => readBook(inner, now, asked))
  } catch (fault) {
    if (!isUnreadable(fault)) throw fault
    return readExitBook(tx, now, without)
  }
}

function isUuid(key: string): boolean {
  return new RegExp(`^${UUID_PATTERN}$`, 'i').test(key)
}
