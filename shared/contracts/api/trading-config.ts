/** How a person sets the engine: its settings with their past, its tier, its reserve. */

import * as v from 'valibot'
import { RISK_TIERS } from '../sets.ts'
import { settingEntries, settingNames } from '../trading-settings.ts'
import type { ApiRoutes } from './route.ts'
import { Unreadable } from './unreadable.ts'
import { Count, DecimalText, Moment, shortList } from './words.ts'

/** Why somebody does it, for the audit. */
export const Reason = v.pipe(v.string(), v.trim(), v.maxLength(200))
/** Where money is moved or risk is raised it must be said. */
export const GivenReason = v.pipe(Reason, v.minLength(1, 'a reason'))

const SettingName = v.picklist(settingNames)

const SettingsVersionRow = v.strictObject({
  version: Count,
  /** All that can be read. Addresses and numbers of people are `set` or empty, but for an admin. */
  settings: v.partial(
    v.strictObject({
      ...settingEntries,
      snsTopicArn: v.string(),
      snsPhoneNumber: v.string(),
      gmailSender: v.string(),
      gmailRecipient: v.string(),
    }),
  ),
  /** All that cannot, and what stands there: entries wait until each is set. */
  unreadable: v.array(Unreadable),
  /** What a person has set; the environment says the rest. */
  byHand: v.array(SettingName),
  changedBy: v.string(),
  changedAt: Moment,
  reason: v.string(),
})

const TierChange = v.strictObject({ from: v.picklist(RISK_TIERS), to: v.picklist(RISK_TIERS) })

const ReserveMove = v.strictObject({
  /** Dollars in the reserve after it. */
  reserve: DecimalText,
  moved: DecimalText,
})

export const configRoutes = {
  'GET /api/trading/config': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'shows the settings of trading',
    answer: SettingsVersionRow,
  },
  'PUT /api/trading/config': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: 'where a setting raises risk',
    does: 'changes settings of trading',
    body: v.strictObject({
      settings: v.partial(v.strictObject(settingEntries)),
      /** The version that was looked at: another one since is a conflict. */
      version: v.optional(Count),
      reason: v.optional(Reason, ''),
    }),
    answer: SettingsVersionRow,
  },
  'GET /api/trading/config/history': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'lists how trading was set before',
    query: shortList({}, '-version'),
    pages: { field: 'version', param: 'after', whole: true },
    answer: v.array(SettingsVersionRow),
  },
  'PUT /api/trading/tier': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: 'where the tier rises',
    does: 'sets the risk tier',
    body: v.strictObject({ tier: v.picklist(RISK_TIERS), reason: GivenReason }),
    answer: TierChange,
  },
  'POST /api/trading/reserve': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: 'where money leaves it',
    does: 'moves money into the reserve or out of it',
    body: v.strictObject({
      /** Dollars; less than 0 takes them out. */
      amount: v.pipe(
        v.string(),
        v.regex(/^-?\d{1,9}(\.\d{1,2})?$/, 'dollars such as 50.00 or -50.00'),
      ),
      reason: GivenReason,
    }),
    answer: ReserveMove,
  },
} as const satisfies ApiRoutes
