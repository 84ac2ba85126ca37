/** Goal: the audit tells who came in and how, and who was let in or shut out, and never by what secret. */

import { expect, test } from 'vitest'
import { readAudit } from '#shared/sql/access/audit.ts'
import { verifyAudit } from '#shared/sql/access/verify-audit.ts'
import { openDoorOf } from './browser.ts'

const door = await openDoorOf()
const rows = async () => (await readAudit(door.sql, { limit: 100 })).toReversed()
const last = async () => (await rows()).at(-1)

test('a sign-in is its person’s, with the way and from where', async () => {
  const { secret, personId } = await door.link('ann')
  await door.ask('POST', '/api/access/link', { link: secret }, { from: '10.0.0.7' })
  expect(await last()).toMatchObject({
    actorKind: 'person',
    actor: 'ann',
    from: '10.0.0.7',
    action: 'POST /api/access/link',
    does: 'signs in by a one-time link',
    after: { way: 'link', role: 'admin', enrolOnly: false },
    outcome: 'done',
  })
  expect(personId).not.toBe('')
})

test('one that is refused is nobody’s, with the code', async () => {
  const { secret } = await door.link('bea')
  await door.ask('POST', '/api/access/link', { link: secret })
  await door.ask('POST', '/api/access/link', { link: secret })
  expect(await last()).toMatchObject({ actorKind: 'anyone', outcome: 'link_refused' })
})

test('a session that was renewed by a stolen token says whose it was', async () => {
  const browser = await door.signedIn('cid')
  const cookie = `stonks_refresh=${browser.jar.get('stonks_refresh')!.value}`
  await browser.post('/api/access/refresh')
  await door.ask('POST', '/api/access/refresh', {}, { from: '10.0.0.8', headers: { cookie } })
  expect(await last()).toMatchObject({
    from: '10.0.0.8',
    outcome: 'refresh_reused',
    after: { person: 'cid' },
  })
})

test('what a person may do says what it was before', async () => {
  const admin = await door.signedIn('dan')
  const other = await door.signedIn('eve', 'viewer')
  const body = { role: 'operator', disabled: true }
  await admin.call('PUT', `/api/access/people/${other.personId}`, body)
  expect(await last()).toMatchObject({
    actor: 'dan',
    subject: other.personId,
    before: { name: 'eve', role: 'viewer', disabled: false },
    after: { name: 'eve', role: 'operator', disabled: true },
  })
})

test('no secret stands in it, and its chain holds', async () => {
  const admin = await door.enrolled('fay')
  const { codes } = (await admin.post('/api/access/recovery-codes')).body as { codes: string[] }
  const made = { name: 'x', role: 'viewer', areas: [], days: null }
  const { token } = (await admin.post('/api/access/tokens', made)).body as { token: string }
  const invited = await admin.post('/api/access/people', { name: 'gus', role: 'viewer' })
  const secrets = [
    ...codes,
    token,
    String(invited.body['url']).split('#link=')[1]!,
    ...[...admin.jar.values()].map(({ value }) => value),
  ]
  const [{ text } = { text: '' }] = await door.sql<{ text: string }[]>`
    select string_agg(a::text, ' ') as text from audit_events a`
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect((await verifyAudit(door.sql)).fault).toBeFalsy()
})

test('nothing changes who may come in without its row', async () => {
  const admin = await door.enrolled('hal')
  const other = await door.signedIn('ivy', 'viewer')
  const state = async () => [
    ...(await door.sql`select name, role, disabled from people order by person_id`),
    ...(await door.sql`select token_id, revoked_at from api_tokens order by token_id`),
    ...(await door.sql`select passkey_id from passkeys order by passkey_id`),
    ...(await door.sql`select session_id from sessions where ended_at is null order by session_id`),
    ...(await door.sql`select code_hash from recovery_codes order by code_hash`),
  ]
  const made = { name: 'x', role: 'viewer', areas: [], days: null }
  const { row } = (await admin.post('/api/access/tokens', made)).body as {
    row: { tokenId: string }
  }
  const [session] = await door.sql<{ sessionId: string }[]>`
    select session_id from sessions where person_id = ${other.personId}`
  await door.sql.unsafe(`create function fails() returns trigger language plpgsql as
      $$ begin raise 'the audit is away'; end $$;
    create trigger fails before insert on audit_events for each row execute function fails()`)
  const before = await state()
  const asked: [string, string, unknown][] = [
    ['POST', '/api/access/people', { name: 'jo', role: 'viewer' }],
    ['PUT', `/api/access/people/${other.personId}`, { role: 'operator', disabled: false }],
    ['POST', '/api/access/tokens', made],
    ['DELETE', `/api/access/tokens/${row.tokenId}`, {}],
    ['DELETE', `/api/access/passkeys/${admin.passkeyId}`, {}],
    ['DELETE', `/api/access/sessions/${session!.sessionId}`, {}],
    ['POST', '/api/access/recovery-codes', {}],
  ]
  for (const [method, path, body] of asked)
    await expect(admin.call(method, path, body)).rejects.toThrow('the audit is away')
  expect(await state()).toEqual(before)
})
