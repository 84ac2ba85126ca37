/** What the risk engine takes and answers: a verdict on an order, the limits, past verdicts. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { DECISION_KINDS, ENGINE_MODES, ORDER_SIDES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { CheckRow, Code, DecimalText, Moment, Sha256, longList } from './words.ts'

const Amount = v.pipe(v.string(), v.regex(/^\d{1,12}(\.\d{1,9})?$/, 'a decimal number as text'))
const Positive = v.pipe(v.number(), v.gtValue(0))

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

const LimitsInForce = v.strictObject({
  mode: v.picklist(ENGINE_MODES),
  /** Shares of equity. */
  positionPctMax: Share,
  sectorPctMax: Share,
  dailyLossPctMax: Share,
  /** Share of the last trade's price that a reference price may be away from it. */
  priceCollarPct: Share,
  /** Dollars. */
  positionValueMax: DecimalText,
  approvalValueMin: DecimalText,
  orderSharesMax: Positive,
  sectorsMax: Positive,
  positionsMax: Positive,
  ordersPerMinuteMax: Positive,
  quoteAgeSecondsMax: Positive,
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

export const riskRoutes = {
  'POST /risk/evaluate': {
    service: 'risk-engine',
    role: 'operator',
    does: 'judges an order that is proposed, and sends nothing',
    body: ProposedOrderBody,
    answer: Verdict,
  },
  'GET /risk/limits': {
    service: 'risk-engine',
    role: 'viewer',
    does: 'shows the limits in force',
    answer: LimitsInForce,
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
