/** What each check of trading saved or cost, as the API answers it. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { Code, Count, Moment } from './words.ts'

const CheckSaved = v.strictObject({
  check: Code,
  kind: v.picklist(['skipped', 'suppressed', 'clipped']),
  /** Purchases it stopped or made smaller; of these still held, and without a price. */
  stopped: Count,
  open: Count,
  unpriced: Count,
  /** Those that ended, and in how many sessions of a ticker. */
  ended: Count,
  clusters: Count,
  /** Dollars saved by not buying; less than 0: what the check cost. Null while none has ended. */
  saved: v.nullable(v.number()),
  mean: v.nullable(v.number()),
  /** 95 %, of `saved`; null where too few ended to say. */
  interval: v.nullable(v.strictObject({ from: v.number(), to: v.number() })),
  verdict: v.picklist(['saved', 'cost', 'unclear', 'too_few']),
})

export const checkRoutes = {
  'GET /api/trading/checks': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'shows what each check of trading saved or cost',
    query: v.strictObject({
      days: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^\d{1,4}$/, 'a whole number'),
          v.transform(Number),
          v.minValue(1),
          v.maxValue(3650),
        ),
        '365',
      ),
    }),
    answer: v.strictObject({ since: Moment, checks: v.array(CheckSaved) }),
  },
} as const satisfies ApiRoutes
