import { beforeEach, expect, test } from 'vitest'
import { command } from '../../../services/cli/commands/notifications.ts'
import { sendNotices } from '../../../services/trading-engine/notifying/send-notices.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON } from '../../helpers/trading.ts'
import { serveEngine } from './engine-command.ts'

const { url, sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const runs = await serveEngine(own, url)
const stonks = (...args: string[]) => runs(command, args)
const run = (words: string) => runs(command, words.split(' ').filter(Boolean))
const refuse = () =>
  Promise.resolve({ outcome: 'refused' as const, reason: 'refused' as const, said: '550 no' })

await sql`insert into trading_config_versions (settings, changed_by, changed_at)
  select settings || '{"gmailSender": "a@example.com", "gmailRecipient": "b@example.com"}', 'test', now()
  from trading_config_versions order by version desc limit 1`
beforeEach(() => sql`truncate notification_wishes, notifications, notification_attempts`)

test('the help names every word, and every word is there', async () => {
  const { out, err, code } = await run('')
  expect({ out, err, code }).toEqual({ out: 'Nobody was told anything.', err: '', code: 0 })
  for (const word of ['list', 'test', 'send', 'settings'])
    expect(command.help).toMatch(new RegExp(`^  ${word}\\b`, 'm'))
  expect((await run('dance')).err).toBe('there is no word "dance": list, test, send, settings')
})

test.each([
  ['test', 'it takes one word behind it'],
  ['test email sms', 'it takes one word behind it'],
  ['send', 'it takes one word behind it'],
  ['settings quiet', 'settings takes NAME=VALUE, found "quiet"'],
  ['settings email=on', 'settings takes NAME=VALUE, found "email=on"'],
  ['settings fax.on=true', 'settings takes NAME=VALUE, found "fax.on=true"'],
  ['settings quiet=22-7', 'quiet takes off, or such as 22:00-07:00@Europe/Berlin, found "22-7"'],
  ['constructor', 'there is no word "constructor"'],
  ['--colour red', 'Unknown option'],
])('%s is wrong use', async (words, says) => {
  const { code, err } = await run(words)
  expect(code).toBe(2)
  expect(err).toContain(says)
})

test.each([
  'test fax',
  'send 00000000-0000-8000-8000-000000000009',
  'send odd',
  'list --limit many',
  'list --channel fax',
  'list --that lost',
  'settings email.least=loud --yes',
  'settings email.perHour=-1 --yes',
  'settings muted=weather --yes',
  'settings quiet=25:00-07:00@Europe/Berlin --yes',
  'settings quiet=22:00-07:00@Mars/Base --yes',
])('%s is refused in words, and changes nothing', async (words) => {
  const before = (await run('settings')).out
  const { code, err } = await run(words)
  expect(code).toBe(1)
  expect(err).not.toMatch(/^the trading engine said|undefined|\[object/)
  expect(err.length).toBeGreaterThan(5)
  expect((await run('settings')).out).toBe(before)
})

test('a message is tried, is seen to fail, and is sent again', async () => {
  const { out, code } = await run('test email')
  expect(code).toBe(0)
  const [, id = ''] = /as (\S+): see stonks notifications$/.exec(out) ?? []
  expect((await run('list')).out).toContain('email  wanted')
  await sendNotices(own, { email: refuse, sms: refuse }, () => NOON)
  const failed = await run('list --that failed --channel email --limit 5')
  expect(failed.out).toMatch(/email {2}failed .*\n {4}refused: 550 no {2}\(/)
  expect(failed.out).toContain(id)
  expect((await run('list --that sent')).out).toBe('Nobody was told anything.')
  expect((await run(`send ${id}`)).out).toContain(`It leaves within seconds as ${id}`)
  const [row] = JSON.parse((await run('list --json')).out) as { state: string }[]
  expect(row?.state).toBe('wanted')
})

test('settings are shown, changed after a yes, and kept with a reason', async () => {
  expect((await run('settings')).out).toMatch(
    /^email +(on|off), from \w+, \d+ an hour, \d+ a day\nsms .*nobody is named to be reached\nquiet {2}off\n/,
  )
  expect((await run('settings sms.least=critical')).err).toMatch(
    /change: sms.least=critical.*say --yes/,
  )
  const changed = await stonks(
    ...'settings sms.least=critical email.perHour=7 quiet=22:00-07:00@Europe/Berlin muted=order_filled --yes --by ann --reason'.split(
      ' ',
    ),
    'too many',
  )
  expect(changed.out).toMatch(/email .*, 7 an hour/)
  expect(changed.out).toMatch(/sms .*from critical/)
  expect(changed.out).toContain('quiet  22:00-07:00@Europe/Berlin')
  expect(changed.out).toContain('muted  order_filled')
  expect((await run('settings quiet=off muted= --yes')).out).toMatch(/quiet {2}off\nmuted {2}none/)
  const [first] = await sql`select changed_by, reason from notification_settings_versions
    where reason <> '' order by version desc limit 1`
  expect(first).toEqual({ changedBy: 'ann', reason: 'too many' })
})
