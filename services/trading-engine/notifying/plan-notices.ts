/** Makes notifications of what is wished to be told: one a channel, each with what becomes of it. */

import {
  CHANNELS,
  type Channel,
  type NotificationSettings,
} from '#shared/contracts/notifications.ts'
import { digestOf } from '#shared/domain/notifications/digest.ts'
import { isSentKind, noticeKinds } from '#shared/domain/notifications/kinds.ts'
import { planNotice } from '#shared/domain/notifications/plan.ts'
import { quietUntil } from '#shared/domain/notifications/quiet.ts'
import { noticeWords, type Notice, type NoticeSender } from '#shared/domain/notifications/words.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import {
  addNotification,
  closeWaiting,
  countLeft,
  isSaidSince,
  lockPlanning,
  notificationIdOf,
  readWaitingNotices,
} from '#shared/sql/notifications/planned.ts'
import { readNotificationSettings } from '#shared/sql/notifications/settings.ts'
import { takeWishes } from '#shared/sql/notifications/wishes.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readContacts, type Contacts } from './contacts.ts'

const planDefaults = {
  /** Wishes that are looked at in a turn. */
  wishesMax: 50,
}

export type Plan = {
  channel: Channel
  settings: NotificationSettings
  contacts: Contacts
  sender: NoticeSender
}

/** One turn at business time `now`; returns how many wishes it took in hand. */
export function planNotices(
  sql: Sql,
  { label, link }: { label: string; link: string },
  now: Date,
): Promise<number> {
  return sql.begin(async (tx) => {
    await lockPlanning(tx)
    const { settings } = await readNotificationSettings(tx)
    const { mode } = await readEngineConfig(tx)
    const contacts = await readContacts(tx)
    const sender = { label: label === '' ? mode : `${mode}, ${label}`, link }
    const plans = CHANNELS.map((channel) => ({ channel, settings, contacts, sender }))
    const wishes = await takeWishes(tx, planDefaults.wishesMax, now)
    for (const { wishId, kind, ...rest } of wishes) {
      // Of a release that knows more kinds than this one.
      if (!isSentKind(kind)) continue
      for (const plan of plans) await addNotice(tx, plan, { kind, ...rest }, wishId, now)
    }
    for (const plan of plans) await tellWhatWaited(tx, plan, now)
    return wishes.length
  })
}

/** Plans one notice on one channel; returns its id. `of` is the wish, or what else it is told of once. */
async function addNotice(
  tx: Tx,
  { channel, settings, contacts, sender }: Plan,
  notice: Notice,
  wishId: string,
  now: Date,
): Promise<string> {
  const { kind, subject: about, madeAt } = notice
  const { severity, repeatMinutes } = noticeKinds[kind]
  const since = new Date(now.getTime() - repeatMinutes * MINUTE_MS)
  const saidAlready = repeatMinutes > 0 && (await isSaidSince(tx, { channel, kind, about }, since))
  const left = await countLeft(tx, channel, now)
  const hasAddress = contacts[channel] !== undefined
  const planned = planNotice(
    { kind, madeAt },
    { channel, settings, hasAddress, left, saidAlready },
    now,
  )
  const words = noticeWords(notice, sender)
  const notificationId = notificationIdOf(channel, wishId)
  await addNotification(
    tx,
    {
      notificationId,
      channel,
      kind,
      severity,
      about,
      wishId: kind === 'digest' ? null : wishId,
      subject: words.subject,
      body: channel === 'sms' ? words.sms : words.text,
      madeAt,
    },
    planned,
    now,
  )
  return notificationId
}

/** Once it is not quiet any more, what waited is told as one. */
async function tellWhatWaited(tx: Tx, plan: Plan, now: Date): Promise<void> {
  if (quietUntil(plan.settings.quiet, now)) return
  const waiting = await readWaitingNotices(tx, plan.channel)
  const known = waiting.flatMap(({ kind, ...row }) => (isSentKind(kind) ? [{ kind, ...row }] : []))
  const [first] = known
  if (!first) return
  const digestId = await addNotice(tx, plan, digestOf(known, now), first.notificationId, now)
  const ids = waiting.map(({ notificationId }) => notificationId)
  await closeWaiting(tx, ids, digestId)
}
