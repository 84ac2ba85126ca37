import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CHANNELS,
  NOTICE_KINDS,
  parseNotificationSettings,
  SENT_KINDS,
  type NotificationSettings,
  type SentKind,
} from '#shared/contracts/notifications.ts'
import { digestOf } from '#shared/domain/notifications/digest.ts'
import { gsmUnits, smsText } from '#shared/domain/notifications/gsm.ts'
import { noticeKinds } from '#shared/domain/notifications/kinds.ts'
import { planDefaults, planNotice } from '#shared/domain/notifications/plan.ts'
import { quietUntil } from '#shared/domain/notifications/quiet.ts'
import { markupOf, noticeWords } from '#shared/domain/notifications/words.ts'

const NOW = new Date('2026-07-01T15:00:00Z')
const settings: NotificationSettings = {
  email: { on: true, least: 'info', perHour: 2, perDay: 5 },
  sms: { on: true, least: 'warning', perHour: 2, perDay: 5 },
  muted: [],
  quiet: null,
}

function plan(
  kind: SentKind,
  changes: Partial<Parameters<typeof planNotice>[1]> = {},
  { now = NOW, madeAt = NOW } = {},
) {
  const way = { channel: 'email' as const, settings, hasAddress: true, saidAlready: false }
  return planNotice({ kind, madeAt }, { ...way, left: { hour: 0, day: 0 }, ...changes }, now)
}
const unsaid = (reason: string) => ({ state: 'suppressed', reason })

describe('what becomes of a notice', () => {
  test('it leaves where nothing speaks against it', () => {
    for (const kind of SENT_KINDS) expect(plan(kind)).toEqual({ state: 'wanted' })
  })

  test.each([
    [
      'its channel is off',
      { settings: { ...settings, email: { ...settings.email, on: false } } },
      'channel_off',
    ],
    ['nobody is to be reached', { hasAddress: false }, 'no_address'],
    ['its kind is muted', { settings: { ...settings, muted: ['order_filled'] } }, 'kind_muted'],
    ['it is too small for an SMS', { channel: 'sms' }, 'below_least'],
    ['it was said a moment ago', { saidAlready: true }, 'said_already'],
    ['the hour is full', { left: { hour: 2, day: 2 } }, 'hour_is_full'],
    ['the day is full', { left: { hour: 0, day: 5 } }, 'day_is_full'],
  ] as const)('it stays unsaid where %s', (_why, changes, reason) => {
    expect(plan('order_filled', changes as never)).toEqual(unsaid(reason))
  })

  test('what happened a day ago is no news', () => {
    const madeAt = new Date(NOW.getTime() - planDefaults.hoursMax * 3_600_000 - 1)
    expect(plan('kill_switch', {}, { madeAt })).toEqual(unsaid('too_old'))
    expect(plan('kill_switch', {}, { madeAt: new Date(madeAt.getTime() + 1) })).toEqual({
      state: 'wanted',
    })
  })

  test('what is critical goes over the limit, and not for ever', () => {
    const at = (hour: number, day = hour) => plan('kill_switch', { left: { hour, day } })
    expect(at(5)).toEqual({ state: 'wanted' })
    expect(at(6)).toEqual(unsaid('hour_is_full'))
    expect(at(0, 14)).toEqual({ state: 'wanted' })
    expect(at(0, 15)).toEqual(unsaid('day_is_full'))
  })

  test('a limit of none is none, for what is critical as well', () => {
    const none = { ...settings, email: { ...settings.email, perHour: 0 } }
    expect(plan('kill_switch', { settings: none })).toEqual(unsaid('hour_is_full'))
  })

  test('in quiet hours all but what is critical waits, and counts against no limit', () => {
    const quiet = { zone: 'UTC', from: '14:00', to: '16:30' }
    const left = { hour: 2, day: 5 }
    const changes = { settings: { ...settings, quiet }, left }
    const until = new Date('2026-07-01T16:30:00Z')
    expect(plan('approval_wanted', changes)).toEqual({ state: 'waiting', until })
    expect(plan('kill_switch', changes)).toEqual({ state: 'wanted' })
  })

  test('a digest goes where its parts would have gone', () => {
    expect(plan('digest', { channel: 'sms' })).toEqual({ state: 'wanted' })
  })
})

describe('quiet hours', () => {
  const night = { zone: 'America/New_York', from: '22:00', to: '07:00' }
  test.each([
    ['before midnight', '2026-07-02T03:00:00Z', '2026-07-02T11:00:00Z'],
    ['behind midnight', '2026-07-02T05:00:00Z', '2026-07-02T11:00:00Z'],
    ['at their first moment', '2026-07-02T02:00:00Z', '2026-07-02T11:00:00Z'],
    ['a moment before', '2026-07-02T01:59:59.999Z', undefined],
    ['at their end', '2026-07-02T11:00:00Z', undefined],
    ['by day', '2026-07-02T16:00:00Z', undefined],
    ['over the night that is an hour short', '2026-03-08T04:00:00Z', '2026-03-08T11:00:00Z'],
    ['over the night that is an hour long', '2026-11-01T03:00:00Z', '2026-11-01T12:00:00Z'],
  ])('%s', (_when, now, until) => {
    expect(quietUntil(night, new Date(now))?.toISOString()).toBe(
      until === undefined ? undefined : new Date(until).toISOString(),
    )
  })

  test('an end that the clocks skip comes when they have', () => {
    const quiet = { ...night, to: '02:30' }
    const now = new Date('2026-03-08T06:59:00Z')
    expect(quietUntil(quiet, now)!.getTime()).toBeGreaterThan(now.getTime())
    expect(quietUntil(quiet, new Date('2026-03-08T07:00:00Z'))).toBeUndefined()
  })

  test('an hour that is shown twice is quiet twice, and ends both times', () => {
    const quiet = { ...night, to: '01:30' }
    const at = (now: string) => quietUntil(quiet, new Date(now))?.toISOString()
    expect(at('2026-11-01T05:10:00Z')).toBe('2026-11-01T05:30:00.000Z')
    expect(at('2026-11-01T06:10:00Z')).toBe('2026-11-01T06:30:00.000Z')
    expect(at('2026-11-01T06:30:00Z')).toBeUndefined()
  })

  test('they end after now, within a day and an hour, at a moment that is not quiet', () => {
    const clock = fc
      .integer({ min: 0, max: 1_439 })
      .map(
        (at) =>
          `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`,
      )
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe')
    const now = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2027-12-31'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(clock, clock, zone, now, (from, to, place, at) => {
        fc.pre(from !== to)
        const until = quietUntil({ zone: place, from, to }, at)
        if (!until) return
        expect(until.getTime()).toBeGreaterThan(at.getTime())
        expect(until.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000)
      }),
    )
  })
})

describe('in words', () => {
  const sender = { label: 'paper', link: 'https://stonks.example' }

  test('a mail says how grave it is, what, when and where', () => {
    const says = 'The sale of AAA (stop) was refused 3 times: 403'
    const words = noticeWords({ kind: 'exit_refused', subject: 'AAA', says, madeAt: NOW }, sender)
    expect(words).toEqual({
      subject: '[Stonks paper] CRITICAL: Exit refused: AAA',
      text: `${says}\n\nAt 2026-07-01T15:00:00.000Z.\nhttps://stonks.example/portfolio`,
      sms: `Stonks paper: CRITICAL: ${says} https://stonks.example/portfolio`,
    })
  })

  test('what others wrote stays text: one line in a subject, escaped in markup', () => {
    const bad = 'AAA\r\nBcc: thief@example.com\u2028\u202Eevil <script>alert(1)</script> "&\''
    const words = noticeWords(
      { kind: 'order_rejected', subject: bad, says: bad, madeAt: NOW },
      sender,
    )
    expect(words.subject).not.toMatch(/[\r\n\u2028\u202E]/)
    expect(words.text).not.toContain('\u202E')
    const markup = markupOf(words.text)
    expect(markup).not.toContain('<script')
    expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&#39;')
    expect(markup).toContain('<a href="https://stonks.example/orders">')
  })

  test('whatever it is made of, an SMS is one, a subject is one line, and a link stays whole', () => {
    const kinds = fc.constantFrom(...SENT_KINDS)
    const text = fc.string({ unit: 'grapheme', maxLength: 400 })
    fc.assert(
      fc.property(kinds, text, text, (kind, subject, says) => {
        const words = noticeWords({ kind, subject, says, madeAt: NOW }, sender)
        expect(gsmUnits(words.sms)).toBeLessThanOrEqual(160)
        expect(words.sms.endsWith(` https://stonks.example${noticeKinds[kind].page}`)).toBe(true)
        expect(words.subject.length).toBeLessThanOrEqual(120)
        expect(words.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(words.subject.isWellFormed() && words.text.isWellFormed()).toBe(true)
      }),
    )
  })

  test('the GSM alphabet has stand-ins for what it lacks', () => {
    expect(smsText('“40 %” ≥ €5 — café, Žižek…')).toBe('"40 %" >= €5 - café, Zizek...')
    expect(smsText('株')).toBe('?')
    expect(smsText('a'.repeat(161))).toHaveLength(160)
    expect(gsmUnits(smsText('€'.repeat(200)))).toBeLessThanOrEqual(160)
  })

  test('a digest counts what waited, the gravest first, and never all of too much', () => {
    const waited = Array.from({ length: 60 }, (_, place) => ({
      kind: place === 59 ? ('exit_sent' as const) : ('order_filled' as const),
      says: `${place}`,
      madeAt: NOW,
    }))
    const { says, subject } = digestOf(waited, NOW)
    expect(subject).toBe('1 warning, 59 info')
    const lines = says.split('\n')
    expect(lines[0]).toBe('60 waited: 1 warning, 59 info.')
    expect(lines[1]).toContain('Exit: 59')
    expect(lines.at(-1)).toBe('and 20 more on the page')
  })
})

describe('settings', () => {
  test('are a strict whole', () => {
    expect(parseNotificationSettings(settings)).toEqual(settings)
    for (const [wrong, says] of [
      [
        { ...settings, sms: { ...settings.sms, perHour: -1 } },
        'sms.perHour: expected a whole number',
      ],
      [
        { ...settings, quiet: { zone: 'Mars/Base', from: '22:00', to: '07:00' } },
        'quiet.zone: expected a time zone',
      ],
      [
        { ...settings, quiet: { zone: 'UTC', from: '24:00', to: '07:00' } },
        'quiet.from: expected a time of day',
      ],
      [
        { ...settings, quiet: { zone: 'UTC', from: '07:00', to: '07:00' } },
        'quiet: expected quiet hours',
      ],
      [{ ...settings, muted: ['weather'] }, 'muted.0: expected kinds'],
    ] as const)
      expect(() => parseNotificationSettings(wrong)).toThrow(says)
  })

  test('there are two channels, and every kind has its words', () => {
    expect(CHANNELS).toHaveLength(2)
    expect(Object.keys(noticeKinds).sort()).toEqual([...NOTICE_KINDS, 'test', 'digest'].sort())
  })
})
