/** Trades with the account that the broker tells of in place of the one traded with: told first, then done. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { Reason } from './trading-config.ts'
import { Count } from './words.ts'

const SwitchPlan = v.strictObject({
  done: v.boolean(),
  /** What to send as `confirm`: it holds while neither account and nothing under way changes. */
  confirm: v.string(),
  /** The account that is left; empty where none is traded with. */
  from: v.string(),
  /** The account that the broker tells of. */
  to: v.string(),
  /** Of the account left: open orders, holdings and later parts of entries. */
  orders: Count,
  positions: Count,
  tranches: Count,
  /** Each thing that happens, in words. */
  will: v.array(v.string()),
})

export const switchAccountRoutes = {
  'POST /api/trading/account': {
    service: 'trading-engine',
    role: 'admin',
    stepUp: 'where it is done',
    does: 'trades with the account that the broker tells of',
    body: v.strictObject({
      /** The word that the answer without it asks for. */
      confirm: v.optional(v.string(), ''),
      reason: v.optional(Reason, ''),
    }),
    answer: SwitchPlan,
  },
} as const satisfies ApiRoutes
