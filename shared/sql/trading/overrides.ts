/** What the broker stage needs of a decision: to read it, or to write an operator's own. */

import { appendAudit, serviceActor } from '../access/audit.ts'
import type { Db, Tx } from '../open.ts'

export type OrderDecision = {
  decisionId: string
  ticker: string
  kind: 'entry' | 'exit'
  side: 'buy' | 'sell'
  quantity: string
  referencePrice: string | null
}

/** A decision to act, or undefined. */
export async function readOrderDecision(
  db: Db,
  decisionId: string,
): Promise<OrderDecision | undefined> {
  const [row] = await db<OrderDecision[]>`
    select decision_id, ticker, kind, side, quantity, reference_price
    from trading_decisions where decision_id = ${decisionId} and action = 'act'
  `
  return row
}

/** Stores an order that a person asked for as a decision of its own; repeating it changes nothing. */
export async function saveOverride(
  tx: Tx,
  made: OrderDecision & { requestedBy: string },
  now: Date,
): Promise<OrderDecision> {
  await tx`
    insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, quantity,
      reference_price, checks, sizing, risk_tier, source)
    values (${made.decisionId}, ${made.ticker}, ${now}, ${made.kind}, 'act', 'manual_override', ${made.side},
      ${made.quantity}, ${made.referencePrice}, '[]', ${tx.json({ requestedBy: made.requestedBy })},
      (select risk_tier from trading_engine_config), 'override')
    on conflict (decision_id) do nothing
  `
  const stored = await readOrderDecision(tx, made.decisionId)
  if (!stored) throw new RangeError(`Store override ${made.decisionId}: it is not there`)
  return stored
}

/** The code a decision's order was refused with, or undefined; a refusal is final. */
export async function readRefusal(db: Db, decisionId: string): Promise<string | undefined> {
  const [row] = await db<{ code: string }[]>`
    select code from risk_evaluations where decision_id = ${decisionId} and not passed
    order by evaluated_at, risk_evaluation_id limit 1
  `
  return row?.code
}

/** Writes down what happened to a decision on its way to the broker. */
export async function auditOrder(
  tx: Tx,
  decisionId: string,
  action: string,
  detail: Record<string, string>,
  now: Date,
): Promise<void> {
  await appendAudit(tx, {
    by: serviceActor('broker-adapter'),
    action,
    does: 'judges an order',
    subjectKind: 'trading_decision',
    subject: decisionId,
    after: detail,
    now,
  })
}
