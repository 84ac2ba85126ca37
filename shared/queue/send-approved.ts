/** Puts an order that a person agreed to back on its list, so that it is judged again and then sent. */

import type { BrokerOrderJob } from '../contracts/jobs/broker-orders.ts'
import type { Db, Tx } from '../sql/open.ts'
import { appendAudit, serviceActor } from '../sql/access/audit.ts'
import {
  expireApprovals,
  readApprovedUnsent,
  readOrderToSend,
  type EndedApproval,
} from '../sql/trading/approvals.ts'
import { enqueue } from './record/jobs.ts'

/** Enqueues the order of a decision once more; `occasion` names what for. Undefined where none stands. */
export async function askAgain(
  db: Db,
  decisionId: string,
  occasion: string,
  now: Date,
): Promise<string | undefined> {
  const decided = await readOrderToSend(db, decisionId)
  if (!decided) return undefined
  const job: BrokerOrderJob = {
    ticker: decided.ticker,
    side: decided.side,
    quantity: Number(decided.quantity),
    order_type: decided.orderType,
    limit_price: numberOf(decided.limitPrice),
    stop_price: numberOf(decided.stopPrice),
    recommendation_id: decided.recommendationId,
    confidence: decided.confidence ?? 1,
    estimated_value: Number(decided.quantity) * Number(decided.referencePrice ?? 0),
    sector: decided.sector,
    source: decided.source === 'override' ? 'override' : 'trading_engine',
    idempotency_key: decisionId,
  }
  const cause = { key: `${occasion}:${decisionId}`, now, producer: 'risk-engine' }
  const [jobId] = await enqueue(db, [{ to: 'broker_orders', job }], cause)
  return jobId
}

function numberOf(price: string | null): number | null {
  return price === null ? null : Number(price)
}

/**
 * Sees to it that no approval waits for ever: what nobody answered in time ends, and what was approved
 * and is not on its way is asked for again. Doing it twice changes nothing.
 */
export async function keepApprovals(
  tx: Tx,
  now: Date,
): Promise<{ ended: EndedApproval[]; sent: number }> {
  const ended = await expireApprovals(tx, now)
  for (const { decisionId, approvalId } of ended) {
    await appendAudit(tx, {
      by: serviceActor('risk-engine'),
      action: 'approval_expired',
      does: 'ends an entry that nobody approved in time',
      subjectKind: 'trading_decision',
      subject: decisionId,
      after: { approvalId },
      now,
    })
  }
  const unsent = await readApprovedUnsent(tx, now)
  for (const { decisionId } of unsent)
    await askAgain(tx, decisionId, `approved:${now.toISOString()}`, now)
  return { ended, sent: unsent.length }
}
