/** What is asked and answered about entries that wait for a person. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { APPROVAL_STATUSES, ORDER_SIDES, ORDER_STATES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { Code, Count, DecimalText, Moment, longList } from './words.ts'

const Status = v.picklist(APPROVAL_STATUSES)

export const ApprovalListRow = v.strictObject({
  approvalId: Uuid,
  decisionId: Uuid,
  /** What it was decided on; null for an order that a person asked for. */
  recommendationId: v.nullable(Uuid),
  /** Of the one order that an approval is of; another one is `void`. */
  orderHash: v.string(),
  status: Status,
  requestedAt: Moment,
  expiresAt: Moment,
  requestedBy: v.string(),
  reviewedBy: v.nullable(v.string()),
  reviewedAt: v.nullable(Moment),
  /** When it ended without an answer. */
  endedAt: v.nullable(Moment),
  note: v.string(),
  ticker: Ticker,
  side: v.picklist(ORDER_SIDES),
  quantity: DecimalText,
  orderType: Code,
  limitPrice: v.nullable(DecimalText),
  stopPrice: v.nullable(DecimalText),
  /** What it was decided by; null for an order at the market that a person asked for. */
  referencePrice: v.nullable(DecimalText),
  decidedFor: Code,
  source: v.string(),
  /** Once it left. */
  orderId: v.nullable(Uuid),
  orderState: v.nullable(v.picklist(ORDER_STATES)),
  /** The code that the second judgement refused it with. */
  refusedFor: v.nullable(Code),
})
export type ApprovalListRow = v.InferOutput<typeof ApprovalListRow>

const Review = v.strictObject({
  decision: v.picklist(['approve', 'deny']),
  note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
})

export const approvalRoutes = {
  'GET /risk/approvals': {
    service: 'risk-engine',
    role: 'viewer',
    does: 'lists entries that wait or waited for a person',
    query: longList({ status: v.optional(Status) }, 'requestedAt'),
    pages: { field: 'approvalId', param: 'after' },
    answer: v.array(ApprovalListRow),
    topic: 'decisions',
  },
  'POST /risk/approvals/:id/review': {
    service: 'risk-engine',
    role: 'operator',
    personal: true,
    stepUp: { decision: 'approve' },
    does: 'answers an entry that waits for a person',
    names: 'approval',
    body: Review,
    answer: v.strictObject({ status: Status, jobId: v.nullable(Uuid) }),
  },
  'POST /risk/approvals/expire': {
    service: 'risk-engine',
    role: 'operator',
    does: 'ends entries that nobody approved in time',
    body: v.strictObject({}),
    answer: v.strictObject({ expired: Count }),
  },
} as const satisfies ApiRoutes
