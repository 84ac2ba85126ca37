/** A person's answer to an entry that waits: who asked for it cannot answer, and only the order seen is meant. */

import type { Principal } from '#shared/contracts/api/principal.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { askAgain } from '#shared/queue/send-approved.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  answerApproval,
  approvalHashOf,
  takeApproval,
  type Approval,
  type ApprovalRow,
} from '#shared/sql/trading/approvals.ts'
import { readOrderDecision } from '#shared/sql/trading/overrides.ts'

export type Review = Asking & {
  id: string
  by: Principal
  body: { decision: 'approve' | 'deny'; note: string }
}

export type Reviewed = { status: Approval; jobId: string | null }

/**
 * Approves an entry, which puts its order on the list to be judged again, or denies it.
 *
 * @throws Refusal 409 `approval_ended` where it no longer waits, 403 `own_order` where the one who
 *   asked for the order would approve it.
 */
export async function reviewApproval(
  tx: Tx,
  asked: Review,
  now: Date,
): Promise<Reviewed | undefined> {
  const { id, by, body } = asked
  const approval = await takeApproval(tx, id)
  if (!approval) return undefined
  askOpen(approval, now)
  const isApproved = body.decision === 'approve'
  const reviewerId = 'id' in by ? by.id : ''
  if (isApproved) askAnother(approval, reviewerId)
  const isSame = await isOrderSeen(tx, approval)
  const wanted = isApproved ? 'approved' : 'denied'
  const status = isSame || !isApproved ? wanted : 'void'
  const reviewer = 'name' in by ? by.name : by.kind
  await answerApproval(tx, id, { status, by: reviewer, reviewerId, note: body.note }, now)
  const jobId =
    status === 'approved'
      ? ((await askAgain(tx, approval.decisionId, 'approval', now)) ?? null)
      : null
  const { status: before } = approval
  const told = {
    subject: id,
    before: { status: before },
    after: { status, jobId },
    reason: body.note,
  }
  await keepChange(tx, asked, told, now)
  return { status, jobId }
}

function askOpen({ status, expiresAt }: ApprovalRow, now: Date): void {
  const found = status === 'pending' && expiresAt <= now ? 'expired' : status
  if (found === 'pending') return
  throw new Refusal(409, `Answer an approval: it is ${found} already`, 'approval_ended')
}

function askAnother({ requesterId }: ApprovalRow, reviewerId: string): void {
  if (reviewerId !== '' && reviewerId !== requesterId) return
  throw new Refusal(403, 'Approve an order: somebody else than who asked for it must', 'own_order')
}

async function isOrderSeen(tx: Tx, { decisionId, orderHash }: ApprovalRow): Promise<boolean> {
  const decision = await readOrderDecision(tx, decisionId)
  return decision !== undefined && approvalHashOf(decision) === orderHash
}
