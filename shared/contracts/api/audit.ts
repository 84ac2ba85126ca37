/** What the API answers about changes: who made each, when, from where, and why. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { Code, Count, Detail, Format, Moment, RowLimit, Sha256, sortBy } from './words.ts'

export const AuditRow = v.strictObject({
  auditId: Count,
  at: Moment,
  /** person, token, service or anyone, with its name. */
  actorKind: v.picklist(['person', 'token', 'service', 'anyone']),
  actor: v.string(),
  from: v.string(),
  /** Method and path of the route, or the command. */
  action: v.string(),
  /** In words: 'turns the pipeline on or off'. */
  does: v.string(),
  /** What was changed, such as an order's id; empty where the action says it. */
  subject: v.string(),
  before: v.nullable(Detail),
  after: v.nullable(Detail),
  reason: v.string(),
  /** done, or the code of the refusal. */
  outcome: Code,
  traceId: v.nullable(v.string()),
  /** SHA-256 over the row before and this one. */
  hash: Sha256,
})
export type AuditRow = v.InferOutput<typeof AuditRow>

/** What a reading of the whole chain found. */
export const AuditChain = v.strictObject({
  /** Rows that were read, and those of which retention left the digest alone. */
  checked: Count,
  forgotten: Count,
  /** The hash that the chain ends with. */
  headHash: Sha256,
  /** The first place where it does not hold; null where it holds. */
  fault: v.nullable(v.strictObject({ auditId: v.nullable(Count), says: v.string() })),
})
export type AuditChain = v.InferOutput<typeof AuditChain>

export const auditRoutes = {
  'GET /api/audit': {
    service: 'query-api',
    role: 'operator',
    does: 'lists changes and who made them',
    query: v.strictObject({
      sort: sortBy('-auditId'),
      limit: RowLimit,
      actor: v.optional(v.pipe(v.string(), v.maxLength(200))),
      /** Rows that come after the one with this id. */
      after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'a whole number'))),
      format: Format,
    }),
    pages: { field: 'auditId', param: 'after' },
    answer: v.array(AuditRow),
  },
  'GET /api/audit/chain': {
    service: 'query-api',
    role: 'operator',
    does: 'checks that no change was taken out or written anew',
    answer: AuditChain,
  },
} as const satisfies ApiRoutes
