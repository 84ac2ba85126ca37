import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sent } from '#shared/clients/sent.ts'
import { sendMail } from '#shared/clients/smtp/send.ts'
import { publishSms } from '#shared/clients/sns/publish.ts'
import { markupOf } from '#shared/domain/notifications/words.ts'
import { claimNotification, endAttempt } from '#shared/sql/notifications/outgoing.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import type { OutgoingNotice } from '#shared/sql/notifications/outgoing.ts'
import { planNotices } from '../../../services/trading-engine/notifying/plan-notices.ts'
import { sendNotices, type Ways } from '../../../services/trading-engine/notifying/send-notices.ts'
import { whyNoCertificate } from '../../helpers/certificate.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { sampleReport, seedReport } from '../../helpers/reports.ts'
import { openMailServer, answer } from '../../helpers/smtp.ts'
import { AWS_KEY, fault, openSns } from '../../helpers/sns.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const NOW = new Date('2026-07-01T15:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const FROM = { label: '', link: 'https://stonks.example' }

/** Whoever is told by it stands in `sent`; what is answered is `says`. */
function openTold() {
  const sent: { channel: string; id: string; subject: string; body: string }[] = []
  const says: { next: (message: OutgoingNotice) => Sent | Promise<Sent> } = {
    next: () => ({ outcome: 'sent', said: '250' }),
  }
  const tell = async (_contact: unknown, message: OutgoingNotice) => {
    const { channel, notificationId: id, subject, body } = message
    sent.push({ channel, id, subject, body })
    return says.next(message)
  }
  const ways: Ways = { email: tell, sms: tell }
  return { sent, says, ways }
}
let told = openTold()

const contacts = {
  gmailSender: 'sender@stonks.example',
  gmailRecipient: 'ann@example.com',
  snsTopicArn: '',
  snsPhoneNumber: '+12065550100',
}
const setContacts = (changes: Partial<typeof contacts> = {}) => sql`
  insert into trading_config_versions (settings, changed_by, changed_at)
  select settings || ${sql.json({ ...contacts, ...changes })}, 'test', now()
  from trading_config_versions order by version desc limit 1`
const setNotices = (changes: object = {}) => sql`
  insert into notification_settings_versions (settings, changed_by, changed_at)
  select settings || ${sql.json(changes as never)}, 'test', now()
  from notification_settings_versions order by version limit 1`

const wish = (kind: string, subject: string, at: Date, occasion = at.toISOString()) =>
  wishToTell(own, { kind: kind as never, subject, occasion, says: `${kind} of ${subject}` }, at)
const planAt = (at: Date) => planNotices(own, FROM, at)
const sendAt = (at: Date, ways = told.ways) => sendNotices(own, ways, () => at)
const rows = () =>
  sql<
    {
      channel: string
      kind: string
      about: string
      state: string
      reason: string
      attempts: number
    }[]
  >`select channel, kind, about, state, reason, attempts from notifications order by seq`
/** Time passes for leases and back-off. */
const pass = () => sql`
  update notifications set next_try_at = next_try_at - interval '1 day', leased_until = leased_until - interval '1 day'`

beforeEach(async () => {
  await sql`truncate notification_wishes, notifications, notification_attempts`
  await setContacts()
  await setNotices()
  told = openTold()
})

describe('a wish becomes one notice a channel', () => {
  test('and each is told once, however often anybody looks', async () => {
    await wish('exit_refused', 'AAA', NOW)
    await wish('exit_refused', 'AAA', NOW)
    await Promise.all([planAt(NOW), planAt(NOW)])
    await Promise.all([sendAt(NOW), sendAt(NOW), sendAt(NOW)])
    expect(told.sent.map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
    expect(await rows()).toEqual([
      {
        channel: 'email',
        kind: 'exit_refused',
        about: 'AAA',
        state: 'sent',
        reason: '',
        attempts: 1,
      },
      {
        channel: 'sms',
        kind: 'exit_refused',
        about: 'AAA',
        state: 'sent',
        reason: '',
        attempts: 1,
      },
    ])
    const email = told.sent.find(({ channel }) => channel === 'email')!
    expect(email.subject).toBe('[Stonks paper] CRITICAL: Exit refused: AAA')
    expect(email.body).toContain('https://stonks.example/portfolio')
  })

  test('a wish of a change that did not come to be is none', async () => {
    await own
      .begin(async (tx) => {
        await wishToTell(tx, { kind: 'kill_switch', subject: '', occasion: '1', says: 'x' }, NOW)
        throw new Error('undone')
      })
      .catch(() => undefined)
    await planAt(NOW)
    expect(await rows()).toEqual([])
  })

  test('why something stays unsaid stands with it', async () => {
    await setContacts({ snsPhoneNumber: '' })
    await setNotices({ muted: ['tier_changed'] })
    await wish('tier_changed', 'moderate', NOW)
    await wish('exit_refused', 'AAA', NOW, 'first')
    await planAt(NOW)
    await wish('exit_refused', 'AAA', later(29), 'second')
    await planAt(later(29))
    await wish('exit_refused', 'AAA', later(31), 'third')
    await planAt(later(31))
    const found = (await rows()).map(({ channel, kind, state, reason }) =>
      `${channel} ${kind} ${state} ${reason}`.trim(),
    )
    expect(found).toEqual([
      'email exit_refused wanted',
      'sms exit_refused suppressed no_address',
      'email tier_changed suppressed kind_muted',
      'sms tier_changed suppressed no_address',
      'email exit_refused suppressed said_already',
      'sms exit_refused suppressed no_address',
      'email exit_refused wanted',
      'sms exit_refused suppressed no_address',
    ])
  })

  test('limits hold across turns, by the hour', async () => {
    await setNotices({ email: { on: true, least: 'info', perHour: 2, perDay: 100 } })
    for (const [place, at] of [0, 1, 2, 59, 61].entries()) {
      await wish('order_filled', `${place}`, later(at))
      await planAt(later(at))
    }
    const emails = (await rows()).filter(({ channel }) => channel === 'email')
    expect(emails.map(({ reason }) => reason)).toEqual(['', '', 'hour_is_full', 'hour_is_full', ''])
  })

  test('what waited over the quiet hours is told as one', async () => {
    await setNotices({ quiet: { zone: 'UTC', from: '14:00', to: '16:00' } })
    await wish('approval_wanted', 'AAA', NOW)
    await wish('order_filled', 'BBB', NOW)
    await wish('kill_switch', '', NOW)
    await planAt(NOW)
    await sendAt(NOW)
    expect(told.sent.map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
    await planAt(later(59))
    expect((await rows()).filter(({ state }) => state === 'waiting')).toHaveLength(3)
    await Promise.all([planAt(later(60)), planAt(later(60))])
    await sendAt(later(60))
    const digests = told.sent.slice(2)
    expect(digests.map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
    const email = digests.find(({ channel }) => channel === 'email')!
    expect(email.subject).toBe('[Stonks paper] While it was quiet: 1 warning, 1 info')
    expect(email.body).toContain('Approval wanted: approval_wanted of AAA')
    expect(email.body).toContain('Order filled: order_filled of BBB')
    const [loose] = await sql`
      select count(*)::integer as digested, count(digest_id)::integer as linked
      from notifications where state = 'digested'`
    expect(loose).toEqual({ digested: 3, linked: 3 })
  })
})

describe('a try that goes wrong', () => {
  const email = async () => (await rows()).find(({ channel }) => channel === 'email')!

  beforeEach(async () => {
    await setContacts({ snsPhoneNumber: '' })
    await wish('exit_refused', 'AAA', NOW)
    await planAt(NOW)
  })

  test('is made again later, and in the end it has failed, with its reason and every try', async () => {
    told.says.next = () => ({ outcome: 'again', reason: 'put_off', said: '451 greylisted' })
    await sendAt(NOW)
    await sendAt(NOW)
    expect(await email()).toMatchObject({ state: 'wanted', reason: 'put_off', attempts: 1 })
    for (let turn = 0; turn < 8; turn += 1) {
      await pass()
      await sendAt(NOW)
    }
    expect(await email()).toMatchObject({ state: 'failed', reason: 'put_off', attempts: 6 })
    const tries =
      await sql`select attempt, outcome, said from notification_attempts order by attempt`
    expect(tries).toHaveLength(6)
    expect(tries[0]).toEqual({ attempt: 1, outcome: 'again', said: '451 greylisted' })
  })

  test('that a person has to mend is not made again', async () => {
    told.says.next = () => ({ outcome: 'refused', reason: 'login_refused', said: '535' })
    await sendAt(NOW)
    expect(await email()).toMatchObject({ state: 'failed', reason: 'login_refused', attempts: 1 })
  })

  test('a setting that cannot be used is said, without its value', async () => {
    told.says.next = () => {
      throw new RangeError('Read SMTP_SECURITY: expected starttls, tls, none, found "maybe"')
    }
    await sendAt(NOW)
    expect(await email()).toMatchObject({ state: 'failed', reason: 'not_set_up' })
  })

  test('a channel that was turned off meanwhile sends nothing', async () => {
    await setNotices({ email: { on: false, least: 'info', perHour: 20, perDay: 20 } })
    await sendAt(NOW)
    expect(told.sent).toEqual([])
    expect(await email()).toMatchObject({ state: 'suppressed', reason: 'channel_off' })
  })

  test('a program that ends within it leaves it to the next, after the lease and with the same id', async () => {
    const mine = (await claimNotification(own, 'email'))!
    await sendAt(NOW)
    expect(told.sent).toEqual([])
    await pass()
    await sendAt(NOW)
    expect(told.sent.map(({ id }) => id)).toEqual([mine.notificationId])
    // The first one comes back after all: what the second wrote stays.
    await endAttempt(own, mine, { outcome: 'refused', reason: 'refused', said: 'late' }, NOW)
    expect(await email()).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('one that ends within the last try of all has failed', async () => {
    await sql`update notifications set tries_left = 1 where state = 'wanted'`
    await claimNotification(own, 'email')
    await pass()
    await sendAt(NOW)
    expect(await email()).toMatchObject({ state: 'failed', reason: 'cut_off' })
  })

  test('a way that hangs holds up no other', async () => {
    await setContacts()
    await wish('kill_switch', '', NOW)
    await planAt(NOW)
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let smsSent: () => void = () => undefined
    const smsGone = new Promise<void>((resolve) => {
      smsSent = resolve
    })
    const ways: Ways = {
      email: async () => {
        await held
        return { outcome: 'sent', said: '' }
      },
      sms: async () => {
        smsSent()
        return { outcome: 'sent', said: '' }
      },
    }
    const turn = sendAt(NOW, ways)
    await smsGone
    letGo()
    await turn
  })
})

describe.skipIf(whyNoCertificate)(`by a mail server${whyNoCertificate}`, async () => {
  const server = whyNoCertificate ? undefined! : await openMailServer()
  afterAll(() => server?.close())

  test('a wish arrives as one mail, after a greylist, with one name', async () => {
    const { client } = server
    const ways: Ways = {
      ...told.ways,
      email: (contact, { notificationId: id, subject, body: text }) =>
        sendMail(client, { ...contact, subject, text, html: markupOf(text), id }),
    }
    await wish('exit_refused', 'AAA\r\nBcc: thief@example.com', NOW)
    await planAt(NOW)
    server.habits.rcpt = () => answer(451, '451 4.7.1 greylisted, come again')
    await sendAt(NOW, ways)
    expect(server.delivered).toEqual([])
    delete server.habits.rcpt
    await pass()
    await sendAt(NOW, ways)
    await sendAt(NOW, ways)
    expect(server.delivered).toHaveLength(1)
    const [got] = server.delivered
    const [row] = await sql<{ id: string; said: string }[]>`
      select notification_id as id, said from notification_attempts a join notifications n using (notification_id)
      where channel = 'email' order by attempt desc limit 1`
    expect(got!.raw).toContain(`Message-ID: <${row!.id}@stonks.example>`)
    expect(got!.raw).toMatch(/^Subject: \[Stonks paper\] CRITICAL: Exit refused: AAA Bcc:/m)
    expect(got!.to).toEqual(['ann@example.com'])
    expect(row!.said).toContain('queued as 42')
  })

  test('a report goes whole with the mail that tells of it, hostile words as text', async () => {
    const { client } = server
    server.delivered.length = 0
    const ways: Ways = {
      ...told.ways,
      email: (contact, { notificationId: id, subject, body: text }, attachment) =>
        sendMail(client, { ...contact, subject, text, html: markupOf(text), attachment, id }),
    }
    const { id } = await seedReport(sql, sampleReport({ says: '<script>alert(1)</script>' }))
    const made = { kind: 'report_made', subject: 'daily 2019-05-03', occasion: 'daily' } as const
    await wishToTell(own, { ...made, says: 'It ended well.', detail: { report_id: id } }, NOW)
    await planAt(NOW)
    await sendAt(NOW, ways)
    const [got] = server.delivered
    expect(got!.raw).toContain('filename=report-daily-2019-05-03.html')
    const file = Buffer.from(
      got!.raw.split(/filename=report-daily-2019-05-03.html\r?\n\r?\n/)[1]!.split('\r\n--')[0]!,
      'base64',
    ).toString()
    expect(file).toContain('<h2>Held to the books</h2>')
    expect(file).not.toContain('<script>')
  })

  test('one whose report is gone by then goes without it', async () => {
    const detail = { report_id: '00000000-0000-5000-8000-000000000009' }
    const made = { kind: 'report_made', subject: 'daily 2019-05-06', occasion: 'gone' } as const
    await wishToTell(own, { ...made, says: 'It ended well.', detail }, NOW)
    await planAt(NOW)
    await sendAt(NOW)
    expect(told.sent.filter(({ channel }) => channel === 'email')).toHaveLength(1)
  })
})

test('by SNS a wish arrives as one SMS, after a throttling', async () => {
  const sns = await openSns()
  const access = { endpoint: sns.url, region: 'eu-central-1', ...AWS_KEY, sessionToken: '' }
  const ways: Ways = {
    ...told.ways,
    sms: (target, { body }) => publishSms({ ...access, waitMs: 10_000 }, target, body),
  }
  await wish('exit_refused', 'AAA', NOW)
  await planAt(NOW)
  sns.answer.next = fault(400, 'Throttling', 'Rate exceeded')
  await sendAt(NOW, ways)
  sns.answer.next = undefined
  await pass()
  await sendAt(NOW, ways)
  await sendAt(NOW, ways)
  expect(sns.published.map(({ PhoneNumber, Message }) => [PhoneNumber, Message])).toEqual([
    [
      '+12065550100',
      'Stonks paper: CRITICAL: exit_refused of AAA https://stonks.example/portfolio',
    ],
  ])
  await sns.close()
})
