/** The list of approvals, each with the order it is about and what became of it. */

import type { ApprovalListRow } from '../../contracts/api/approvals.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Sort } from '../../contracts/api/words.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { askRow, goOnWithin, inOrderWithin } from '../page.ts'

const listed = { table: 'approval_requests', as: 'a', id: 'approval_id' }
const ORDER = ['requested_at', ['approval_id']] as const

type Asked = { status?: string | undefined; sort: Sort; limit: number; after?: string | undefined }

/** Requests of the account by when they were made, those of one status where it is given. */
export async function listApprovals(
  db: Db,
  { status, sort, limit, after }: Asked,
): Promise<Served<ApprovalListRow>[]> {
  await askRow(db, listed, after)
  return db<Served<ApprovalListRow>[]>`
    select a.approval_id, a.decision_id, d.recommendation_id, a.order_hash, a.status, a.requested_at, a.expires_at, a.requested_by,
      a.reviewed_by, a.reviewed_at, a.ended_at, a.note,
      d.ticker, d.side, d.quantity, d.order_type, d.limit_price, d.stop_price, d.code as decided_for,
      d.source, coalesce(d.reference_price, d.limit_price) as reference_price,
      o.order_id, o.state as order_state, refused.code as refused_for
    from approval_requests a
    join trading_decisions d using (decision_id)
    left join orders o using (decision_id)
    left join lateral (
      select code from risk_evaluations e
      where e.decision_id = a.decision_id and not e.passed order by evaluated_at desc limit 1
    ) refused on true
    where ${ofAccount(db, 'a')} ${status === undefined ? db`` : db`and a.status = ${status}`}
      ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}
  `
}
