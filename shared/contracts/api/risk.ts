/** What the risk engine takes and answers: a verdict on an order, the limits, past verdicts. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { DECISION_KINDS, ORDER_SIDES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { CheckRow, Code, Moment, Sha256, longList } from './words.ts'

const Amount = v.pipe(v.string(), v.regex(/^\d{1,12}(\.\d{1,9})?$/, 'a decimal number as text'))
/** An order as it is proposed; shares and dollars are decimal text. */
const ProposedOrderBody = v.strictObject({
  ticker: Ticker,
  side: v.picklist(ORDER_SIDES),
  quantity: Amount,
  referencePrice: Amount,
  quote: v.nullable(
    v.strictObject({
      price: Amount,
      at: v.pipe(
        v.string(),
        v.isoTimestamp(),
        v.transform((text) => new Date(text)),
      ),
    }),
  ),
  sector: v.pipe(v.string(), v.maxLength(100)),
  kind: v.picklist(DECISION_KINDS),
})
export type ProposedOrderBody = v.InferOutput<typeof ProposedOrderBody>

const Verdict = v.strictObject({
  passed: v.boolean(),
  code: Code,
  checks: v.array(CheckRow),
  needsApproval: v.boolean(),
  ruleVersion: v.string(),
  riskEvaluationId: Uuid,
  inputsSha256: Sha256,
})

export const EvaluationRow = v.strictObject({
  riskEvaluationId: Uuid,
  /** Null where a person asked. */
  decisionId: v.nullable(Uuid),
  evaluatedAt: Moment,
  passed: v.boolean(),
  code: Code,
  checks: v.array(CheckRow),
  needsApproval: v.boolean(),
  ruleVersion: v.string(),
})
export type EvaluationRow = v.InferOutput<typeof EvaluationRow>

const RunawayLifted = v.strictObject({ lifted: v.boolean() })

export const riskRoutes = {
  'POST /risk/runaway/lift': {
    service: 'risk-engine',
    role: 'operator',
    personal: true,
    stepUp: true,
    does: 'lets an engine that ran away enter again',
    body: v.strictObject({
      reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
    }),
    answer: RunawayLifted,
  },
  'POST /risk/evaluate': {
    service: 'risk-engine',
    role: 'operator',
    does: 'judges an order that is proposed, and sends nothing',
    body: ProposedOrderBody,
    answer: Verdict,
  },
  'GET /risk/evaluations': {
    service: 'risk-engine',
    role: 'viewer',
    does: 'lists verdicts on orders',
    query: longList({}, 'evaluatedAt'),
    pages: { field: 'riskEvaluationId', param: 'after' },
    answer: v.array(EvaluationRow),
  },
} as const satisfies ApiRoutes
