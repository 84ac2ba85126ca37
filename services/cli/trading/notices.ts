/** Notices and their settings in lines, and a change of settings as it is typed. */

import type {
  NotificationRow,
  NotificationSettingsAnswer,
} from '#shared/contracts/api/notifications.ts'
import { CHANNELS, type NotificationSettings } from '#shared/contracts/notifications.ts'
import { UsageError } from '../command.ts'

export function showNotices(
  rows: readonly Pick<
    NotificationRow,
    'plannedAt' | 'channel' | 'state' | 'reason' | 'subject' | 'said' | 'notificationId'
  >[],
): string {
  if (rows.length === 0) return 'Nobody was told anything.'
  return rows
    .map(({ plannedAt, channel, state, reason, subject, said, notificationId }) => {
      const why = [reason, said].filter(Boolean).join(': ')
      const line = `${plannedAt}  ${channel.padEnd(5)}  ${state.padEnd(10)}  ${subject}`
      return why === '' ? line : `${line}\n    ${why}  (${notificationId})`
    })
    .join('\n')
}

export function showNoticeSettings({
  settings,
  reaches,
  version,
}: Pick<NotificationSettingsAnswer, 'settings' | 'reaches' | 'version'>): string {
  const { quiet, muted } = settings
  const channels = CHANNELS.map((channel) => {
    const { on, least, perHour, perDay } = settings[channel]
    const whom = reaches[channel] ? '' : ', nobody is named to be reached'
    return `${channel.padEnd(6)} ${on ? 'on' : 'off'}, from ${least}, ${perHour} an hour, ${perDay} a day${whom}`
  })
  const hours = quiet ? `${quiet.from}-${quiet.to}@${quiet.zone}` : 'off'
  return [
    ...channels,
    `quiet  ${hours}`,
    `muted  ${muted.join(',') || 'none'}`,
    `version ${version}`,
  ].join('\n')
}

/** @throws UsageError of what is no such setting; what its value may be the engine says. */
export function readSettings(
  before: NotificationSettings,
  said: readonly string[],
): Partial<NotificationSettings> {
  const after: Record<string, unknown> = {}
  for (const one of said) {
    const [, name = '', part, value = ''] = /^(\w+)(?:\.(\w+))?=(.*)$/.exec(one) ?? []
    if (name === 'quiet' && !part) after['quiet'] = quietOf(value)
    else if (name === 'muted' && !part) after['muted'] = value.split(',').filter(Boolean)
    else if ((name === 'email' || name === 'sms') && part)
      after[name] = { ...before[name], ...(after[name] as object), [part]: valueOf(value) }
    else throw new UsageError(`settings takes NAME=VALUE, found "${one}"`)
  }
  return after as Partial<NotificationSettings>
}

function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}

function quietOf(text: string) {
  if (text === 'off') return null
  const [, from, to, zone] = /^(\d\d:\d\d)-(\d\d:\d\d)@(\S+)$/.exec(text) ?? []
  if (from && to && zone) return { from, to, zone }
  throw new UsageError(`quiet takes off, or such as 22:00-07:00@Europe/Berlin, found "${text}"`)
}
