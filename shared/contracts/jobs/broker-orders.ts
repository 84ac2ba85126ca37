/**
 * BrokerOrderJob: send one order to the broker, once.
 *
 * Written by the trading engine for each decision to act, and by an operator's manual override.
 * `idempotency_key` is the decision's id; from it the broker's `client_order_id` is derived.
 */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'

const Positive = v.pipe(v.number(), v.gtValue(0))

export const BrokerOrderJob = v.strictObject({
  ticker: Ticker,
  side: v.picklist(['buy', 'sell']),
  quantity: Positive,
  order_type: v.picklist(['market', 'limit', 'stop', 'stop_limit']),
  limit_price: v.nullable(Positive),
  stop_price: v.nullable(Positive),
  recommendation_id: v.nullable(Uuid),
  confidence: Share,
  estimated_value: v.pipe(v.number(), v.minValue(0)),
  sector: v.string(),
  source: v.string(),
  idempotency_key: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
})
export type BrokerOrderJob = v.InferOutput<typeof BrokerOrderJob>
