/** Table `approval_requests`, as the broker stage uses it: an order waits until a person agrees. */

import { riskDefaults } from '../../domain/risk/limits.ts'
import type { Tx } from '../open.ts'
import { MINUTE_MS } from '../../domain/spans.ts'

export type Approval = 'approved' | 'pending' | 'denied' | 'expired'

/**
 * How the approval of an order stands at `now`; asks for one where none was asked for.
 *
 * An approval holds for one order as hashed and until it expires (`riskDefaults.approvalMinutes`).
 */
export async function askApproval(
  tx: Tx,
  asked: { approvalId: string; decisionId: string; orderHash: string },
  now: Date,
): Promise<Approval> {
  const expiresAt = new Date(now.getTime() + riskDefaults.approvalMinutes * MINUTE_MS)
  await tx`
    insert into approval_requests (approval_id, decision_id, order_hash, requested_at, expires_at)
    values (${asked.approvalId}, ${asked.decisionId}, ${asked.orderHash}, ${now}, ${expiresAt})
    on conflict (decision_id) do nothing
  `
  await tx`
    update approval_requests set status = 'expired'
    where decision_id = ${asked.decisionId} and status = 'pending' and expires_at <= ${now}
  `
  const [row] = await tx<{ status: Approval; isSame: boolean; isLate: boolean }[]>`
    select status, order_hash = ${asked.orderHash} as is_same, expires_at <= ${now} as is_late
    from approval_requests where decision_id = ${asked.decisionId}
  `
  if (!row || !row.isSame) return 'denied'
  return row.status === 'approved' && row.isLate ? 'expired' : row.status
}
