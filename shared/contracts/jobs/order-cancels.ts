/** OrderCancelJob: have one order taken back at the broker. Twice is once. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'

export const OrderCancelJob = v.strictObject({
  order_id: Uuid,
  /** A lower_snake word from docs/CODES.md. */
  reason: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,60}$/)),
})
export type OrderCancelJob = v.InferOutput<typeof OrderCancelJob>
