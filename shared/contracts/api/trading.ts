/** What the API answers about trading: decisions, orders, what is held, and equity. */

import * as v from 'valibot'
import { Ticker, TrendWindow, Uuid } from '../primitives.ts'
import { DECISION_ACTIONS, DECISION_KINDS, ORDER_SIDES, ORDER_STATES, RISK_TIERS } from '../sets.ts'
import { accountRoutes } from './account.ts'
import { besideRoutes } from './beside.ts'
import { Explanation } from './explanation.ts'
import { EquityPoint, EquityQuery } from './equity.ts'
import { HeardEngine } from './heard-engine.ts'
import { performanceRoutes } from './performance.ts'
import { PositionRow } from './positions.ts'
import type { ApiRoutes } from './route.ts'
import { decisionNarrows, orderNarrows, tradingTotals } from './totals.ts'
import { tradeRoutes } from './trades.ts'
import {
  CheckRow,
  Code,
  Count,
  DecimalText,
  Detail,
  Flag,
  Moment,
  Sha256,
  datedList,
  shortList,
} from './words.ts'

const OrderSide = v.picklist(ORDER_SIDES)
const DecisionAction = v.picklist(DECISION_ACTIONS)
const DecisionKind = v.picklist(DECISION_KINDS)
const OrderStateWord = v.picklist(ORDER_STATES)

export const DecisionRow = v.strictObject({
  decisionId: Uuid,
  recommendationId: v.nullable(Uuid),
  ticker: Ticker,
  decidedAt: Moment,
  kind: DecisionKind,
  action: DecisionAction,
  code: Code,
  /** Of a gradual entry; 1 of all else. */
  part: Count,
  side: v.nullable(OrderSide),
  quantity: v.nullable(DecimalText),
  referencePrice: v.nullable(DecimalText),
  checks: v.array(CheckRow),
  sizing: Detail,
  /** Empty where it was skipped before any tier was looked at. */
  riskTier: v.picklist(['', ...RISK_TIERS]),
  /** Of an entry: what the signal engine said of the ticker then; null where it was off or not asked. */
  signalEngine: v.nullable(HeardEngine),
  orderId: v.nullable(Uuid),
  orderState: v.nullable(OrderStateWord),
  /** Of the recommendation; null where none led to it. */
  trendWindow: v.nullable(TrendWindow),
  /** Of a skip, where repeats are folded and there are any: all like it of that day of New York, itself too. */
  repeats: v.nullable(
    v.strictObject({
      count: Count,
      /** There are more than were counted; the windows are of those counted. */
      isMore: v.boolean(),
      firstAt: Moment,
      trendWindows: v.array(TrendWindow),
    }),
  ),
})
export type DecisionRow = v.InferOutput<typeof DecisionRow>

export const OrderRow = v.strictObject({
  orderId: Uuid,
  decisionId: Uuid,
  ticker: Ticker,
  sector: v.string(),
  side: OrderSide,
  orderType: Code,
  quantity: DecimalText,
  filledQuantity: DecimalText,
  filledPriceAvg: v.nullable(DecimalText),
  referencePrice: DecimalText,
  limitPrice: v.nullable(DecimalText),
  stopPrice: v.nullable(DecimalText),
  state: OrderStateWord,
  rejectReason: v.nullable(v.string()),
  clientOrderId: v.string(),
  brokerOrderId: v.nullable(v.string()),
  intendedAt: Moment,
  submittedAt: v.nullable(Moment),
  closedAt: v.nullable(Moment),
  /** Since when it is to be taken back, by whom; null where nobody asked. */
  cancelAskedAt: v.nullable(Moment),
  cancelAskedBy: v.nullable(v.string()),
  /** Why it ended, where that was our doing. */
  endCode: v.nullable(Code),
  kind: DecisionKind,
  recommendationId: v.nullable(Uuid),
})
export type OrderRow = v.InferOutput<typeof OrderRow>

export const OrderEvent = v.strictObject({
  orderEventId: Count,
  at: Moment,
  event: Code,
  detail: Detail,
})
export type OrderEvent = v.InferOutput<typeof OrderEvent>

export const FillRow = v.strictObject({
  executionId: v.string(),
  quantity: DecimalText,
  price: DecimalText,
  fee: DecimalText,
  filledAt: Moment,
})
export type FillRow = v.InferOutput<typeof FillRow>

export const RiskEvaluationRow = v.strictObject({
  riskEvaluationId: Uuid,
  evaluatedAt: Moment,
  passed: v.boolean(),
  code: Code,
  checks: v.array(CheckRow),
  inputsSha256: Sha256,
})
export type RiskEvaluationRow = v.InferOutput<typeof RiskEvaluationRow>

/** An order, its events and fills, and the risk evaluations before it. */
export const OrderPage = v.strictObject({
  order: OrderRow,
  events: v.array(OrderEvent),
  fills: v.array(FillRow),
  risks: v.array(RiskEvaluationRow),
})
export type OrderPage = v.InferOutput<typeof OrderPage>

export const tradingRoutes = {
  ...tradingTotals,
  ...besideRoutes,
  ...accountRoutes,
  ...tradeRoutes,
  ...performanceRoutes,
  'GET /api/decisions': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists decisions',
    query: datedList(decisionNarrows, 'decidedAt'),
    pages: { field: 'decisionId', param: 'after' },
    answer: v.array(DecisionRow),
    topic: 'decisions',
  },
  'GET /api/orders': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists orders',
    query: datedList(orderNarrows, 'intendedAt'),
    pages: { field: 'orderId', param: 'after' },
    answer: v.array(OrderRow),
    topic: 'orders',
  },
  'GET /api/orders/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows an order',
    names: 'order',
    answer: OrderPage,
    topic: 'orders',
  },
  'GET /api/orders/:id/explain': {
    service: 'query-api',
    role: 'viewer',
    does: 'explains an order from its sources',
    names: 'order',
    answer: Explanation,
    topic: 'orders',
  },
  'GET /api/positions': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists positions',
    query: shortList({ closed: v.optional(Flag, 'false') }, '-marketValue'),
    pages: { field: 'ticker', param: 'after', whole: true },
    answer: v.array(PositionRow),
    topic: 'portfolio',
  },
  'GET /api/equity': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows equity by day',
    query: EquityQuery,
    pages: { field: 'takenAt', param: 'after', whole: true },
    answer: v.array(EquityPoint),
    topic: 'portfolio',
  },
} as const satisfies ApiRoutes
