/** What a report says is held and to come. Dollars are exact decimals. */

import * as v from 'valibot'
import { Instant } from '../primitives.ts'
import { Code, DecimalText, SessionDate } from './words.ts'

export const PlannedThen = v.strictObject({
  approvals: v.array(
    v.strictObject({ ticker: v.string(), side: Code, quantity: DecimalText, expiresAt: Instant }),
  ),
  exits: v.array(v.strictObject({ ticker: v.string(), code: Code, state: Code, says: v.string() })),
  held: v.array(
    v.strictObject({
      ticker: v.string(),
      quantity: DecimalText,
      worth: DecimalText,
      unrealised: DecimalText,
      stop: v.nullable(DecimalText),
      target: v.nullable(DecimalText),
      /** When its next results are due, by how they came before; null where that cannot be said. */
      earnings: v.nullable(SessionDate),
    }),
  ),
})
export type ReportPlans = v.InferOutput<typeof PlannedThen>
