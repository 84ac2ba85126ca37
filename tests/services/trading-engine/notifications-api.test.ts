import { beforeEach, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { tellsLess } from '#shared/domain/notifications/less.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { readNotificationSettings } from '#shared/sql/notifications/settings.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import { planNotices } from '../../../services/trading-engine/notifying/plan-notices.ts'
import { sendNotices } from '../../../services/trading-engine/notifying/send-notices.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { NOON } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const site = {
  service: 'trading-engine' as const,
  answers: answerEngine({ sql: own, clock, rules, latestTrades: async () => new Map() }),
  keep: openKeep(own, clock),
}
const PATH = '/api/trading/notifications'
type Told = Record<string, unknown> & { rows: Record<string, unknown>[]; notificationId: string }
const asker = (by: Principal) => async (line: string, body?: unknown) => {
  const [method = '', path = ''] = line.split(' ')
  const response = await askService(site, by)(method, PATH + path, body)
  const answer = (await response.json()) as object
  return {
    status: response.status,
    ...(Array.isArray(answer) ? { rows: answer } : answer),
  } as unknown as Told
}
const ann = person('operator', 'ann')
const ask = asker(ann)
const askLate = asker({ ...ann, steppedUpAt: null } as Principal)

const reached = (email: string) => sql`
  insert into trading_config_versions (settings, changed_by, changed_at)
  select settings || ${sql.json({ gmailSender: email, gmailRecipient: email })}, 'test', now()
  from trading_config_versions order by version desc limit 1`
beforeEach(async () => {
  await sql`truncate notification_wishes, notifications, notification_attempts`
  await reached('ann@example.com')
})

test('settings are versions: what tells less asks for a passkey, what tells more does not', async () => {
  const first = await ask('GET /config')
  expect(first).toMatchObject({
    status: 200,
    changedBy: 'install',
    reaches: { email: true, sms: false },
  })
  const more = { settings: { sms: { on: true, least: 'info', perHour: 9, perDay: 90 } } }
  expect(await askLate('PUT /config', more)).toMatchObject({ status: 200, changedBy: 'ann' })
  const less = { settings: { muted: ['order_filled'] }, reason: 'too many' }
  expect((await askLate('PUT /config', less)).status).toBe(403)
  const made = await ask('PUT /config', less)
  expect(made).toMatchObject({
    status: 200,
    settings: { muted: ['order_filled'], ...more.settings },
  })
  const stale = { ...less, settings: { muted: [] }, version: first['version'] }
  expect((await ask('PUT /config', stale)).status).toBe(409)
  const { rows } = await ask('GET /config/history')
  expect(rows.map(({ reason }) => reason)).toEqual(['too many', '', ''])
  const audit = await sql<{ actor: string }[]>`
    select actor from audit_events where reason = 'too many' and entity_id = 'notifications'`
  expect(audit.map(({ actor }) => actor)).toEqual(['ann'])
})

test('what is no sound setting is refused in words, and changes nothing', async () => {
  const before = await readNotificationSettings(own)
  const quiet = { zone: 'Mars/Base', from: '22:00', to: '07:00' }
  const refused = await ask('PUT /config', { settings: { quiet } })
  expect(refused.status).toBeGreaterThanOrEqual(400)
  expect(refused.status).toBeLessThan(500)
  expect(await readNotificationSettings(own)).toEqual(before)
})

test('a way is tried by the loop, in quiet hours as well, and not without end', async () => {
  expect((await ask('POST /test', { channel: 'sms' })).status).toBe(409)
  const { status, notificationId } = await ask('POST /test', { channel: 'email' })
  expect(status).toBe(202)
  const sent: string[] = []
  const tell = async (_to: unknown, { subject }: { subject: string }) => {
    sent.push(subject)
    return { outcome: 'sent' as const, said: '250 queued' }
  }
  await sendNotices(own, { email: tell, sms: tell }, () => NOON)
  expect(sent).toEqual(['[Stonks paper] Test: email'])
  const { rows } = await ask('GET /history?state=sent')
  expect(rows).toEqual([
    expect.objectContaining({ notificationId, kind: 'test', said: '250 queued', attempts: 1 }),
  ])
  await sql`insert into notifications (notification_id, channel, kind, severity, about, subject, body, state, reason,
      made_at, planned_at)
    select gen_random_uuid(), 'email', 'test', 'info', '', '', '', 'suppressed', 'channel_off', ${NOON}, ${NOON}
    from generate_series(1, 5)`
  expect((await ask('POST /test', { channel: 'email' })).status).toBe(429)
})

test('the list goes on by pages, narrowed by channel and state; what failed is sent after all', async () => {
  for (const place of [1, 2, 3])
    await wishToTell(
      own,
      { kind: 'exit_sent', subject: `A${place}`, occasion: '', says: `A${place} is sold` },
      NOON,
    )
  await planNotices(own, { label: '', link: '' }, NOON)
  const says = async () => ({
    outcome: 'refused' as const,
    reason: 'refused' as const,
    said: '550 no',
  })
  await sendNotices(own, { email: says, sms: says }, () => NOON)
  const first = await ask('GET /history?channel=email&limit=2')
  expect(first.rows).toHaveLength(2)
  const last = String(first.rows[1]!['notificationId'])
  const rest = await ask(`GET /history?channel=email&limit=2&after=${last}`)
  const ids = [...first.rows, ...rest.rows].map(({ notificationId }) => notificationId)
  expect(new Set(ids).size).toBe(3)
  expect(first.rows[0]).toMatchObject({ state: 'failed', reason: 'refused', said: '550 no' })
  expect((await ask('GET /history?channel=sms')).rows).toEqual([
    expect.objectContaining({ state: 'suppressed', reason: 'no_address' }),
    expect.objectContaining({ reason: 'no_address' }),
    expect.objectContaining({ reason: 'no_address' }),
  ])
  expect((await ask(`POST /${last}/send`, {})).status).toBe(202)
  expect((await ask(`POST /${last}/send`, {})).status).toBe(409)
  const nobody = '00000000-0000-5000-8000-000000000000'
  expect((await ask(`POST /${nobody}/send`, {})).status).toBe(404)
  expect((await ask('GET /history?state=wanted')).rows).toHaveLength(1)
})

test('less is: off, graver, fewer, muted, quiet', async () => {
  const { settings } = await readNotificationSettings(own)
  const { email } = settings
  const quiet = { zone: 'UTC', from: '22:00', to: '07:00' }
  for (const [changes, isLess] of [
    [{ email: { ...email, on: false } }, true],
    [{ email: { ...email, least: 'critical' as const } }, true],
    [{ email: { ...email, perHour: email.perHour - 1 } }, true],
    [{ email: { ...email, perDay: email.perDay + 1 } }, false],
    [{ muted: ['kill_switch' as const] }, true],
    [{ quiet }, true],
    [{}, false],
  ] as const)
    expect(tellsLess(settings, { ...settings, ...changes } as never)).toBe(isLess)
  expect(tellsLess({ ...settings, quiet }, settings)).toBe(false)
})
