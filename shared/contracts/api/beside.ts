/** What the broker tells that the books do not: orders that others placed, and differences. */

import * as v from 'valibot'
import { ORDER_SIDES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { Count, DecimalText, Moment, shortList } from './words.ts'

/** An order that is open at the broker and that we did not send. */
export const ForeignOrderRow = v.strictObject({
  brokerOrderId: v.string(),
  ticker: v.string(),
  side: v.picklist(ORDER_SIDES),
  /** Null where it was placed for an amount of dollars. */
  quantity: v.nullable(DecimalText),
  filledQuantity: DecimalText,
  limitPrice: v.nullable(DecimalText),
  status: v.string(),
  submittedAt: Moment,
})
export type ForeignOrderRow = v.InferOutput<typeof ForeignOrderRow>

/** Where our books and the broker's word differ. */
export const DifferenceRow = v.strictObject({
  /** Its name among them, such as `position AAPL`. */
  difference: v.string(),
  what: v.picklist(['cash', 'position']),
  /** Empty for cash. */
  ticker: v.string(),
  ours: DecimalText,
  theirs: DecimalText,
  since: Moment,
  readings: Count,
})
export type DifferenceRow = v.InferOutput<typeof DifferenceRow>

export const besideRoutes = {
  'GET /api/foreign-orders': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists open orders that others placed',
    query: shortList({}, 'submittedAt'),
    pages: { field: 'brokerOrderId', param: 'after', whole: true },
    answer: v.array(ForeignOrderRow),
    topic: 'orders',
  },
  'GET /api/differences': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists where the books and the broker differ',
    query: shortList({}, 'since'),
    pages: { field: 'difference', param: 'after', whole: true },
    answer: v.array(DifferenceRow),
    topic: 'portfolio',
  },
} as const satisfies ApiRoutes
