/** Settings of notifications as fields hold them: texts, by the names that the engine speaks. */

import {
  noticeLists,
  type NotificationSettingsAnswer,
} from '#shared/contracts/api/notifications.ts'

type NotificationSettings = NotificationSettingsAnswer['settings']

export type NoticeTexts = Record<string, string>

export const NAMES: Readonly<Record<string, string>> = {
  email: 'Mail',
  sms: 'SMS',
  on: 'Used',
  least: 'From which severity',
  perHour: 'An hour at most',
  perDay: 'A day at most',
  muted: 'Kinds that nobody is told of',
  'quiet.from': 'Quiet from',
  'quiet.to': 'Quiet until',
  'quiet.zone': 'Time zone',
}

export const SEVERITY_CHOICES = noticeLists.severities.map((one) => [one, one] as const)
export const KINDS_HINT = `By comma, of: ${noticeLists.kinds.join(', ')}`

export function noticeTexts(settings: NotificationSettings): NoticeTexts {
  const channels = noticeLists.channels.flatMap((channel) =>
    Object.entries(settings[channel]).map(([name, value]) => [`${channel}.${name}`, String(value)]),
  )
  const { quiet, muted } = settings
  return {
    ...(Object.fromEntries(channels) as NoticeTexts),
    muted: muted.join(', '),
    'quiet.from': quiet?.from ?? '',
    'quiet.to': quiet?.to ?? '',
    'quiet.zone': quiet?.zone ?? '',
  }
}

/** What the fields say as a whole; the engine says what of it is unsound. */
export function noticeSettings(texts: NoticeTexts): NotificationSettings {
  const of = (name: string) => (texts[name] ?? '').trim()
  const whole = (name: string) => (/^\d+$/.test(of(name)) ? Number(of(name)) : of(name))
  const channel = (name: string) => ({
    on: of(`${name}.on`) === 'true',
    least: of(`${name}.least`),
    perHour: whole(`${name}.perHour`),
    perDay: whole(`${name}.perDay`),
  })
  const [from, to, zone] = [of('quiet.from'), of('quiet.to'), of('quiet.zone')]
  return {
    email: channel('email'),
    sms: channel('sms'),
    muted: of('muted')
      .split(',')
      .map((kind) => kind.trim())
      .filter(Boolean),
    quiet: from === '' && to === '' ? null : { from, to, zone },
  } as NotificationSettings
}

/** What a field is called, with its channel before it. */
export function nameOfNotice(name: string): string {
  const [channel = '', part = ''] = name.split('.')
  return NAMES[name] ?? `${NAMES[channel] ?? channel}: ${(NAMES[part] ?? part).toLowerCase()}`
}
