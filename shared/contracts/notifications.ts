/** What people are told of, by which ways, and how an operator sets that. */

import * as v from 'valibot'

export const CHANNELS = ['email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

export const NOTICE_SEVERITIES = ['info', 'warning', 'critical'] as const
export type NoticeSeverity = (typeof NOTICE_SEVERITIES)[number]

export const NOTICE_KINDS = [
  'order_filled',
  'order_rejected',
  'exit_sent',
  'exit_refused',
  'breaker_tripped',
  'breaker_reset',
  'kill_switch',
  'hold_set',
  'hold_lifted',
  'books_differ',
  'mode_changed',
  'tier_changed',
  'approval_wanted',
  'dead_letters',
  'alert_critical',
  'alert_warning',
  'daily_summary',
  'report_made',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Beside what happens by itself: what a person tries the way with, and what waited for the morning. */
export const SENT_KINDS = [...NOTICE_KINDS, 'test', 'digest'] as const
export type SentKind = (typeof SENT_KINDS)[number]

export const NOTIFICATION_STATES = [
  'wanted',
  'waiting',
  'sent',
  'failed',
  'suppressed',
  'digested',
] as const
export type NotificationState = (typeof NOTIFICATION_STATES)[number]

function whole(least: number, most: number) {
  const says = `a whole number from ${least} to ${most}`
  return v.pipe(v.number(says), v.integer(says), v.minValue(least, says), v.maxValue(most, says))
}

const SWITCH = 'true or false'
const ChannelSettings = v.strictObject({
  on: v.boolean(SWITCH),
  /** The least severity that goes this way. */
  least: v.picklist(NOTICE_SEVERITIES, NOTICE_SEVERITIES.join(', ')),
  perHour: whole(0, 1000),
  perDay: whole(0, 10_000),
})
export type ChannelSettings = v.InferOutput<typeof ChannelSettings>

const CLOCK = 'a time of day such as 22:00'
const TimeOfDay = v.pipe(v.string(CLOCK), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, CLOCK))
const ZONE = 'a time zone such as America/New_York'
const QuietHours = v.pipe(
  v.strictObject({
    zone: v.pipe(v.string(ZONE), v.maxLength(64, ZONE), v.check(isZone, ZONE)),
    from: TimeOfDay,
    to: TimeOfDay,
  }),
  v.check(({ from, to }) => from !== to, 'quiet hours that begin and end at different times'),
)
export type QuietHours = v.InferOutput<typeof QuietHours>

export const notificationEntries = {
  email: ChannelSettings,
  sms: ChannelSettings,
  /** Kinds that nobody is told of. */
  muted: v.pipe(
    v.array(v.picklist(NOTICE_KINDS, `kinds such as ${NOTICE_KINDS[0]}`)),
    v.maxLength(NOTICE_KINDS.length, 'each kind once'),
  ),
  /** When only what is critical goes, and the rest waits; null: never. */
  quiet: v.nullable(QuietHours),
} as const

export const NotificationSettings = v.strictObject(notificationEntries)
export type NotificationSettings = v.InferOutput<typeof NotificationSettings>

/**
 * Settings out of what was stored or sent.
 *
 * @throws RangeError naming the setting, what was wanted and what was found.
 */
export function parseNotificationSettings(
  found: unknown,
  where = 'notification settings',
): NotificationSettings {
  const parsed = v.safeParse(NotificationSettings, found)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const name = v.getDotPath(issue) ?? 'all'
  const value = JSON.stringify(issue.input) ?? 'nothing'
  throw new RangeError(`Read ${where}, ${name}: expected ${issue.message}, found ${value}`)
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
