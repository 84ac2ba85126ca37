/** Sends what is due, each by its way; a way that hangs holds up no other, and nothing that trades. */

import type { Sent } from '#shared/clients/sent.ts'
import type { Mail } from '#shared/clients/smtp/send.ts'
import { CHANNELS, type Channel } from '#shared/contracts/notifications.ts'
import { reportHtml } from '#shared/domain/report/html/document.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { messageOf } from '#shared/host/faults.ts'
import {
  claimNotification,
  endAttempt,
  failCutOff,
  suppressOutgoing,
  type OutgoingNotice,
} from '#shared/sql/notifications/outgoing.ts'
import { readNotificationSettings } from '#shared/sql/notifications/settings.ts'
import { readReport } from '#shared/sql/report/reports.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readContacts, type Contacts, type EmailContact, type SmsContact } from './contacts.ts'

/** How each channel sends; what a server does is told by the answer, never thrown. */
export type Ways = {
  email(
    contact: EmailContact,
    message: OutgoingNotice,
    attachment: Mail['attachment'],
  ): Promise<Sent>
  sms(contact: SmsContact, message: OutgoingNotice): Promise<Sent>
}

const sendDefaults = {
  /** Tries of a channel in a turn. */
  triesMax: 20,
}

/** One turn; returns how many were tried. `isOver` asks whether to stop after the one in hand. */
export async function sendNotices(
  sql: Sql,
  ways: Ways,
  now: () => Date,
  isOver: () => boolean = () => false,
): Promise<number> {
  await failCutOff(sql)
  const tried = await Promise.all(
    CHANNELS.map((channel) => sendChannel({ sql, ways, now, isOver }, channel)),
  )
  return tried.reduce((sum, count) => sum + count, 0)
}

type Parts = { sql: Sql; ways: Ways; now: () => Date; isOver: () => boolean }

async function sendChannel({ sql, ways, now, isOver }: Parts, channel: Channel): Promise<number> {
  let tried = 0
  while (tried < sendDefaults.triesMax && !isOver()) {
    const message = await claimNotification(sql, channel)
    if (!message) break
    tried += 1
    const { settings } = await readNotificationSettings(sql)
    const contacts = await readContacts(sql)
    const off = !settings[channel].on ? 'channel_off' : 'no_address'
    if (off === 'channel_off' || !contacts[channel]) await suppressOutgoing(sql, message, off)
    else {
      const file = channel === 'email' ? await readAttachment(sql, message) : undefined
      await endAttempt(sql, message, await send(ways, contacts, message, file), now())
    }
  }
  return tried
}

/** A report goes whole with the mail that tells of it, as it stands by then. */
async function readAttachment(sql: Sql, { reportId }: OutgoingNotice): Promise<Mail['attachment']> {
  const report = reportId === null ? undefined : await readReport(sql, reportId)
  if (!report) return undefined
  const name = `report-${report.type}-${newYorkDate(report.periodEnd)}.html`
  return { name, mediaType: 'text/html; charset=utf-8', text: reportHtml(report) }
}

/** What is thrown is a setting that cannot be used: a person has to change it. */
async function send(
  ways: Ways,
  contacts: Contacts,
  message: OutgoingNotice,
  attachment: Mail['attachment'],
): Promise<Sent> {
  try {
    return message.channel === 'email'
      ? await ways.email(contacts.email!, message, attachment)
      : await ways.sms(contacts.sms!, message)
  } catch (fault) {
    return { outcome: 'refused', reason: 'not_set_up', said: messageOf(fault) }
  }
}
