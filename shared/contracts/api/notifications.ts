/** How people are told: settings with their past, what became of each notice, a try by hand. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import {
  CHANNELS,
  NOTICE_KINDS,
  NOTICE_SEVERITIES,
  NOTIFICATION_STATES,
  notificationEntries,
} from '../notifications.ts'
import type { ApiRoutes } from './route.ts'
import { Reason } from './trading-config.ts'
import { Code, Count, Moment, longList, shortList } from './words.ts'

/** The words of the lists that a page offers to choose from. */
export const noticeLists = {
  channels: CHANNELS,
  kinds: NOTICE_KINDS,
  severities: NOTICE_SEVERITIES,
  states: NOTIFICATION_STATES,
}

const Channel = v.picklist(CHANNELS)
const State = v.picklist(NOTIFICATION_STATES)

const Version = {
  version: Count,
  settings: v.strictObject(notificationEntries),
  changedBy: v.string(),
  changedAt: Moment,
  reason: v.string(),
}
const SettingsAnswer = v.strictObject({
  ...Version,
  /** Whether anybody is named to be reached this way; who, the settings of trading say. */
  reaches: v.strictObject({ email: v.boolean(), sms: v.boolean() }),
})
export type NotificationSettingsAnswer = v.InferOutput<typeof SettingsAnswer>

const NotificationRow = v.strictObject({
  notificationId: Uuid,
  channel: Channel,
  kind: Code,
  severity: v.picklist(NOTICE_SEVERITIES),
  subject: v.string(),
  body: v.string(),
  state: State,
  /** Why it stays unsaid, or has not arrived; empty where nothing speaks against it. */
  reason: v.union([v.literal(''), Code]),
  /** What was said at the last try. */
  said: v.string(),
  attempts: Count,
  madeAt: Moment,
  plannedAt: Moment,
  waitsUntil: v.nullable(Moment),
  nextTryAt: v.nullable(Moment),
  sentAt: v.nullable(Moment),
})
export type NotificationRow = v.InferOutput<typeof NotificationRow>

export const notificationRoutes = {
  'GET /api/trading/notifications/config': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'shows how people are told',
    answer: SettingsAnswer,
  },
  'PUT /api/trading/notifications/config': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: 'where less is told',
    does: 'changes how people are told',
    body: v.strictObject({
      settings: v.partial(v.strictObject(notificationEntries)),
      /** The version that was looked at: another one since is a conflict. */
      version: v.optional(Count),
      reason: v.optional(Reason, ''),
    }),
    answer: SettingsAnswer,
  },
  'GET /api/trading/notifications/config/history': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'lists how people were told before',
    query: shortList({}, '-version'),
    pages: { field: 'version', param: 'after', whole: true },
    answer: v.array(v.strictObject(Version)),
  },
  'GET /api/trading/notifications/history': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'lists what people were told, and what they were not',
    query: longList({ channel: v.optional(Channel), state: v.optional(State) }, 'plannedAt'),
    pages: { field: 'notificationId', param: 'after' },
    answer: v.array(NotificationRow),
  },
  'POST /api/trading/notifications/test': {
    service: 'trading-engine',
    role: 'operator',
    does: 'tries a way to people',
    body: v.strictObject({ channel: Channel }),
    made: 202,
    answer: v.strictObject({ notificationId: Uuid }),
  },
  'POST /api/trading/notifications/:id/send': {
    service: 'trading-engine',
    role: 'operator',
    does: 'has a notice sent after all',
    names: 'notification',
    body: v.strictObject({}),
    made: 202,
    answer: v.strictObject({ notificationId: Uuid }),
  },
} as const satisfies ApiRoutes
