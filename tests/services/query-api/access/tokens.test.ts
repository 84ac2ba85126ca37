/** Goal: an API token may what it was made for and no more, until it is revoked. */

import { describe, expect, test } from 'vitest'
import { newSecret, TOKEN_PREFIX } from '#shared/host/auth/secrets.ts'
import { openAuthenticate } from '../../../../services/query-api/access/authenticate.ts'
import { openDoorOf, ORIGIN } from './browser.ts'

const door = await openDoorOf()
const DAY = 86_400_000

type Made = { token: string; row: { tokenId: string } }
const bodyOf = (changes: object = {}) => ({
  name: 'a script',
  role: 'viewer',
  areas: [],
  days: null,
  ...changes,
})
type Asker = { post: (path: string, body?: unknown) => Promise<{ status: number; body: object }> }
const make = async (who: Asker, changes: object = {}) =>
  (await who.post('/api/access/tokens', bodyOf(changes))).body as Made
const authenticate = openAuthenticate(door.access)
const who = (authorization: string, cookie = '') =>
  authenticate({
    request: new Request(`${ORIGIN}/api/orders`, {
      headers: { authorization, ...(cookie ? { cookie } : {}) },
    }),
  })
const by = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

const admin = await door.signedIn('ann')
const operator = await door.signedIn('bea', 'operator')

describe('a token', () => {
  test('is shown once, begins so that a search finds it, and is kept as a hash', async () => {
    const { token, row } = await make(admin, { name: 'export' })
    expect(token).toMatch(/^stonks_[A-Za-z0-9_-]{43}$/)
    expect(row).toMatchObject({ name: 'export', role: 'viewer', personName: 'ann' })
    const listed = await admin.get('/api/access/tokens')
    expect(JSON.stringify(listed.body)).not.toContain(token)
    const [kept] = await door.sql<{ text: string }[]>`
      select string_agg(t::text, ' ') as text from api_tokens t`
    expect(kept!.text).not.toContain(token.slice(TOKEN_PREFIX.length))
  })

  test('asks as itself, by its role and its areas', async () => {
    const { token, row } = await make(admin, { role: 'operator', areas: ['trading', 'signals'] })
    expect(await who(`Bearer ${token}`)).toMatchObject({
      kind: 'token',
      id: row.tokenId,
      role: 'operator',
      areas: ['trading', 'signals'],
    })
  })

  test('is never more than the person who makes it', async () => {
    const told = await operator.post('/api/access/tokens', bodyOf({ role: 'admin' }))
    expect(told).toMatchObject({ status: 403, body: { code: 'role' } })
  })

  test('falls with its person', async () => {
    const falling = await door.signedIn('cid')
    const { token } = await make(falling, { role: 'admin' })
    expect(await who(`Bearer ${token}`)).toMatchObject({ role: 'admin' })
    await door.sql`update people set role = 'viewer' where person_id = ${falling.personId}`
    expect(await who(`Bearer ${token}`)).toMatchObject({ role: 'viewer' })
  })

  test('is made for areas of the catalogue, and no others', async () => {
    const told = await admin.post(
      '/api/access/tokens',
      bodyOf({ areas: ['trading', 'everything'] }),
    )
    expect(told).toMatchObject({ status: 422, body: { code: 'invalid' } })
  })

  test('never confirms, whatever its role', async () => {
    const { token } = await make(admin, { role: 'admin' })
    const { personId } = await door.signedIn('dee', 'viewer')
    const asked: [string, string, unknown][] = [
      ['POST', '/api/access/people', { name: 'x', role: 'viewer' }],
      ['POST', '/api/access/tokens', bodyOf()],
      ['POST', '/api/access/recovery-codes', {}],
      ['POST', '/api/access/passkeys/options', {}],
      ['PUT', `/api/access/people/${personId}`, { role: 'operator', disabled: false }],
    ]
    for (const [method, path, body] of asked)
      expect(await door.ask(method, path, body, by(token))).toMatchObject({
        status: 403,
        body: { code: expect.stringMatching(/^(step_up|role)$/) },
      })
  })

  test('does nothing that is a person’s own', async () => {
    const { token } = await make(admin, { role: 'admin' })
    for (const path of ['/api/access/passkeys', '/api/access/sessions', '/api/access/tokens'])
      expect((await door.ask('GET', path, undefined, by(token))).status).toBe(403)
    for (const path of ['/api/access/step-up/options', '/api/access/sign-out'])
      expect((await door.ask('POST', path, {}, by(token))).status).toBe(403)
    const me = await door.ask('GET', '/api/access/me', undefined, by(token))
    expect(me.body).toMatchObject({ person: null })
  })

  test('is over once it is revoked, by its person or an admin and nobody else', async () => {
    const { token, row } = await make(operator)
    const path = `/api/access/tokens/${row.tokenId}`
    const viewer = await door.signedIn('dan', 'viewer')
    expect((await viewer.call('DELETE', path)).status).toBe(404)
    expect(await who(`Bearer ${token}`)).toMatchObject({ kind: 'token' })
    expect((await admin.call('DELETE', path)).status).toBe(200)
    await expect(who(`Bearer ${token}`)).rejects.toMatchObject({ status: 401 })
    expect((await operator.call('DELETE', path)).status).toBe(404)
  })

  test('says when it was last used, to the minute', async () => {
    const house = await openDoorOf()
    const { token, row } = await make(await house.signedIn('ann'))
    const use = async () => {
      await house.ask('GET', '/api/access/me', undefined, by(token))
      const [found] = await house.sql<{ lastUsedAt: Date }[]>`
        select last_used_at from api_tokens where token_id = ${row.tokenId}`
      return found!.lastUsedAt.getTime()
    }
    const first = await use()
    house.wait(30_000)
    expect(await use()).toBe(first)
    house.wait(60_000)
    expect(await use()).toBeGreaterThan(first)
  })

  test('is over on its last day', async () => {
    const house = await openDoorOf()
    const { token } = await make(await house.signedIn('ann'), { days: 2 })
    house.wait(2 * DAY - 60_000)
    expect((await house.ask('GET', '/api/access/me', undefined, by(token))).status).toBe(200)
    house.wait(60_000 + 1_000)
    expect((await house.ask('GET', '/api/access/me', undefined, by(token))).status).toBe(401)
  })
})

describe('no token is', () => {
  test.each([
    ['one that was never made', `Bearer ${TOKEN_PREFIX}${newSecret()}`],
    ['empty', ''],
    ['the word alone', 'Bearer'],
    ['another scheme', `Basic ${TOKEN_PREFIX}${newSecret()}`],
    ['without its beginning', `Bearer ${newSecret()}`],
    ['SQL', "Bearer stonks_' or 1=1 --"],
    ['long', `Bearer ${TOKEN_PREFIX}${'a'.repeat(10_000)}`],
  ])('%s', async (_name, authorization) => {
    await expect(who(authorization)).rejects.toMatchObject({ status: 401 })
  })

  test('and whoever sends one is not taken for who has the cookie beside it', async () => {
    const cookie = `stonks_access=${admin.jar.get('stonks_access')!.value}`
    await expect(who('Bearer nonsense', cookie)).rejects.toMatchObject({ status: 401 })
  })

  test('found by trying; and who has a good one is heard all the same', async () => {
    const house = await openDoorOf()
    const { token } = await make(await house.signedIn('ann'))
    const wrong = by(TOKEN_PREFIX + newSecret())
    const statuses = []
    for (let turn = 0; turn < 12; turn += 1)
      statuses.push((await house.ask('GET', '/api/access/me', undefined, wrong)).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
    expect((await house.ask('GET', '/api/access/me', undefined, by(token))).status).toBe(200)
  })

  test('written into the audit more than ten times a minute, and once that it was too often', async () => {
    const house = await openDoorOf()
    const wrong = by(TOKEN_PREFIX + newSecret())
    for (let turn = 0; turn < 15; turn += 1)
      await house.ask('POST', '/api/access/tokens', {}, wrong)
    const rows = await house.sql<{ outcome: string }[]>`
      select outcome from audit_events order by audit_event_id`
    expect(rows.map(({ outcome }) => outcome)).toEqual([...Array(10).fill('sign_in'), 'too_many'])
  })
})
