/** Whether money is real: what says so, a person's word for it, and which builds may trade together. */

import * as v from 'valibot'
import { TradingStanding } from './holds.ts'
import type { ApiRoutes } from './route.ts'
import { GivenReason } from './trading-config.ts'
import { Moment } from './words.ts'

/** What says whether money is real, and what a person said about it. */
export const RealMoney = v.strictObject({
  claims: v.array(
    v.strictObject({
      source: v.picklist(['setting', 'address', 'key', 'account']),
      /** What it was found to be; of a key its beginning alone. */
      found: v.string(),
      /** Null where it says neither. */
      mode: v.nullable(v.picklist(['paper', 'live'])),
    }),
  ),
  /** Which two contradict each other, or which says neither, with both values. */
  disagreements: v.array(v.strictObject({ sources: v.array(v.string()), says: v.string() })),
  derivedAt: v.nullable(Moment),
  /** Empty before the account has answered. */
  accountNumber: v.string(),
  /** What trading-engine runs; empty where its image does not say. */
  build: v.string(),
  /** For this account and this build; null where nobody has given it, or it was withdrawn. */
  consent: v.nullable(v.strictObject({ by: v.string(), at: Moment, reason: v.string() })),
  /** The other parts that send orders. */
  builds: v.array(
    v.strictObject({
      part: v.string(),
      build: v.string(),
      since: Moment,
      /** Who lets it trade though it is another build; null: nobody. */
      acceptedBy: v.nullable(v.string()),
    }),
  ),
})

const Stands = v.strictObject(TradingStanding)
const Build = v.pipe(v.string(), v.maxLength(100))

export const realMoneyRoutes = {
  'POST /api/trading/consent': {
    service: 'trading-engine',
    role: 'admin',
    stepUp: true,
    does: 'consents to real money in an account by a build',
    body: v.strictObject({
      /** Both as they were looked at: others since are a conflict. */
      account: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
      build: Build,
      reason: GivenReason,
    }),
    answer: Stands,
  },
  'POST /api/trading/consent/withdraw': {
    service: 'trading-engine',
    role: 'operator',
    does: 'withdraws consent to real money',
    body: v.strictObject({ reason: GivenReason }),
    answer: Stands,
  },
  'POST /api/trading/builds/accept': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: true,
    does: 'lets a part trade that runs another build',
    body: v.strictObject({
      part: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
      /** As it was looked at: another one since is a conflict. */
      build: Build,
      reason: GivenReason,
    }),
    answer: Stands,
  },
} as const satisfies ApiRoutes
