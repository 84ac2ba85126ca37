/** Begins the books of a paper account anew: first what that would do, then the doing. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { ORDER_SIDES, ORDER_STATES } from '../sets.ts'
import { settingNames } from '../trading-settings.ts'
import type { ApiRoutes } from './route.ts'
import { Reason } from './trading-config.ts'
import { Count, DecimalText } from './words.ts'

const ResetPlan = v.strictObject({
  done: v.boolean(),
  /** What to send as `confirm`: it holds while nothing that is held or open changes. */
  confirm: v.string(),
  scope: v.picklist(['paper', 'full']),
  /** The account that is left, by the number people know it by where that is known. */
  account: v.string(),
  /** What is open and must end first. */
  orders: v.array(
    v.strictObject({
      orderId: Uuid,
      ticker: Ticker,
      side: v.picklist(ORDER_SIDES),
      quantity: DecimalText,
      state: v.picklist(ORDER_STATES),
    }),
  ),
  /** Decided, and on their way to become orders: they must end first as well. */
  waiting: Count,
  positions: Count,
  /** Later parts of entries that are dropped. */
  tranches: Count,
  /** Whether the broker told of another account already; else trading halts until it does. */
  isNextTold: v.boolean(),
  /** Settings that go back to what the installation asks for. */
  settings: v.array(v.picklist(settingNames)),
  /** Each thing that happens, in words. */
  will: v.array(v.string()),
})

export const resetRoutes = {
  'POST /api/trading/reset': {
    service: 'trading-engine',
    role: 'admin',
    stepUp: 'where it is done',
    does: 'begins the books of a paper account anew',
    body: v.strictObject({
      /** `full`: the settings and the tier too go back to what the installation asks for. */
      scope: v.optional(v.picklist(['paper', 'full']), 'paper'),
      /** The word that the answer without it asks for. */
      confirm: v.optional(v.string(), ''),
      /** Has what is open taken back, as the first step. */
      cancel_open: v.optional(v.boolean(), false),
      reason: v.optional(Reason, ''),
    }),
    answer: ResetPlan,
  },
} as const satisfies ApiRoutes
