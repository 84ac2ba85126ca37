/** How a person sets by which ways people are told, tries them, and sees what became of each notice. */

import type { notificationRoutes } from '#shared/contracts/api/notifications.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import {
  parseNotificationSettings,
  type NotificationSettings,
} from '#shared/contracts/notifications.ts'
import { tellsLess } from '#shared/domain/notifications/less.ts'
import { noticeWords } from '#shared/domain/notifications/words.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'
import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { countTests, listNotifications } from '#shared/sql/notifications/list.ts'
import { sendAgain } from '#shared/sql/notifications/outgoing.ts'
import {
  addNotification,
  lockPlanning,
  notificationIdOf,
} from '#shared/sql/notifications/planned.ts'
import {
  listNotificationSettings,
  lockNotificationSettings,
  readNotificationSettings,
  saveNotificationSettings,
  type NotificationSettingsVersion,
} from '#shared/sql/notifications/settings.ts'
import type { Db, Sql, Tx } from '#shared/sql/open.ts'
import { readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readContacts } from '../notifying/contacts.ts'

type Parts = { sql: Sql; clock: Clock }
type Routes = Answers<typeof notificationRoutes>
type AskedOf<K extends keyof Routes> = Parameters<Routes[K]>[0]

const VERSIONS_MAX = 500
/** A way is tried so often an hour at most: each try is somebody's telephone. */
const TESTS_AN_HOUR = 6

export function answerNotifications({ sql, clock }: Parts): Routes {
  return {
    'GET /api/trading/notifications/config': async () =>
      shown(sql, await readNotificationSettings(sql)),
    'PUT /api/trading/notifications/config': (asked) =>
      sql.begin((tx) => change(tx, asked, clock.now())),
    'GET /api/trading/notifications/config/history': () =>
      listNotificationSettings(sql, VERSIONS_MAX),
    'GET /api/trading/notifications/history': ({ query }) => listNotifications(sql, query),
    'POST /api/trading/notifications/test': (asked) =>
      sql.begin((tx) => tryWay(tx, asked, clock.now())),
    'POST /api/trading/notifications/:id/send': (asked) =>
      sql.begin((tx) => again(tx, asked, clock.now())),
  }
}

async function shown(db: Db, version: NotificationSettingsVersion) {
  const { email, sms } = await readContacts(db)
  return { ...version, reaches: { email: email !== undefined, sms: sms !== undefined } }
}

/** @throws Refusal of what is no sound whole, of an old version, and of less that nobody confirmed. */
async function change(tx: Tx, asked: AskedOf<'PUT /api/trading/notifications/config'>, now: Date) {
  const { settings: some, version, reason } = asked.body
  await lockNotificationSettings(tx)
  const newest = await readNotificationSettings(tx)
  if (version !== undefined && version !== newest.version)
    throw new Refusal(409, `Version ${newest.version} is in force by now, not ${version}`)
  const { settings: before } = newest
  const after = wholeOf({ ...before, ...some } as NotificationSettings)
  if (JSON.stringify(after) === JSON.stringify(before)) return shown(tx, newest)
  if (tellsLess(before, after)) asked.askStepUp()
  const made = { settings: after, changedBy: nameOf(asked.by), changedAt: now, reason }
  await saveNotificationSettings(tx, made)
  const told = { subject: 'notifications', before, after, reason }
  await keepChange(tx, asked, told, now)
  return shown(tx, await readNotificationSettings(tx))
}

function wholeOf(settings: NotificationSettings): NotificationSettings {
  try {
    return parseNotificationSettings(settings)
  } catch (cause) {
    throw new Refusal(422, (cause as Error).message, 'refused', {}, { cause })
  }
}

/** A test asks neither limits nor quiet hours: somebody waits for it. The loop sends it. */
async function tryWay(tx: Tx, asked: AskedOf<'POST /api/trading/notifications/test'>, now: Date) {
  const { channel } = asked.body
  await lockPlanning(tx)
  const { settings } = await readNotificationSettings(tx)
  if (!settings[channel].on) throw new Refusal(409, `The channel ${channel} is turned off`)
  const contacts = await readContacts(tx)
  if (!contacts[channel]) throw new Refusal(409, `Nobody is named to be reached by ${channel}`)
  if ((await countTests(tx, new Date(now.getTime() - HOUR_MS))) >= TESTS_AN_HOUR)
    throw new Refusal(429, `It was tried ${TESTS_AN_HOUR} times within the hour`)
  const { mode } = await readEngineConfig(tx)
  const says = `${nameOf(asked.by)} tries whether this arrives`
  const words = noticeWords(
    { kind: 'test', subject: channel, says, madeAt: now },
    { label: mode, link: '' },
  )
  const notificationId = notificationIdOf(channel, 'test', now.toISOString())
  const body = channel === 'sms' ? words.sms : words.text
  const of = { kind: 'test', severity: 'info', about: channel, wishId: null, madeAt: now } as const
  const made = { ...of, notificationId, channel, subject: words.subject, body }
  await addNotification(tx, made, { state: 'wanted' }, now)
  await keepChange(tx, asked, { subject: channel, after: { notificationId } }, now)
  asked.made()
  return { notificationId }
}

async function again(
  tx: Tx,
  asked: AskedOf<'POST /api/trading/notifications/:id/send'>,
  now: Date,
) {
  const { id: notificationId } = asked
  const before = await sendAgain(tx, notificationId)
  if (before === undefined) return undefined
  if (before !== 'failed' && before !== 'suppressed')
    throw new Refusal(409, `It is ${before}: only what failed or stayed unsaid is sent after all`)
  const told = { subject: notificationId, before: { state: before }, after: { state: 'wanted' } }
  await keepChange(tx, asked, told, now)
  asked.made()
  return { notificationId }
}
