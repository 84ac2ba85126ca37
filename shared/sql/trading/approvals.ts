/**
 * Table `approval_requests`: an entry that waits until a person agrees.
 *
 * An approval is of one order as hashed, by somebody else than who asked, until it expires; the
 * database holds all three (`guard_approval`).
 */

import { sha256, deriveId } from '../../host/ids.ts'
import { wishToTell } from '../notifications/wishes.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { readOrderDecision, type OrderDecision } from './overrides.ts'

export type Approval = 'approved' | 'pending' | 'denied' | 'expired' | 'void'

/** What a person approves: an order that differs in any of this is another one. */
export function approvalHashOf(decision: OrderDecision): string {
  const { decisionId, ticker, side, quantity, orderType, limitPrice, stopPrice } = decision
  const prices = { limitPrice, stopPrice }
  return sha256(JSON.stringify([decisionId, ticker, side, quantity, orderType, prices]))
}

/** How the approval of an order stands at `now`; asks for one where none was asked for. */
export async function askApproval(tx: Tx, decision: OrderDecision, now: Date): Promise<Approval> {
  const { decisionId } = decision
  const hash = approvalHashOf(decision)
  const { count } = await tx`
    insert into approval_requests (approval_id, decision_id, order_hash, requested_at, expires_at,
      requested_by, requester_id)
    select ${deriveId('approval', decisionId)}, decision_id, ${hash}, ${now},
      ${now}::timestamptz + (select value::text::float8 from risk_configs where name = 'approval_minutes')
        * interval '1 minute',
      case source when 'override' then coalesce(sizing ->> 'requestedBy', 'override') else 'trading-engine' end,
      case source when 'override' then coalesce(sizing ->> 'requestedById', '') else '' end
    from trading_decisions where decision_id = ${decisionId}
    on conflict (decision_id) do nothing
  `
  if (count > 0) await tellApproval(tx, decision, now)
  await endOne(tx, decisionId, hash, now)
  const [row] = await tx<{ status: Approval }[]>`
    select status from approval_requests where decision_id = ${decisionId}`
  return row?.status ?? 'denied'
}

function tellApproval(
  tx: Tx,
  { decisionId, ticker, side, quantity }: OrderDecision,
  now: Date,
): Promise<void> {
  const says = `To ${side} ${quantity} ${ticker} waits for a person`
  const told = { subject: ticker, occasion: decisionId, says }
  return wishToTell(tx, { kind: 'approval_wanted', ...told }, now)
}

/** Ends an approval whose order is another one by now, or for which it is too late. */
async function endOne(tx: Tx, decisionId: string, hash: string, now: Date): Promise<void> {
  await tx`
    update approval_requests
    set status = case when order_hash <> ${hash} then 'void' else 'expired' end, ended_at = ${now}
    where decision_id = ${decisionId} and status in ('pending', 'approved')
      and (order_hash <> ${hash} or expires_at <= ${now})
  `
}

export type EndedApproval = { approvalId: string; decisionId: string; ticker: string }

/** Ends every request that nobody answered in time. */
export function expireApprovals(tx: Tx, now: Date): Promise<EndedApproval[]> {
  return tx<EndedApproval[]>`
    update approval_requests a set status = 'expired', ended_at = ${now}
    from trading_decisions d
    where d.decision_id = a.decision_id and a.status = 'pending' and a.expires_at <= ${now}
    returning a.approval_id, a.decision_id, d.ticker
  `
}

/** Orders that a person agreed to and that have neither left, nor been refused since, nor wait to be judged. */
export function readApprovedUnsent(db: Db, now: Date): Promise<{ decisionId: string }[]> {
  return db<{ decisionId: string }[]>`
    select a.decision_id from approval_requests a
    where ${ofAccount(db, 'a')} and a.status = 'approved' and a.expires_at > ${now}
      and not exists (select from orders o where o.decision_id = a.decision_id)
      and not exists (select from risk_evaluations e where e.decision_id = a.decision_id and not e.passed)
      and not exists (select from jobs j where j.state = 'queued' and j.list = 'broker_orders'
        and j.payload ->> 'idempotency_key' = a.decision_id::text)
    order by a.approval_id limit ${UNSENT_MAX}
  `
}
/** Taken up in one turn. */
const UNSENT_MAX = 50

export type OrderToSend = OrderDecision & {
  recommendationId: string | null
  confidence: number | null
  source: string
}

/** The decision of an order, with what its job tells beside; undefined where none stands. */
export async function readOrderToSend(
  db: Db,
  decisionId: string,
): Promise<OrderToSend | undefined> {
  const decision = await readOrderDecision(db, decisionId)
  if (!decision) return undefined
  const [row] = await db<Pick<OrderToSend, 'recommendationId' | 'confidence' | 'source'>[]>`
    select recommendation_id, r.confidence, d.source
    from trading_decisions d left join recommendations r using (recommendation_id)
    where d.decision_id = ${decisionId}
  `
  return row && { ...decision, ...row }
}

export type ApprovalRow = {
  approvalId: string
  decisionId: string
  orderHash: string
  status: Approval
  expiresAt: Date
  requesterId: string
}

/** A request to be answered, held until the transaction ends. */
export async function takeApproval(tx: Tx, approvalId: string): Promise<ApprovalRow | undefined> {
  const [row] = await tx<ApprovalRow[]>`
    select approval_id, decision_id, order_hash, status, expires_at, requester_id
    from approval_requests where approval_id = ${approvalId} for update`
  return row
}

/** Writes a person's answer, or that the order is another one by now. */
export async function answerApproval(
  tx: Tx,
  approvalId: string,
  answer: { status: 'approved' | 'denied' | 'void'; by: string; reviewerId: string; note: string },
  now: Date,
): Promise<void> {
  const { status, by, reviewerId, note } = answer
  await tx`
    update approval_requests set status = ${status}, note = ${note}, reviewed_by = ${by},
      reviewer_id = ${reviewerId}, reviewed_at = ${now}
    where approval_id = ${approvalId}
  `
}
