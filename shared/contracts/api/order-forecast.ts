/** What becomes of an order, as it is told before it is sent. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { ORDER_SIDES } from '../sets.ts'
import { CheckRow, Code, DecimalText } from './words.ts'

export const ORDER_TYPES = ['market', 'limit', 'stop', 'stop_limit'] as const

const Worth = v.strictObject({ before: DecimalText, after: DecimalText })

/** What becomes of an order that is asked for, as far as it can be told. */
export const OrderForecast = v.strictObject({
  order: v.strictObject({
    ticker: Ticker,
    side: v.picklist(ORDER_SIDES),
    quantity: DecimalText,
    orderType: v.picklist(ORDER_TYPES),
    limitPrice: v.nullable(DecimalText),
    stopPrice: v.nullable(DecimalText),
    /** What it is judged by: the price named, else the last known; null where there is none. */
    referencePrice: v.nullable(DecimalText),
    estimatedValue: v.nullable(DecimalText),
  }),
  /** Whether it may leave now, by how trading stands. */
  mayLeave: v.strictObject({ ok: v.boolean(), code: v.string(), says: v.string() }),
  /** Null where there is no price to judge it by. */
  verdict: v.nullable(
    v.strictObject({
      passed: v.boolean(),
      code: Code,
      checks: v.array(v.looseObject(CheckRow.entries)),
      needsApproval: v.boolean(),
      ruleVersion: v.string(),
    }),
  ),
  /** Dollars of this ticker, of all positions, and of cash. */
  effect: v.nullable(v.strictObject({ ticker: Worth, positions: Worth, cash: Worth })),
})
export type OrderForecast = v.InferOutput<typeof OrderForecast>
